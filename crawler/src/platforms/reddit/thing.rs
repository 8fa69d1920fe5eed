//! Things: Reddit's posts and comments.

use super::address::SITE;
use crate::gathering::{Fault, believed};
use crate::json_fields::Fields;
use crate::plain_text::{keep_link, links, plain_text};
use model::post::{Content, Metrics};
use model::{AccountProfile, AccountSeen, Finding, Handle, Media, PostSeen, PublicUrl, Timestamp};
use serde_json::Value;

/// What became of one thing of a list.
#[derive(Debug)]
pub(super) enum Read {
    /// A post or comment, and its account.
    Post(Box<PostSeen>, Box<AccountSeen>, Vec<Fault>),
    /// It was taken away.
    Gone(String, Finding),
    /// It cannot be recorded; why.
    Malformed(&'static str),
}

/// Reads a thing.
pub(super) fn read(thing: &Value, at: Timestamp) -> Read {
    let comment = match thing.text("kind").as_deref() {
        Some("t3") => false,
        Some("t1") => true,
        _ => return Read::Malformed("neither post nor comment"),
    };
    let Some(data) = thing.field("data") else { return Read::Malformed("no data") };
    let Some(native_id) = data.text("name").filter(|name| is_fullname(name)) else {
        return Read::Malformed("no name");
    };
    if let Some(finding) = taken_away(data) {
        return Read::Gone(native_id, finding);
    }
    let Some(account) = author(data) else { return Read::Malformed("no author") };
    let mut faults = Vec::new();
    let edited_at = moment(data, "edited");
    let post = PostSeen {
        native_id,
        account: account.native_id.clone(),
        url: data.text("permalink").and_then(|path| site()?.join(&path).ok()),
        content: content(data, comment, &mut faults),
        declared_language: None,
        posted_at: believed(moment(data, "created_utc"), at, &mut faults),
        edited_at,
        edited: edited_at.is_some(),
        reply_to: data.text("parent_id").filter(|_| comment),
        forwarded_from: data.text("crosspost_parent"),
        metrics: Metrics {
            views: None,
            likes: data.count("ups"),
            reposts: data.count("num_crossposts"),
            replies: data.count("num_comments"),
        },
    };
    Read::Post(Box::new(post), Box::new(account), faults)
}

/// Whether a name is a fullname: a kind, and a number to the base of 36.
pub(super) fn is_fullname(name: &str) -> bool {
    let number = ["t1_", "t2_", "t3_"].into_iter().find_map(|kind| name.strip_prefix(kind));
    number.is_some_and(|it| {
        (1..=16).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Who took a thing away, if somebody did.
pub(super) fn taken_away(data: &Value) -> Option<Finding> {
    if let Some(by) = data.text("removed_by_category") {
        let author = matches!(&*by, "deleted" | "author");
        return Some(if author { Finding::Deleted } else { Finding::Suspended });
    }
    match data.text("selftext").or_else(|| data.text("body")).as_deref() {
        Some("[removed]") => Some(Finding::Suspended),
        Some("[deleted]") => Some(Finding::Deleted),
        _ => None,
    }
}

fn site() -> Option<PublicUrl> {
    PublicUrl::parse(SITE).ok()
}

/// Seconds since the epoch, with a fraction; `edited` is `false` where nothing was.
fn moment(data: &Value, name: &str) -> Option<Timestamp> {
    let seconds = data.get(name)?.as_f64().filter(|it| it.is_finite() && it.abs() < 1e12)?;
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds, in range as checked")]
    let ms = (seconds * 1000.0) as i64;
    Some(Timestamp::from_ms(ms))
}

/// The author as a thing shows it. Without a number the account is known by its name.
fn author(data: &Value) -> Option<AccountSeen> {
    let name = data.text("author").filter(|name| name != "[deleted]")?;
    let id = data.text("author_fullname").filter(|id| is_fullname(id));
    Some(AccountSeen {
        native_id: id.unwrap_or_else(|| format!("u/{}", name.to_lowercase())),
        url: site().and_then(|site| site.join(&format!("user/{name}")).ok()),
        profile: AccountProfile { handle: Handle::new(name), ..AccountProfile::default() },
        is_source: false,
        complete: false,
    })
}

fn content(data: &Value, comment: bool, faults: &mut Vec<Fault>) -> Content {
    let (html, raw) = if comment { ("body_html", "body") } else { ("selftext_html", "selftext") };
    let html = data.text(html).unwrap_or_default();
    let body = if html.is_empty() { data.text(raw).unwrap_or_default() } else { plain_text(&html) };
    let title = data.text("title").unwrap_or_default();
    let text = [title, body].into_iter().filter(|part| !part.is_empty());
    let text = text.collect::<Vec<_>>().join("\n\n");
    if text.is_empty() {
        faults.push(("text_missing", "a thing without title and text"));
    }
    let mut content = Content { text, links: links(&html), ..Content::default() };
    let target = data.text("url_overridden_by_dest");
    if let Some(target) = target.filter(|_| !comment && !data.says("is_self")) {
        let kind = match data.text("post_hint").as_deref() {
            Some("image") => "photo",
            Some("hosted:video" | "rich:video") => "video",
            _ => "link",
        };
        if kind == "link" {
            keep_link(&mut content.links, &target);
        }
        content.media.push(Media { kind: kind.to_owned(), url: Some(target), text: String::new() });
    }
    content
}
