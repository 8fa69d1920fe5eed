//! Telegram: lists, landing pages, embedded messages.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "s/example_routes",
    "s/example_routes?before=9",
    "example_routes",
    "example_routes/7?embed=1",
];

fuzz_target!(|bytes: &[u8]| fuzz::read("telegram", "@example_routes", PAGES, bytes));
