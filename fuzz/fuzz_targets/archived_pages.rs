//! Pages out of a web archive: whose are they, and what do they say?
#![no_main]

use crawler::importers::web_archive;
use fuzz::{Choices, PLATFORMS, assert_sound, kept};
use libfuzzer_sys::fuzz_target;
use model::{PageRequest, PublicUrl, Purpose};

const PAGES: &[&str] = &[
    "https://t.me/s/example_routes",
    "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=x",
    "https://routes.example/api/v1/accounts/501/statuses",
    "https://routes.example/api/v3/post/list?community_name=boats",
    "https://forum.example/t/57.json",
    "https://news.example/feed.xml",
];

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let url = PublicUrl::parse(choices.of(PAGES)).expect("an address");
    let kind = choices.of(&["text/html", "application/json", "application/rss+xml", "image/png"]);
    let body = choices.body();
    let mut request = PageRequest::new(url, Purpose::Newest);
    request.accept = web_archive::accept(kind, body);
    let stored = kept(request, 200, &[("content-type", kind)], body);
    let _ = web_archive::is_page(stored.capture());
    let read = web_archive::read(&PLATFORMS, &stored);
    assert_eq!(read, web_archive::read(&PLATFORMS, &stored), "reading is not pure");
    if let Ok((_, reading)) = read {
        assert_sound(&reading, body.len());
        assert!(reading.next.is_empty() && reading.found.is_empty(), "an archive settles nothing");
    }
});
