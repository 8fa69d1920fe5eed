//! Mastodon: its API's answers and its pages for people.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "api/v1/accounts/501/statuses?min_id=5",
    "api/v1/accounts/lookup?acct=lina",
    "api/v1/timelines/tag/sea?limit=40",
    "api/v1/statuses/1",
    "api/v2/instance",
    "@lina",
    "@lina/1",
];

fuzz_target!(|bytes: &[u8]| fuzz::read("mastodon", "@lina@routes.example", PAGES, bytes));
