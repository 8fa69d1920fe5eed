//! Blogs with feeds, and a video site.
//!
//! `/blog/<slug>/{rss.xml,atom.xml,feed.json}` with ETag, Last-Modified and 304, and a page for each
//! entry; `/feeds/videos.xml?channel_id=` with the 15 newest entries and no validators, as YouTube
//! gives them. Shapes: `shared/platforms/SPEC.md` section 4 and the recorded feeds beside it.

mod atom;
mod blog;
mod json_feed;
mod pages;
mod rss;
mod video;

use crate::serve::{Answer, Asked, escape};
use crate::truth::{AccountTruth, Ending, Form, NameTruth};
use crate::view::{Shown, State, View};
use chrono::SecondsFormat;
use model::Timestamp;

const ROBOTS: &str = "User-agent: *\nDisallow: /results\nDisallow: /login\n";

/// The path of a feed, without a leading slash, under the address that feeds are served at.
#[must_use]
pub fn path(form: Form, number: &str) -> String {
    match form {
        Form::Rss => format!("blog/{number}/rss.xml"),
        Form::Atom => format!("blog/{number}/atom.xml"),
        Form::JsonFeed => format!("blog/{number}/feed.json"),
        _ => format!("feeds/videos.xml?channel_id={number}"),
    }
}

/// What a feed is made from.
#[derive(Debug)]
struct Feed<'w, 'a> {
    base: &'a str,
    account: &'w AccountTruth,
    name: &'w NameTruth,
    /// Newest first.
    entries: Vec<Shown<'w>>,
    /// When anything in it last changed.
    changed: Timestamp,
}

impl Feed<'_, '_> {
    /// The address of the feed itself.
    fn own(&self) -> String {
        format!("{}{}", self.base, path(self.account.form, &self.account.number))
    }

    /// The address of the blog.
    fn home(&self) -> String {
        format!("{}blog/{}/", self.base, self.account.number)
    }

    /// The address of an entry's page.
    fn page(&self, shown: &Shown<'_>) -> String {
        format!("{}{}.html", self.home(), page_name(&shown.post.number))
    }
}

/// The last part of a guid, which names the entry's page.
fn page_name(guid: &str) -> &str {
    guid.rsplit([':', '/']).next().unwrap_or(guid)
}

/// Answers a request.
pub(crate) fn answer(view: &View<'_>, asked: &Asked) -> Answer {
    match asked.parts().as_slice() {
        ["robots.txt"] => Answer::text(200, ROBOTS),
        ["feeds", "videos.xml"] => {
            video::answer(view, asked, asked.parameter("channel_id").unwrap_or_default())
        }
        ["channel", id] => pages::channel(view, asked, id),
        ["watch"] => pages::watch(view, asked.parameter("v").unwrap_or_default()),
        ["blog", slug] => blog::home(view, asked, slug),
        ["blog", slug, file] => blog::file(view, asked, slug, file),
        _ => pages::missing(),
    }
}

/// A feed of an account that is there, with its newest entries.
fn feed<'w, 'a>(
    view: &View<'w>,
    base: &'a str,
    account: &'w AccountTruth,
    most: usize,
) -> Option<Feed<'w, 'a>> {
    let name = view.name(account)?;
    let mut entries = view.posts(account);
    entries.reverse();
    entries.truncate(most);
    let changed = view.now.min(changed(view, account, name)?);
    Some(Feed { base, account, name, entries, changed })
}

/// The latest change at or before now: a post, an edit, a deletion, a new title.
fn changed(view: &View<'_>, account: &AccountTruth, name: &NameTruth) -> Option<Timestamp> {
    let own = view.truth.posts.iter().filter(|post| post.account == account.key);
    let times =
        own.flat_map(|post| post.versions.iter().map(|version| version.at).chain(post.deleted_at));
    let latest = times.filter(|at| *at <= view.now).max();
    Some(latest.unwrap_or(name.from).max(name.from).max(view.born(account)?))
}

/// How an account that is not open is refused, if so.
fn refusal(state: State) -> Option<Answer> {
    match state {
        State::Live => None,
        State::Unborn => Some(pages::missing()),
        State::Ended(Ending::TakenDown | Ending::Deleted) => {
            Some(Answer::html(410, "<html><body><h1>410 Gone</h1></body></html>\n"))
        }
        State::Ended(Ending::Private | Ending::Suspended) => {
            Some(Answer::html(403, "<html><body><h1>403 Forbidden</h1></body></html>\n"))
        }
    }
}

/// A title for an entry: the first line, cut.
fn title(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let cut: String = line.chars().take(60).collect();
    if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { cut }
}

/// An entry's text as simple HTML.
fn content(shown: &Shown<'_>) -> String {
    format!("<p>{}</p>", escape(&shown.version.text).replace('\n', "<br>\n"))
}

/// `2026-11-23T12:00:00+00:00`.
fn moment(at: Timestamp) -> String {
    at.utc().to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// `Mon, 23 Nov 2026 12:00:00 GMT`.
fn http_date(at: Timestamp) -> String {
    at.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests;
