//! The shared table of targets that must, or must not, be blocked.

use super::{Targets, forbidden};
use serde_json::Value;
use std::net::IpAddr;
use std::path::Path;
use url::Url;

fn lines(file: &str) -> Option<Vec<Value>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/ssrf");
    let Ok(text) = std::fs::read_to_string(Path::new(folder).join(file)) else {
        eprintln!("skipped: ../shared is absent ({file})");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn every_target_gets_its_verdict() {
    let Some(cases) = lines("targets.jsonl") else { return };
    let targets = Targets::default();
    let (mut judged, mut wrong) = (0, Vec::new());
    for case in &cases {
        let Some(must_block) = case["must_block"].as_bool() else { continue };
        let url = case["url"].as_str().unwrap();
        // An address that cannot be parsed is never asked.
        let blocked = Url::parse(url).map_or(true, |url| targets.check(&url).is_err());
        judged += 1;
        if blocked != must_block {
            wrong.push(case.to_string());
        }
    }
    println!(
        "targets: {} of {judged} right, {} either way",
        judged - wrong.len(),
        cases.len() - judged
    );
    assert!(judged > 0);
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_special_range_is_known_at_its_first_address() {
    let Some(ranges) = lines("special_ranges.jsonl") else { return };
    for range in &ranges {
        let net: ipnet::IpNet = range["net"].as_str().unwrap().parse().unwrap();
        let judged_inside = range["why"].as_str().unwrap().contains("judge the inner address");
        let first: IpAddr = net.network();
        assert!(judged_inside || forbidden(first).is_some(), "{range}");
    }
    println!("special ranges: {}", ranges.len());
}
