//! Discourse: a forum's topics, posts and people.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "https://forum.example/latest.json",
    "https://forum.example/posts.json",
    "https://forum.example/t/57.json",
    "https://forum.example/c/x/2/l/latest.json",
    "https://forum.example/posts/11.json",
    "https://forum.example/u/lina.json",
];

fuzz_target!(|bytes: &[u8]| fuzz::read(
    "discourse",
    "discourse:https://forum.example/",
    PAGES,
    bytes
));
