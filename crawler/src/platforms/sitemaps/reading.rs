//! What a sitemap says: which pages or sitemaps to look at next.

use super::list::{self, Entry, Kind};
use crate::charset;
use crate::platforms::Place;
use crate::refusal::Refusal;
use bytes::Bytes;
use model::{Capture, PageRequest, PageState, PublicUrl, Purpose, Reading, Timestamp, Witness};

/// How deep indexes may lead to indexes.
const DEEPEST: u8 = 3;
/// Sitemaps of one index that are followed at a visit, those that changed last.
const MOST_SITEMAPS: usize = 4;
/// Pages without times that are read at one visit.
const IN_TURN: usize = 8;

/// Reads a robots.txt, an index or a sitemap.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    if !matches!(capture.status, 200..=299) {
        return Refusal::of_status(capture).reading(request, Witness::Listing);
    }
    let mut reading = Reading::of(PageState::Aside);
    let Some(bytes) = list::unpacked(&capture.body) else {
        return Refusal::drift("gzip_broken", "a .gz file that is broken or too long")
            .reading(request, Witness::Listing);
    };
    let unpacked = Capture { body: Bytes::from(bytes), ..capture.clone() };
    let text = charset::of_feed(&unpacked, &mut reading.complaints);
    if capture.request.url.url().path() == "/robots.txt" {
        return robots(capture, &text, reading);
    }
    let list = list::read(&text);
    if list.cut {
        reading.complain("too_many", "more entries than a sitemap may have");
    }
    if list.broken {
        reading.complain("xml_broken", "not well-formed; what could be read was read");
    }
    if list.nameless > 0 {
        reading
            .complain("entry_malformed", format!("{} entries without an address", list.nameless));
    }
    let whole = !list.broken && list.nameless == 0;
    match list.kind {
        Kind::Pages => pages(place, capture, list.entries, &mut reading),
        Kind::Sitemaps => sitemaps(place, capture, list.entries, &mut reading),
        Kind::Feed => {
            reading.state = PageState::Drift;
            reading.complain("feed_instead", "this is a feed; add it as one");
        }
        Kind::Other => {
            reading.state = PageState::Drift;
            reading.complain("not_a_sitemap", "neither a sitemap nor an index of them");
        }
    }
    if reading.state == PageState::Empty && !whole {
        // What is missing may have been there.
        reading.state = PageState::Drift;
    }
    reading
}

fn robots(capture: &Capture, text: &str, mut reading: Reading) -> Reading {
    let named = list::in_robots(text);
    if named.is_empty() {
        reading.state = PageState::Drift;
        reading.complain("no_sitemaps", "robots.txt names no sitemap; give its address");
        return reading;
    }
    let urls = named.iter().filter_map(|written| capture.final_url.join(written).ok());
    let pages = urls.take(MOST_SITEMAPS).map(|url| PageRequest::new(url, Purpose::Settle));
    reading.next = pages.map(|page| page.marked("1")).collect();
    reading
}

/// An index: the sitemaps in it that may have changed, the newest first.
fn sitemaps(place: &Place<'_>, capture: &Capture, entries: Vec<Entry>, reading: &mut Reading) {
    let depth = capture.request.mark.as_deref().and_then(|mark| mark.parse().ok()).unwrap_or(0_u8);
    if depth >= DEEPEST {
        reading.state = PageState::Drift;
        reading.complain("too_deep", "indexes that lead to indexes without end");
        return;
    }
    if entries.is_empty() {
        reading.state = PageState::Empty;
        return;
    }
    let since = place.cursor.and_then(Timestamp::parse);
    let may_have = |entry: &Entry| match (since, entry.changed) {
        (Some(since), Some(changed)) => changed > since,
        _ => true,
    };
    let mut entries: Vec<Entry> = entries.into_iter().filter(may_have).collect();
    if entries.is_empty() {
        reading.state = PageState::Unchanged;
        return;
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.changed));
    reading.capped = entries.len() > MOST_SITEMAPS;
    let mark = depth.saturating_add(1).to_string();
    for entry in entries.iter().take(MOST_SITEMAPS) {
        if let Some(url) = same_site(capture, &entry.address, reading) {
            reading.next.push(PageRequest::new(url, Purpose::Settle).marked(mark.clone()));
        }
    }
}

/// A sitemap: its pages that changed since, or some in turn where there are no times.
fn pages(place: &Place<'_>, capture: &Capture, entries: Vec<Entry>, reading: &mut Reading) {
    if entries.is_empty() {
        reading.state = PageState::Empty;
        return;
    }
    let (dated, mut undated): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.changed.is_some());
    let since = place.cursor.and_then(Timestamp::parse);
    let latest = capture.at.plus_days(1);
    let changed = |entry: &Entry| entry.changed.filter(|at| *at <= latest);
    let mut due: Vec<_> = dated
        .iter()
        .filter_map(|entry| Some((changed(entry)?, entry)))
        .filter(|(at, _)| since.is_none_or(|since| *at > since))
        .collect();
    due.sort_by_key(|(at, _)| *at);
    if dated.iter().any(|entry| changed(entry).is_none()) {
        reading.complain("time_absurd", "pages changed in the future are left out");
    }
    let marked = due.iter().map(|(at, entry)| (entry.address.clone(), at.to_string()));
    let mut wanted: Vec<(String, String)> = marked.collect();
    if !dated.is_empty() && !undated.is_empty() {
        let detail = format!("{} pages without a time are left out", undated.len());
        reading.complain("time_missing", detail);
    }
    if dated.is_empty() {
        let last = place.cursor.and_then(|cursor| cursor.strip_prefix("after "));
        let at = undated.iter().position(|entry| Some(entry.address.as_str()) == last);
        undated.rotate_left(at.map_or(0, |at| at + 1));
        let turn = undated.into_iter().take(IN_TURN).map(|entry| entry.address);
        wanted.extend(turn.map(|address| (address.clone(), format!("after {address}"))));
    }
    // A sitemap that lists nothing of its own site is not silence.
    reading.state = if wanted.is_empty() { PageState::Unchanged } else { PageState::Drift };
    for (address, mark) in wanted {
        if let Some(url) = same_site(capture, &address, reading) {
            reading.state = PageState::Aside;
            reading.next.push(PageRequest::new(url, Purpose::Newer).marked(mark));
        }
    }
}

/// An address on the site of the sitemap: a sitemap speaks for its own site only (sitemaps.org).
fn same_site(capture: &Capture, written: &str, reading: &mut Reading) -> Option<PublicUrl> {
    let Ok(url) = capture.final_url.join(written) else {
        reading.complain("link_unreadable", "an entry whose address is none of a public page");
        return None;
    };
    let host = |url: &PublicUrl| {
        let host = url.url().host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    if host(&url) != host(&capture.final_url) || url.url().port() != capture.final_url.url().port()
    {
        if !reading.complaints.iter().any(|one| one.code == "link_elsewhere") {
            reading.complain("link_elsewhere", "it lists pages of another site");
        }
        return None;
    }
    Some(url)
}
