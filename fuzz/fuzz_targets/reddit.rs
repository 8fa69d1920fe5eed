//! Reddit: its API's listings and accounts.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "https://oauth.reddit.com/r/boats/new?limit=100",
    "https://oauth.reddit.com/r/boats/comments?limit=100",
    "https://oauth.reddit.com/user/lina/about",
    "https://oauth.reddit.com/api/info?id=t3_a",
];

fuzz_target!(|bytes: &[u8]| fuzz::read("reddit", "r/boats", PAGES, bytes));
