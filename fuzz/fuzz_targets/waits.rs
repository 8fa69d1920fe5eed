//! Headers that say when to ask again: `Retry-After`, structured fields, and their relatives.
#![no_main]

use crawler::hosts::{CAP_MS, asked_wait};
use fuzz::{Choices, now};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 10] = [
    "retry-after",
    "date",
    "ratelimit",
    "ratelimit-policy",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-rate-limit-remaining",
    "x-rate-limit-reset",
    "ratelimit-remaining",
    "ratelimit-reset",
];

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let status = choices.of(&[200, 304, 429, 503]);
    let headers: Vec<(String, String)> = choices
        .body()
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let (name, value) = line.split_first()?;
            let name = NAMES[usize::from(*name) % NAMES.len()].to_owned();
            Some((name, String::from_utf8_lossy(value).into_owned()))
        })
        .collect();
    if let Some(wait) = asked_wait(status, &headers, now()) {
        let ms = wait.until.ms() - now().ms();
        assert!(0 < ms && ms <= CAP_MS, "{ms} ms");
    }
});
