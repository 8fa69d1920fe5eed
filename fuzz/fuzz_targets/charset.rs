//! Bytes in any encoding, as an HTML page and as a feed.
#![no_main]

use fuzz::{Choices, kept};
use libfuzzer_sys::fuzz_target;
use model::{PageRequest, PublicUrl, Purpose};

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let kind =
        choices.of(&["", "text/html", "text/html; charset=utf-16", "text/xml; charset=big5"]);
    let host = choices.of(&["a.example", "a.gr", "127.0.0.1", "[2001:db8::1]"]);
    let url = PublicUrl::parse(&format!("https://{host}/")).expect("an address");
    let stored = kept(
        PageRequest::new(url, Purpose::Newest),
        200,
        &[("content-type", kind)],
        choices.body(),
    );
    let mut complaints = Vec::new();
    let page = crawler::charset::of_page(stored.capture(), &mut complaints);
    let replaced = page.contains(char::REPLACEMENT_CHARACTER);
    let said = complaints.iter().any(|one| one.code == "bad_bytes");
    assert!(replaced || !said, "a complaint about nothing");
    let _ = crawler::charset::of_feed(stored.capture(), &mut complaints);
});
