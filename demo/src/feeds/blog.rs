//! A blog: its feed with validators, its page, its entries.

use super::{Feed, atom, feed, http_date, json_feed, pages, path, refusal, rss};
use crate::serve::{Answer, Asked};
use crate::truth::{AccountTruth, Form};
use crate::view::View;
use chrono::DateTime;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Entries in a feed.
const WINDOW: usize = 60;

fn account<'w>(view: &View<'w>, slug: &str) -> Option<&'w AccountTruth> {
    view.by_number("feeds", slug).filter(|account| account.form != Form::Video)
}

/// `/blog/<slug>/`: names its feed, so that it can be found from the page.
pub(super) fn home(view: &View<'_>, asked: &Asked, slug: &str) -> Answer {
    let Some(account) = account(view, slug) else { return pages::missing() };
    if let Some(refusal) = refusal(view.state(account)) {
        return refusal;
    }
    let base = asked.base();
    feed(view, &base, account, 10).map_or_else(pages::missing, |feed| pages::home(&feed))
}

/// `/blog/<slug>/<file>`: the feed, or the page of an entry.
pub(super) fn file(view: &View<'_>, asked: &Asked, slug: &str, file: &str) -> Answer {
    let Some(account) = account(view, slug) else { return pages::missing() };
    if let Some(refusal) = refusal(view.state(account)) {
        return refusal;
    }
    let base = asked.base();
    let Some(feed) = feed(view, &base, account, WINDOW) else { return pages::missing() };
    if path(account.form, slug) == format!("blog/{slug}/{file}") {
        return whole(&feed, asked);
    }
    let name = file.strip_suffix(".html").unwrap_or_default();
    let entry = feed.entries.iter().find(|shown| super::page_name(&shown.post.number) == name);
    entry.map_or_else(pages::missing, |shown| pages::entry(&feed, shown))
}

fn whole(feed: &Feed<'_, '_>, asked: &Asked) -> Answer {
    let (kind, body) = match feed.account.form {
        Form::Rss => ("application/rss+xml; charset=utf-8", rss::write(feed)),
        Form::Atom => ("application/atom+xml; charset=utf-8", atom::write(feed)),
        _ => ("application/feed+json; charset=utf-8", json_feed::write(feed)),
    };
    let hash = Sha256::digest(body.as_bytes());
    let hash = HEXLOWER.encode(hash.get(..10).unwrap_or_default());
    // Atom blogs here have weak tags, as behind a compressing server.
    let weak = if feed.account.form == Form::Atom { "W/" } else { "" };
    let etag = format!("{weak}\"{hash}\"");
    let modified = http_date(feed.changed);
    let answer = if unchanged(feed, asked, &etag) {
        Answer { status: 304, headers: Vec::new(), body: String::new() }
    } else {
        Answer::of(200, kind, body)
    };
    answer.with("etag", etag).with("last-modified", modified).with("cache-control", "no-cache")
}

/// RFC 9110, 13.2.2: `If-Modified-Since` counts only without `If-None-Match`; tags are compared
/// weakly.
fn unchanged(feed: &Feed<'_, '_>, asked: &Asked, etag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    if let Some(tags) = &asked.if_none_match {
        return tags.split(',').any(|tag| tag.trim() == "*" || strong(tag) == strong(etag));
    }
    let since = asked.if_modified_since.as_deref().map(DateTime::parse_from_rfc2822);
    matches!(since, Some(Ok(since)) if feed.changed.ms() / 1000 <= since.timestamp())
}
