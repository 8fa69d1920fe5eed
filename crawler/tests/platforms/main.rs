//! What the adapters of forums, communities, pages and sitemaps, and those with credentials, make of
//! recorded answers, of invented ones for every state, of hostile ones, and of whole servers.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot go on may stop, and one that is skipped says so"
)]

#[path = "../recorded/mod.rs"]
mod recorded;

mod discourse;
mod hostile;
mod json;
mod lemmy;
mod loopback;
mod pages;
mod passes;
mod reddit;
mod sitemaps;
mod vk;

use crawler::{Adapter, CheckSubject, Credentials, Options, Place, PlatformOptions};
use model::source::SourceAddress;
use model::{Account, PageRequest, Platform, Post, Presence, PublicUrl, Purpose, Reading, Subject};
use recorded::{answer, codes, findings, url};
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::Arc;

/// Settings with credentials for every platform that wants some.
fn admitted() -> Options {
    let mut options = Options::default();
    for platform in ["reddit", "vk", "bluesky"] {
        let credentials = Credentials {
            name: "routewatch".to_owned(),
            secret: Some("hush".to_owned().into()),
            ..Credentials::default()
        };
        let own = PlatformOptions { credentials: Some(credentials), ..PlatformOptions::default() };
        options.platforms.insert(platform.to_owned(), own);
    }
    options
}

/// An adapter as settings that leave its address alone make it.
fn configured(adapter: &dyn Adapter, options: &Options) -> Arc<dyn Adapter> {
    let base = PublicUrl::parse(adapter.base_url()).unwrap();
    adapter.configured(options, &base).unwrap().unwrap()
}

/// An adapter at a source, reading invented answers.
struct Desk<'a> {
    adapter: &'a dyn Adapter,
    source: Option<SourceAddress>,
    cursor: Option<&'a str>,
}

impl<'a> Desk<'a> {
    fn at(adapter: &'a dyn Adapter, input: &str) -> Self {
        let base = url(adapter.base_url());
        let source = adapter.recognise(input, &base).unwrap().unwrap();
        Self { adapter, source: Some(source), cursor: None }
    }

    /// Without a source, as checks read.
    fn checking(adapter: &'a dyn Adapter) -> Self {
        Self { adapter, source: None, cursor: None }
    }

    fn first(&self) -> PageRequest {
        let base = url(self.adapter.base_url());
        let place = Place { base: &base, source: self.source.as_ref(), cursor: self.cursor };
        self.adapter.first(&place).unwrap()
    }

    fn read(&self, request: PageRequest, status: u16, body: impl Into<Vec<u8>>) -> Reading {
        self.read_with(request, status, &[], body)
    }

    fn read_with(
        &self,
        request: PageRequest,
        status: u16,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Reading {
        let base = url(self.adapter.base_url());
        let place = Place { base: &base, source: self.source.as_ref(), cursor: self.cursor };
        self.adapter.read(&place, &answer(request, status, headers, body))
    }

    /// Reads a JSON answer to the first page and says it in a line.
    fn line(&self, status: u16, body: &Value) -> String {
        line(&self.read(self.first(), status, serde_json::to_vec(body).unwrap()))
    }
}

/// A page of a server.
fn page(address: &str) -> PageRequest {
    PageRequest::new(url(address), Purpose::Newest)
}

/// A page asked about a subject.
fn about(address: &str, subject: Subject) -> PageRequest {
    let purpose = match subject {
        Subject::Account(_) => Purpose::Account,
        Subject::Post(_) => Purpose::Post,
    };
    PageRequest::new(url(address), purpose).about(subject)
}

/// A reading in one line: verdict, counts, findings, complaints, next pages, cursor.
fn line(reading: &Reading) -> String {
    let mut text = format!("{:?}", reading.state);
    if !reading.posts.is_empty() || !reading.accounts.is_empty() {
        let (posts, accounts) = (reading.posts.len(), reading.accounts.len());
        write!(text, "; {posts} posts {accounts} accounts").unwrap();
    }
    for found in findings(reading) {
        write!(text, "; {found}").unwrap();
    }
    if !reading.complaints.is_empty() {
        write!(text, "; complains {}", codes(reading).join(" ")).unwrap();
    }
    for next in &reading.next {
        let url = next.url.url();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        write!(text, "; then {:?} {}{query}", next.purpose, url.path()).unwrap();
    }
    if let Some(cursor) = &reading.cursor {
        write!(text, "; cursor {cursor}").unwrap();
    }
    if reading.capped {
        text.push_str("; capped");
    }
    text
}

/// An account on record, as a page showed it.
fn account_of(adapter: &dyn Adapter, seen: &model::AccountSeen) -> Account {
    let (platform, at) = (Platform::new(adapter.name()), recorded::now());
    Account {
        id: Account::id_of(&platform, &seen.native_id),
        platform,
        native_id: seen.native_id.clone(),
        profile: seen.profile.clone(),
        url: seen.url.clone(),
        first_seen: at,
        last_seen: at,
        presence: Presence::live(at),
        posts: 1,
        offers: 0,
        risk: 0.0,
        expires_at: at,
    }
}

/// A post on record, as a page showed it.
fn post_of(adapter: &dyn Adapter, seen: &model::PostSeen) -> Post {
    let (platform, at) = (Platform::new(adapter.name()), recorded::now());
    Post {
        id: Post::id_of(&platform, &seen.native_id),
        account: Account::id_of(&platform, &seen.account),
        platform,
        native_id: seen.native_id.clone(),
        url: seen.url.clone(),
        content: seen.content.clone(),
        declared_language: None,
        posted_at: seen.posted_at.unwrap_or(at),
        edited_at: None,
        reply_to: None,
        forwarded_from: None,
        metrics: seen.metrics,
        first_seen: at,
        last_seen: at,
        revisions: 1,
        presence: Presence::live(at),
        expires_at: at,
    }
}

/// The pages that check the first account and the first post of a reading.
fn checks(adapter: &dyn Adapter, reading: &Reading) -> Vec<PageRequest> {
    let base = url(adapter.base_url());
    let account = account_of(adapter, &reading.accounts[0]);
    let post = post_of(adapter, &reading.posts[0]);
    let mut pages = adapter.checks(&base, &CheckSubject::Account(&account));
    pages.extend(adapter.checks(&base, &CheckSubject::Post(&post, &account)));
    pages
}

/// The addresses of pages.
fn addresses(pages: &[PageRequest]) -> Vec<&str> {
    pages.iter().map(|page| page.url.as_str()).collect()
}
