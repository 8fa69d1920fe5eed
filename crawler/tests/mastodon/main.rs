//! Mastodon: recorded answers of a real server, invented answers for every state, and chaos.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on may stop, and one that is skipped says so"
)]

mod chaos;
mod checks;
mod recorded;
mod visits;

use bytes::Bytes;
use crawler::platforms::{Adapter, Place, mastodon::ADAPTER};
use model::source::SourceAddress;
use model::{Capture, Location, PageRequest, PublicUrl, Reading, StoredCapture, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The usual base.
const DEFAULT: &str = "https://mastodon.social/";
/// A base that the settings name.
const OWN: &str = "http://127.0.0.1:4000/";

fn url(text: &str) -> PublicUrl {
    PublicUrl::parse(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

fn stored(
    request: PageRequest,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> StoredCapture {
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let at = request.url.clone();
    let capture = Capture::new(request, at, now(), status, headers, Bytes::copy_from_slice(body));
    let location = Location { file: "test.warc.gz".to_owned(), offset: 0, length: 0 };
    StoredCapture::kept_at(capture, location)
}

fn source(input: &str) -> SourceAddress {
    ADAPTER.recognise(input, &url(DEFAULT)).unwrap().unwrap()
}

/// A reading in one line: state, counts, findings, complaints, next pages, cursor.
fn line(reading: &Reading) -> String {
    let mut parts = vec![format!("{:?}", reading.state)];
    if !reading.posts.is_empty() || !reading.accounts.is_empty() {
        parts.push(format!("{} posts {} accounts", reading.posts.len(), reading.accounts.len()));
    }
    for found in &reading.found {
        parts.push(format!("{:?} by {:?}", found.finding, found.witness));
    }
    let codes: BTreeSet<_> = reading.complaints.iter().map(|c| c.code.as_str()).collect();
    if !codes.is_empty() {
        let codes: Vec<_> = codes.into_iter().collect();
        parts.push(format!("complains {}", codes.join(" ")));
    }
    for next in &reading.next {
        let url = next.url.url();
        let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
        parts.push(format!("then {:?} {}{query}", next.purpose, url.path()));
    }
    if let Some(cursor) = &reading.cursor {
        parts.push(format!("cursor {cursor}"));
    }
    parts.join("; ")
}

/// Lina, who is invented.
fn account() -> Value {
    let web = "<a href=\"https://boats.example/\"><span class=\"invisible\">https://</span>boats.example/</a>";
    json!({
        "id": "501", "username": "lina", "acct": "lina", "display_name": "Lina",
        "note": "<p>Sea &amp; sun</p>", "avatar": "https://routes.example/a.png",
        "url": "https://routes.example/@lina", "uri": "https://routes.example/users/lina",
        "followers_count": 7, "statuses_count": 3,
        "indexable": false, "discoverable": null, "noindex": false,
        "fields": [{"name": "Web", "value": web}, {"name": "Call", "value": "+44 7700 900123"}]
    })
}

/// One of her posts.
fn status(id: u32) -> Value {
    json!({
        "id": id.to_string(), "created_at": "2026-11-24T10:00:00.000Z", "visibility": "public",
        "uri": format!("https://routes.example/users/lina/statuses/{id}"),
        "url": format!("https://routes.example/@lina/{id}"),
        "content": format!("<p>post {id}</p>"), "account": account(), "language": "en",
        "in_reply_to_id": null, "edited_at": null, "reblog": null, "spoiler_text": "",
        "replies_count": 1, "reblogs_count": 2, "favourites_count": 3,
        "media_attachments": [], "mentions": [], "tags": [], "card": null, "poll": null
    })
}

/// A value with some fields changed.
#[expect(clippy::needless_pass_by_value, reason = "the changes are written in place")]
fn with(mut value: Value, changes: Value) -> Value {
    for (name, change) in changes.as_object().unwrap() {
        value[name] = change.clone();
    }
    value
}

/// Reads an answer to a page of a source.
fn visit(
    input: &str,
    cursor: Option<&str>,
    request: PageRequest,
    status: u16,
    body: &Value,
) -> Reading {
    let (base, source) = (url(DEFAULT), source(input));
    let place = Place { base: &base, source: Some(&source), cursor };
    let body = serde_json::to_vec(body).unwrap();
    ADAPTER.read(&place, &stored(request, status, &[], &body))
}

/// The first page of a visit.
fn first(input: &str, cursor: Option<&str>) -> PageRequest {
    let (base, source) = (url(DEFAULT), source(input));
    ADAPTER.first(&Place { base: &base, source: Some(&source), cursor }).unwrap()
}

/// A profile.
const LINA: &str = "@lina@routes.example";
/// A hashtag.
const SEA: &str = "#sea@routes.example";
