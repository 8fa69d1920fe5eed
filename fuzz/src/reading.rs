//! Bytes as a page that a platform answered with.

use crate::{Choices, assert_sound};
use crawler::platforms::{Adapter, Place, Platforms};
use crawler::{CheckSubject, Credentials, Options, PlatformOptions};
use model::source::SourceAddress;
use model::{
    Account, Capture, Location, PageRequest, Platform, Post, Presence, PublicUrl, Purpose, Reading,
    StoredCapture, Subject, Timestamp,
};
use std::sync::LazyLock;

/// The platforms, with credentials for those that answer nobody else.
pub static PLATFORMS: LazyLock<Platforms> = LazyLock::new(|| {
    let mut options = Options::default();
    for platform in ["reddit", "vk"] {
        let credentials = Credentials {
            name: "routewatch".to_owned(),
            secret: Some("hush".to_owned().into()),
            ..Credentials::default()
        };
        let own = PlatformOptions { credentials: Some(credentials), ..PlatformOptions::default() };
        options.platforms.insert(platform.to_owned(), own);
    }
    Platforms::new(&options).expect("settings of our own")
});

/// The moment of every page.
#[must_use]
pub const fn now() -> Timestamp {
    Timestamp::from_ms(1_795_521_600_000) // 2026-11-24T12:00:00Z
}

/// A page as it came back and was kept.
#[must_use]
pub fn kept(
    request: PageRequest,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> StoredCapture {
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let url = request.url.clone();
    let capture = Capture::new(request, url, now(), status, headers, body.to_vec().into());
    let location = Location { file: "fuzz.warc.gz".to_owned(), offset: 0, length: 1 };
    StoredCapture::kept_at(capture, location)
}

/// Reads a made-up answer of a platform to one of its `pages` (addresses, from its root on), in the
/// ways that a visit and a check would, and asserts what holds of every reading. Five bytes choose
/// page, purpose, status, media type and subject.
pub fn read(platform: &str, source: &str, pages: &[&str], bytes: &[u8]) {
    let platform = Platform::from(platform);
    let adapter = PLATFORMS.adapter(&platform).expect("a platform");
    let base = PLATFORMS.base(&platform).expect("its address");
    let source = adapter.recognise(source, base).expect("its source").expect("a public one");
    let mut choices = Choices::new(bytes);
    let mut request = request(&mut choices, base, pages);
    let status = choices.of(&[200, 206, 301, 304, 400, 401, 403, 404, 410, 429, 500]);
    let kind = choices.of(&["", "text/html", "text/xml; charset=koi8-r", "application/json"]);
    request.subject = match choices.of(&[0, 1, 2]) {
        0 => None,
        1 => Some(Subject::Post(Post::id_of(&platform, "1"))),
        _ => Some(Subject::Account(Account::id_of(&platform, "1"))),
    };
    if platform.as_str() == "feeds" {
        request.accept = adapter.first(&place(base, &source)).expect("its first page").accept;
    }
    let body = choices.body();
    let stored = kept(request, status, &[("content-type", kind)], body);
    for place in [place(base, &source), Place { base, source: None, cursor: None }] {
        let reading = adapter.read(&place, &stored);
        assert_eq!(reading, adapter.read(&place, &stored), "reading is not pure");
        assert_sound(&reading, body.len());
        ask_for_checks(adapter, base, &reading);
    }
}

/// In the middle of visits to a source.
const fn place<'a>(base: &'a PublicUrl, source: &'a SourceAddress) -> Place<'a> {
    Place { base, source: Some(source), cursor: Some("1") }
}

/// The page that is asked for, and why.
fn request(choices: &mut Choices<'_>, base: &PublicUrl, pages: &[&str]) -> PageRequest {
    let url = base.join(choices.of(pages)).expect("a page of the platform");
    let purposes =
        [Purpose::Newest, Purpose::Older, Purpose::Newer, Purpose::Settle, Purpose::Post];
    PageRequest::new(url, choices.of(&purposes))
}

/// Asks how the first account and post would be checked: their ids were made up too.
fn ask_for_checks(adapter: &dyn Adapter, base: &PublicUrl, reading: &Reading) {
    let (Some(account), Some(post)) = (reading.accounts.first(), reading.posts.first()) else {
        return;
    };
    let platform = Platform::from(adapter.name());
    let account = Account {
        id: Account::id_of(&platform, &account.native_id),
        platform: platform.clone(),
        native_id: account.native_id.clone(),
        profile: account.profile.clone(),
        url: account.url.clone(),
        first_seen: now(),
        last_seen: now(),
        presence: Presence::live(now()),
        posts: 1,
        offers: 0,
        risk: 0.0,
        expires_at: now(),
    };
    let post = Post {
        id: Post::id_of(&platform, &post.native_id),
        account: account.id,
        platform,
        native_id: post.native_id.clone(),
        url: post.url.clone(),
        content: post.content.clone(),
        declared_language: None,
        posted_at: now(),
        edited_at: None,
        reply_to: None,
        forwarded_from: None,
        metrics: post.metrics,
        first_seen: now(),
        last_seen: now(),
        revisions: 1,
        presence: Presence::live(now()),
        expires_at: now(),
    };
    let subjects = [CheckSubject::Account(&account), CheckSubject::Post(&post, &account)];
    for subject in subjects {
        for page in adapter.checks(base, &subject) {
            assert!(page.subject.is_some(), "a check that names no subject");
        }
    }
}
