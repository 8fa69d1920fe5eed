//! Google's, Protego's and crawler-commons' verdicts, and files without sense.

use super::Robots;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn folder() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/robots")).to_owned()
}

/// The cases of a file; nothing where the shared folder is absent.
fn cases(file: &str) -> Option<Vec<Value>> {
    let path = folder().join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: ../shared is absent ({})", path.display());
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// What a robots.txt rule is compared with, taken from an address as written (the cases hold
/// addresses that no URL parser would leave alone).
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap();
    rest.find(['/', '?']).map_or("/", |at| rest.split_at(at).1)
}

fn verdict(case: &Value, body: &[u8]) -> bool {
    let robots = Robots::parse(body, case["agent"].as_str().unwrap());
    robots.verdict(path_of(case["url"].as_str().unwrap())).is_allowed()
}

#[test]
fn google_cases_that_follow_the_standard_are_all_right() {
    let Some(cases) = cases("google_robotstxt_cases.jsonl") else { return };
    let counted: Vec<_> = cases.iter().filter(|case| case["rfc9309"] != false).collect();
    let wrong: Vec<_> = counted
        .iter()
        .filter(|case| {
            verdict(case, case["robots"].as_str().unwrap().as_bytes()) != case["allowed"]
        })
        .map(|case| case["id"].as_str().unwrap())
        .collect();
    println!("google: {} of {} right", counted.len() - wrong.len(), counted.len());
    assert!(!counted.is_empty());
    assert_eq!(wrong, Vec::<&str>::new());
}

#[test]
fn real_files_get_the_verdict_three_parsers_agree_on() {
    let Some(cases) = cases("real/cases.jsonl") else { return };
    let mut files: HashMap<&str, Vec<u8>> = HashMap::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["file"].as_str().unwrap();
        let body = files
            .entry(name)
            .or_insert_with(|| std::fs::read(folder().join("real/files").join(name)).unwrap());
        if verdict(case, body) != case["allowed"] {
            wrong.push(case.to_string());
        }
    }
    println!("real files: {} of {} right", cases.len() - wrong.len(), cases.len());
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn crawl_delays_are_those_of_crawler_commons() {
    let Some(cases) = cases("crawl_delay_cases.jsonl") else { return };
    for case in &cases {
        let body = case["robots"].as_str().unwrap().as_bytes();
        let got = Robots::parse(body, case["agent"].as_str().unwrap()).crawl_delay();
        let expect = case["delay_s"].as_f64().map(|s| Duration::from_secs_f64(s.min(30.0)));
        assert_eq!(got, expect, "{}", case["test"]);
    }
    println!("crawl delays: {} right", cases.len());
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(body in proptest::collection::vec(any::<u8>(), 0..600), path in "\\PC{0,60}") {
        let robots = Robots::parse(&body, "routewatch");
        let _ = robots.verdict(&path);
        prop_assert!(robots.crawl_delay().is_none_or(|delay| delay <= Duration::from_secs(30)));
    }

    #[test]
    fn files_of_scrambled_lines_never_panic(
        lines in proptest::collection::vec("(user-agent|allow|disallow|crawl-delay|)[ :]{0,2}[*$/%a-cE0-9ツ. -]{0,12}", 0..30),
        path in "/[*$/%a-cE0-9ツ.?-]{0,20}",
    ) {
        let body = lines.join("\n");
        let _ = Robots::parse(body.as_bytes(), "routewatch").verdict(&path);
    }

    #[test]
    fn a_wholly_closed_site_is_closed_on_every_path(path in "/[a-z/?=&%*$.]{0,30}") {
        let robots = Robots::parse(b"user-agent: *\ndisallow: /\n", "routewatch");
        prop_assert!(!robots.verdict(&path).is_allowed());
    }
}
