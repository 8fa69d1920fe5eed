//! The protocol's own lists of valid and invalid names.

use super::{DEFAULT, url};
use crawler::platforms::{Adapter, bluesky::ADAPTER, bluesky::syntax};
use model::Timestamp;
use std::path::Path;

/// The lines of a list, without comments and blank ones.
fn list(name: &str) -> Option<Vec<String>> {
    let folder =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/platforms/bluesky/interop"));
    if !folder.is_dir() {
        println!("skipped: ../shared is absent");
        return None;
    }
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let lines: Vec<_> =
        text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect();
    assert!(lines.len() > 5, "{name} has {} lines", lines.len());
    Some(lines)
}

fn check(name: &str, is: impl Fn(&str) -> bool) {
    for (suffix, expect) in [("valid", true), ("invalid", false)] {
        let Some(lines) = list(&format!("{name}_syntax_{suffix}.txt")) else { return };
        for line in lines {
            assert_eq!(is(&line), expect, "{name}: {line:?} should be {suffix}");
        }
    }
}

#[test]
fn dids_are_those_of_the_protocol() {
    check("did", syntax::is_did);
}

#[test]
fn handles_are_those_of_the_protocol() {
    check("handle", syntax::is_handle);
}

#[test]
fn identifiers_are_handles_or_dids() {
    check("atidentifier", |text| syntax::is_did(text) || syntax::is_handle(text));
}

#[test]
fn addresses_are_those_of_the_protocol() {
    check("aturi", |text| syntax::AtUri::parse(text).is_some());
}

#[test]
fn every_valid_time_can_be_read() {
    let Some(lines) = list("datetime_syntax_valid.txt") else { return };
    for line in lines {
        assert!(Timestamp::parse(&line).is_some(), "{line}");
    }
}

#[test]
fn every_valid_identifier_is_recognised_as_a_profile() {
    let Some(lines) = list("atidentifier_syntax_valid.txt") else { return };
    for line in lines {
        let address = format!("https://bsky.app/profile/{line}");
        let source = ADAPTER.recognise(&address, &url(DEFAULT)).unwrap().unwrap();
        assert!(source.key.eq_ignore_ascii_case(&line), "{line}");
    }
}
