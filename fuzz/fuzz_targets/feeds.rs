//! Feeds of all kinds, and the pages beside them.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &["https://news.example/feed.xml", "https://news.example/1"];

fuzz_target!(|bytes: &[u8]| fuzz::read("feeds", "https://news.example/feed.xml", PAGES, bytes));
