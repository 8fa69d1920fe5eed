//! Lemmy: communities, people, posts and comments.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PAGES: &[&str] = &[
    "https://routes.example/api/v3/post/list?community_name=boats",
    "https://routes.example/api/v3/user?username=lina",
    "https://routes.example/api/v4/person?username=lina",
    "https://routes.example/api/v3/post?id=1",
    "https://routes.example/api/v3/comment?id=1",
];

fuzz_target!(|bytes: &[u8]| fuzz::read(
    "lemmy",
    "lemmy:https://routes.example/c/boats",
    PAGES,
    bytes
));
