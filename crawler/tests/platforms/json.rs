//! The JSON test suite (<https://github.com/nst/JSONTestSuite>) as answers of every platform whose
//! pages are JSON: a document that is none is a complaint and never a silent "no posts"; one that is
//! odd and sound, inside a post, costs neither that post nor its neighbour.

use crate::recorded::files;
use crate::{Desk, page};
use crawler::Adapter;
use crawler::platforms::{bluesky, discourse, feeds, lemmy, mastodon};
use serde_json::{Value, json};
use std::path::Path;

/// Where the fragment goes.
const HERE: &str = "fragment goes here";

/// An adapter, its source, a page of it, and an answer with two posts.
type Case = (&'static dyn Adapter, &'static str, &'static str, Value);

fn cases() -> Vec<Case> {
    let at = "2026-11-20T10:00:00.000Z";
    let lina = json!({"id": "501", "username": "lina", "acct": "lina", "note": "",
        "url": "https://routes.example/@lina", "uri": "https://routes.example/users/lina"});
    let status = |id: u32| {
        json!({"id": id.to_string(), "created_at": at, "visibility": "public", "content": "<p>a</p>",
            "uri": format!("https://routes.example/users/lina/statuses/{id}"),
            "account": lina, "x": HERE})
    };
    let bluesky_post = |key: &str| {
        let did = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
        json!({"x": HERE, "post": {"uri": format!("at://{did}/app.bsky.feed.post/{key}"),
            "author": {"did": did, "handle": "lina.routes.example"}, "indexedAt": at,
            "record": {"$type": "app.bsky.feed.post", "text": "a", "createdAt": at}}})
    };
    let lemmy_post = |id: u64| {
        json!({"post": {"id": id, "name": "Title", "body": "a", "published": at, "x": HERE,
                "ap_id": format!("https://routes.example/post/{id}")},
            "creator": {"id": 3, "name": "lina", "actor_id": "https://routes.example/u/lina"}})
    };
    let forum_post = |id: u64| {
        json!({"id": id, "user_id": 9, "username": "lina", "post_type": 1, "version": 1, "topic_id": 7,
            "topic_slug": "boats", "post_number": id, "cooked": "<p>a</p>", "created_at": at,
            "updated_at": at, "x": HERE})
    };
    let item = |id: &str| json!({"id": id, "content_text": "a", "date_published": at, "x": HERE});
    vec![
        (
            &mastodon::ADAPTER,
            "@lina@routes.example",
            "https://routes.example/api/v1/accounts/501/statuses?limit=40",
            json!([status(2), status(1)]),
        ),
        (
            &bluesky::ADAPTER,
            "@lina.routes.example",
            "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=did:plc:ewvi7nxzyoun6zhxrhs64oiz",
            json!({"feed": [bluesky_post("3l2"), bluesky_post("3l1")]}),
        ),
        (
            &lemmy::ADAPTER,
            "!boats@routes.example",
            "https://routes.example/api/v3/post/list?community_name=boats",
            json!({"posts": [lemmy_post(2), lemmy_post(1)]}),
        ),
        (
            &discourse::ADAPTER,
            "https://forum.example/t/x/7",
            "https://forum.example/t/7.json",
            json!({"id": 7, "title": "Boats", "posts_count": 2,
                "post_stream": {"posts": [forum_post(1), forum_post(2)], "stream": [1, 2]}}),
        ),
        (
            &feeds::ADAPTER,
            "https://news.example/feed.json",
            "https://news.example/feed.json",
            json!({"version": "https://jsonfeed.org/version/1.1", "title": "News",
                "items": [item("2"), item("1")]}),
        ),
    ]
}

/// The answer with a fragment in it, as bytes: some fragments are no UTF-8.
fn with(answer: &Value, fragment: &[u8]) -> Vec<u8> {
    let text = answer.to_string();
    let pieces: Vec<&[u8]> = text.split(&format!("\"{HERE}\"")).map(str::as_bytes).collect();
    pieces.join(fragment)
}

#[test]
fn every_document_of_the_json_suite_is_read_or_complained_about() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/json/test_parsing");
    if !Path::new(root).is_dir() {
        println!("skipped: ../shared is absent");
        return;
    }
    let mut wrong = Vec::new();
    let mut count = 0;
    let files = files(Path::new(root));
    for (adapter, source, address, answer) in cases() {
        let desk = Desk::at(adapter, source);
        let read = |body: &[u8]| {
            let mut request = page(address);
            if adapter.name() == "feeds" {
                request = desk.first();
            }
            desk.read_with(request, 200, &[("content-type", "application/json")], body)
        };
        assert_eq!(read(&with(&answer, b"null")).posts.len(), 2, "{}", adapter.name());
        for (name, body) in &files {
            count += 1;
            let whole = read(body);
            if !whole.posts.is_empty() || whole.complaints.is_empty() && name.starts_with("n_") {
                wrong.push(format!("{}: {name} alone: {:?}", adapter.name(), whole.state));
            }
            let inside = read(&with(&answer, body));
            let lost = inside.posts.len() < 2;
            if lost && (name.starts_with("y_") || inside.complaints.is_empty()) {
                wrong.push(format!("{}: {name} in a post: {:?}", adapter.name(), inside.state));
            }
        }
    }
    println!("JSON suite: {} of {count} right", count - wrong.len());
    assert_eq!(wrong, Vec::<String>::new());
}
