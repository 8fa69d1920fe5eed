//! Bluesky: recorded answers of a real network, the protocol's own lists of names, invented answers
//! for every state, and chaos.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on may stop, and one that is skipped says so"
)]

mod chaos;
mod checks;
mod names;
mod recorded;
mod visits;

use bytes::Bytes;
use crawler::platforms::{Adapter, Place, bluesky::ADAPTER};
use model::source::SourceAddress;
use model::{
    Capture, Location, PageRequest, PublicUrl, Purpose, Reading, StoredCapture, Timestamp,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The usual base.
const DEFAULT: &str = "https://public.api.bsky.app/";
/// A base that the settings name.
const OWN: &str = "http://127.0.0.1:2584/";
/// Lina, who is invented.
const LINA: &str = "did:plc:linalinalinalinalinalina";
/// Omar, who is invented.
const OMAR: &str = "did:plc:omaromaromaromaromaromar";

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

fn source(input: &str, base: &str) -> SourceAddress {
    ADAPTER.recognise(input, &url(base)).unwrap().unwrap()
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
        let method = url.path().trim_start_matches("/xrpc/");
        parts.push(format!("then {:?} {method}{query}", next.purpose));
    }
    if let Some(cursor) = &reading.cursor {
        parts.push(format!("cursor {cursor}"));
    }
    parts.join("; ")
}

/// A page of the default base.
fn ask(method: &str, query: &str) -> PageRequest {
    PageRequest::new(url(&format!("{DEFAULT}xrpc/{method}?{query}")), Purpose::Newest)
}

/// Reads an answer to a page of a visit to Lina's profile.
fn visit(request: PageRequest, status: u16, body: &Value) -> Reading {
    let (base, source) = (url(DEFAULT), source("@lina.routes.example", DEFAULT));
    let place = Place { base: &base, source: Some(&source), cursor: None };
    ADAPTER.read(&place, &stored(request, status, &[], &serde_json::to_vec(body).unwrap()))
}

/// Reads a feed of Lina's.
fn feed(items: &Value) -> Reading {
    let request = ask("app.bsky.feed.getAuthorFeed", &format!("actor={LINA}&limit=100"));
    visit(request, 200, &json!({"feed": items}))
}

fn profile() -> Value {
    json!({
        "did": LINA, "handle": "lina.routes.example", "displayName": "Lina",
        "description": "sea and sun", "avatar": "https://cdn.example/a.jpg",
        "website": "https://boats.example/", "followersCount": 7, "postsCount": 3, "labels": []
    })
}

fn uri(did: &str, key: &str) -> String {
    format!("at://{did}/app.bsky.feed.post/{key}")
}

/// A post view of Lina's.
fn post(key: &str) -> Value {
    json!({
        "uri": uri(LINA, key), "cid": "bafyreih",
        "author": {"did": LINA, "handle": "lina.routes.example", "displayName": "Lina", "labels": []},
        "record": {
            "$type": "app.bsky.feed.post", "text": format!("post {key}"), "langs": ["en"],
            "createdAt": "2026-11-24T10:00:00.000Z"
        },
        "indexedAt": "2026-11-24T10:00:01.000Z", "labels": [],
        "replyCount": 1, "repostCount": 2, "likeCount": 3, "quoteCount": 0
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

/// A post with some fields of its record changed.
fn recorded_as(key: &str, changes: Value) -> Value {
    let mut post = post(key);
    post["record"] = with(post["record"].clone(), changes);
    post
}
