//! Lists of things.

use super::address::{LIST, Spot, ask};
use super::thing::{self, Read};
use super::{answer, platform};
use crate::asking::with_parameter;
use crate::gathering::Gathering;
use crate::platforms::Place;
use crate::refusal::Refusal;
use model::reading::Found;
use model::{Capture, PageRequest, PageState, Post, Purpose, Reading, Subject, Witness};
use serde_json::Value;

/// The things of a list; nothing if it is none.
pub(super) fn children(value: &Value) -> Option<&Vec<Value>> {
    value.pointer("/data/children").and_then(Value::as_array)
}

/// Reads a list. The first list of a subreddit, its posts, leads to that of its comments.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let spot = place.source.and_then(Spot::of);
    let first = request.purpose == Purpose::Newest && request.url.url().path().ends_with("/new");
    let comments = match &spot {
        Some(Spot::Subreddit(name)) if first => {
            ask(place.base, &["r", name, "comments"], &LIST, Purpose::Newest)
        }
        _ => None,
    };
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => {
            let unchanged = refusal.state == PageState::Unchanged;
            let mut reading = refusal.reading(request, Witness::Listing);
            reading.next.extend(comments.filter(|_| unchanged));
            return reading;
        }
    };
    let Some(list) = children(&value) else {
        return Refusal::drift("list_missing", "an answer without children")
            .reading(request, Witness::Listing);
    };
    let mut reading = gather(list, capture);
    reading.next.extend(comments);
    let after = value.pointer("/data/after").and_then(Value::as_str);
    let older = after.filter(|after| thing::is_fullname(after));
    let older = older.and_then(|after| with_parameter(&request.url, "after", after));
    let older = older.filter(|url| *url != request.url);
    reading.next.extend(older.map(|url| PageRequest {
        url,
        purpose: Purpose::Older,
        ..request.clone()
    }));
    reading
}

fn gather(list: &[Value], capture: &Capture) -> Reading {
    let mut page = Gathering::new();
    for value in list {
        if !page.entry() {
            break;
        }
        match thing::read(value, capture.at) {
            Read::Post(post, account, faults) => {
                page.account(*account);
                page.post(*post, faults);
            }
            Read::Gone(native_id, finding) => {
                let subject = Subject::Post(Post::id_of(&platform(), &native_id));
                page.reading.found.push(Found { subject, finding, witness: Witness::Listing });
            }
            Read::Malformed(why) => page.malformed(why),
        }
    }
    page.close(PageState::Empty)
}
