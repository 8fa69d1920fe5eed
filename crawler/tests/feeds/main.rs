//! What the feeds adapter makes of recorded and invented feeds.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on may stop, one that is skipped says so, and files are ours"
)]

#[path = "../recorded/mod.rs"]
mod recorded;

use crawler::platforms::feeds::ADAPTER;
use crawler::{Adapter, CheckSubject, Place};
use model::source::SourceAddress;
use model::{PageState, PostSeen, PublicUrl, Reading};
use proptest::prelude::*;
use recorded::{answer, codes, files, findings, line, shared, url};
use serde_json::Value;

mod addresses;
mod documents;
mod recordings;
mod subjects;

const BASE: &str = "https://www.youtube.com/";
const FEED: &str = "https://news.example/feed.xml";

fn base() -> PublicUrl {
    url(BASE)
}

fn source(input: &str) -> SourceAddress {
    ADAPTER.recognise(input, &base()).unwrap().unwrap()
}

/// Reads an answer to the first page of a visit to a feed.
fn visit(input: &str, status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Reading {
    let (base, source) = (base(), source(input));
    let place = Place { base: &base, source: Some(&source), cursor: None };
    let request = ADAPTER.first(&place).unwrap();
    ADAPTER.read(&place, &answer(request, status, headers, body))
}

/// Reads a feed document.
fn read(body: &str) -> Reading {
    visit(FEED, 200, &[("content-type", "text/xml; charset=utf-8")], body)
}

/// An RSS feed of these items.
fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>News &amp;amp; \
         more</title><link>/home</link><description>All &lt;b&gt;news&lt;/b&gt;</description>\
         <language>en-GB</language><image><url>/logo.png</url></image>{items}</channel></rss>"
    )
}

/// The posts of an RSS feed of these items, oldest first.
fn posts(items: &str) -> Vec<PostSeen> {
    read(&rss(items)).posts
}

proptest! {
    #[test]
    fn any_bytes_can_be_read(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let reading = visit(FEED, 200, &[], body);
        prop_assert_eq!(reading.state, PageState::Drift);
        prop_assert!(!reading.complaints.is_empty());
    }

    #[test]
    fn any_tag_soup_can_be_read(soup in "(<[/?!]?(rss|channel|item|title|link|feed|entry|a:b|xml)[ a-z=\"']{0,8}>|[&a-z;]{1,6}|]]>){0,40}") {
        for frame in [rss(&soup), format!("<feed>{soup}</feed>"), soup.clone()] {
            let _ = read(&frame);
        }
    }
}
