//! An instance's settings: the page that settles whether an empty hashtag is believed.

use super::answer;
use crate::asking::{json, under};
use model::{Capture, Finding, PageRequest, PageState, PublicUrl, Purpose, Reading, Witness};
use serde_json::Value;

/// The page to ask when a hashtag answers with an empty list: an instance that has closed its
/// hashtags to the public may answer just so.
pub(super) fn settle(root: &PublicUrl) -> Option<PageRequest> {
    under(root, &["api", "v2", "instance"], &[]).ok().map(|url| json(url, Purpose::Settle))
}

/// Reads it. `known`: the hashtag has shown posts before.
pub(super) fn read(capture: &Capture, root: Option<&PublicUrl>, known: bool) -> Reading {
    let second =
        capture.request.url.url().path().trim_end_matches('/').ends_with("/api/v2/instance");
    let value = match answer::json(capture, Finding::Missing) {
        Ok(value) => value,
        Err(refusal) if refusal.state == PageState::Gone || capture.status == 404 => {
            return older(root.filter(|_| second), known);
        }
        Err(refusal) => return refusal.reading(&capture.request, Witness::Directory),
    };
    if !value.is_object() || value.get("version").is_none() {
        let mut reading = Reading::of(PageState::Drift);
        reading.complain("settings_unreadable", "the instance's settings have no version");
        return reading;
    }
    verdict(&value, known)
}

/// A server without these settings: the older page is asked, and failing that the list believed.
fn older(root: Option<&PublicUrl>, known: bool) -> Reading {
    let url = root.and_then(|root| under(root, &["api", "v1", "instance"], &[]).ok());
    if let Some(url) = url {
        let mut reading = Reading::of(PageState::Aside);
        reading.next.push(json(url, Purpose::Settle));
        return reading;
    }
    let mut reading = Reading::of(silent(known));
    reading
        .complain("settings_missing", "the server tells no settings; its empty list is believed");
    reading
}

/// `configuration.timelines_access.hashtag_feeds` is there from 4.5; before, hashtags were open.
fn verdict(value: &Value, known: bool) -> Reading {
    let feeds = value.pointer("/configuration/timelines_access/hashtag_feeds");
    let access = |side: &str| {
        feeds.and_then(|feeds| feeds.get(side)).and_then(Value::as_str).unwrap_or("public")
    };
    let sides = [access("local"), access("remote")];
    let open = sides.iter().filter(|side| **side == "public").count();
    let state = match open {
        0 if sides.contains(&"authenticated") => PageState::AuthRequired,
        0 => PageState::NotPublic,
        _ => silent(known),
    };
    let mut reading = Reading::of(state);
    if open < sides.len() {
        reading.complain(
            "hashtags_closed",
            format!("local: {}, remote: {}", word(sides[0]), word(sides[1])),
        );
    }
    reading
}

/// A setting's value, so that nothing else gets into a complaint.
fn word(access: &str) -> &'static str {
    match access {
        "public" => "public",
        "authenticated" => "authenticated",
        "disabled" => "disabled",
        _ => "something new",
    }
}

/// Nothing new where there were posts, else proof that there are none.
pub(super) const fn silent(known: bool) -> PageState {
    if known { PageState::Unchanged } else { PageState::Empty }
}
