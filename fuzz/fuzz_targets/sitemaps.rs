//! Sitemaps, and the pages they list.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "https://news.example/sitemap.xml",
    "https://news.example/robots.txt",
    "https://news.example/1",
];

fuzz_target!(|bytes: &[u8]| fuzz::read(
    "sitemaps",
    "https://news.example/sitemap.xml",
    PAGES,
    bytes
));
