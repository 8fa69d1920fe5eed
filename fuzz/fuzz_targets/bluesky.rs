//! Bluesky: answers of its public API.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "xrpc/app.bsky.feed.getAuthorFeed?actor=x&cursor=y",
    "xrpc/app.bsky.actor.getProfile?actor=x",
    "xrpc/app.bsky.feed.getPosts?uris=x",
    "xrpc/app.bsky.feed.getPostThread?uri=x",
    "xrpc/com.atproto.identity.resolveHandle?handle=x",
    "xrpc/com.atproto.sync.getRepoStatus?did=x",
];

fuzz_target!(|bytes: &[u8]| fuzz::read("bluesky", "@lina.routes.example", PAGES, bytes));
