//! A path and, from the second line on, a robots.txt.
#![no_main]

use crawler::robots::Robots;
use libfuzzer_sys::fuzz_target;
use std::time::Duration;

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (path, file) = bytes.split_at(at);
    let (first, second) = (Robots::parse(file, "routewatch"), Robots::parse(file, "routewatch"));
    let path = String::from_utf8_lossy(path);
    let allowed = first.verdict(&path).is_allowed();
    assert_eq!(allowed, second.verdict(&path).is_allowed(), "a verdict that changes");
    assert!(first.verdict("/robots.txt").is_allowed(), "the file forbids itself");
    assert!(first.crawl_delay().is_none_or(|delay| delay <= Duration::from_secs(30)));
    let nobody = Robots::parse(&[], "routewatch");
    assert!(nobody.verdict(&path).is_allowed(), "an empty file forbids something");
});
