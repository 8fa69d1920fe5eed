//! Lists of posts, and the page of one post.

use super::account::{complain_asks, root_of};
use super::answer;
use super::status::{self, Status};
use super::{address, instance};
use crate::asking::json;
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::{
    Capture, Finding, PageRequest, PageState, PostSeen, Purpose, Reading, Timestamp, Witness,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What a list held, besides what went into the reading.
#[derive(Debug, Default)]
struct Tally {
    malformed: usize,
    asked: usize,
    closed: usize,
}

/// Reads a list of posts: of a profile or of a hashtag.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let value = match answer::json(capture, Finding::Suspended) {
        Ok(value) => value,
        // An empty list that has not changed is no more believed than it was.
        Err(refusal) if refusal.state == PageState::Unchanged => return empty(place, capture),
        Err(refusal) => return refused(place, capture, refusal),
    };
    let Some(list) = value.as_array() else {
        return Refusal::blind(PageState::Drift, "list_missing", "the answer is no list")
            .reading(&capture.request, Witness::Listing);
    };
    if list.is_empty() {
        return empty(place, capture);
    }
    let mut reading = Reading::of(PageState::Posts);
    let tally = collect(place, capture.at, list, &mut reading);
    reading.state = state(&tally, list.len(), &reading, capture.request.purpose);
    page(place, capture, list, &mut reading);
    reading
}

/// A hashtag cannot be gone: nobody owns it.
fn refused(place: &Place<'_>, capture: &Capture, refusal: Refusal) -> Reading {
    let hashtag =
        matches!(place.source.and_then(address::Place::of), Some(address::Place::Hashtag { .. }));
    let refusal = if hashtag && refusal.state == PageState::Gone {
        Refusal::blind(PageState::Drift, "hashtags_unknown", "the server knows no such list")
    } else {
        refusal
    };
    refusal.reading(&capture.request, Witness::Listing)
}

/// An empty list. That of an account which was just seen is believed; that of a hashtag is so only
/// after a look at the instance's settings, once a visit.
fn empty(place: &Place<'_>, capture: &Capture) -> Reading {
    let purpose = capture.request.purpose;
    let first = match purpose {
        Purpose::Newest => true,
        Purpose::Newer => min_id(&capture.request).as_deref() == place.cursor,
        _ => false,
    };
    let hashtag = capture.request.url.url().path().contains("/timelines/");
    let settle = root_of(&capture.request.url).as_ref().and_then(instance::settle);
    match settle {
        Some(settle) if first && hashtag => {
            let mut reading = Reading::of(PageState::Aside);
            reading.next.push(settle);
            reading
        }
        _ => Reading::of(instance::silent(purpose == Purpose::Newer || capture.status == 304)),
    }
}

fn collect(place: &Place<'_>, at: Timestamp, list: &[Value], reading: &mut Reading) -> Tally {
    let source = place.source.and_then(address::Place::of);
    let mut tally = Tally::default();
    let mut known = BTreeSet::new();
    for (index, value) in list.iter().enumerate() {
        match status::read(value, at) {
            Status::Post(post, mut entity, faults) => {
                for (code, detail) in faults {
                    reading.complain(code, format!("post {index}: {detail}"));
                }
                entity.seen.is_source = entity.is(source);
                if known.insert((false, entity.seen.native_id.clone())) {
                    reading.accounts.push(entity.seen);
                }
                if known.insert((true, post.native_id.clone())) {
                    reading.posts.push(*post);
                } else if !reading.posts.contains(&post) {
                    reading.complain("id_reused", format!("post {index}: its id is taken"));
                }
            }
            Status::Asks => tally.asked += 1,
            Status::Closed => tally.closed += 1,
            Status::Malformed(why) => {
                tally.malformed += 1;
                reading.complain("post_malformed", format!("post {index}: {why}"));
            }
        }
    }
    if tally.asked > 0 {
        complain_asks(reading, &format!("the author of {} posts here", tally.asked));
    }
    if tally.closed > 0 {
        let detail = format!("{} posts for followers only were shown and left out", tally.closed);
        reading.complain("post_not_public", detail);
    }
    reading.posts.sort_by_key(|post: &PostSeen| post.posted_at);
    tally
}

/// A page of nothing but malformed posts is not understood. One of nothing but posts that are not
/// ours to keep has nothing for us, which is not the same as being empty.
fn state(tally: &Tally, all: usize, reading: &Reading, purpose: Purpose) -> PageState {
    if !reading.posts.is_empty() {
        PageState::Posts
    } else if tally.malformed == all {
        PageState::Drift
    } else if purpose == Purpose::Newer {
        PageState::Unchanged
    } else {
        PageState::NotPublic
    }
}

/// The page after this one, and the cursor. Forward from a cursor `min_id` gives the page next to
/// it, so that no gap is left; `since_id` would give the newest page.
///
/// A newest page beside a walk forward leaves the cursor alone: the walk may not get so far.
fn page(place: &Place<'_>, capture: &Capture, list: &[Value], reading: &mut Reading) {
    let newest =
        list.iter().filter_map(|value| value.get("id")?.as_str()).max_by_key(|id| rank(id));
    let forward = capture.request.purpose == Purpose::Newer;
    if forward {
        let from = min_id(&capture.request);
        let stuck =
            newest.is_none_or(|id| from.as_deref().is_some_and(|from| rank(id) <= rank(from)));
        if stuck {
            reading.complain("cursor_ignored", "the server does not page forward from min_id");
            return;
        }
    }
    if forward || (capture.request.purpose == Purpose::Newest && place.cursor.is_none()) {
        reading.cursor = newest.map(str::to_owned);
    }
    let (relation, purpose) =
        if forward { ("prev", Purpose::Newer) } else { ("next", Purpose::Older) };
    if let Some(url) = super::link::follow(capture, relation, reading) {
        reading.next.push(json(url, purpose));
    }
}

/// Ids grow; longer ones are newer, and those of one length compare as texts.
const fn rank(id: &str) -> (usize, &str) {
    (id.len(), id)
}

fn min_id(request: &PageRequest) -> Option<String> {
    request.url.url().query_pairs().find(|(name, _)| name == "min_id").map(|(_, v)| v.into_owned())
}

/// Reads the page of one post.
pub(super) fn read_one(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture, Finding::Deleted) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, Witness::PostPage),
    };
    let mut reading = Reading::of(PageState::Aside);
    let tally = collect(place, capture.at, std::slice::from_ref(&value), &mut reading);
    if tally.malformed > 0 {
        reading.state = PageState::Drift;
        find(&mut reading, request, Finding::CouldNotSee, Witness::PostPage);
    } else if tally.closed > 0 {
        reading.state = PageState::NotPublic;
        find(&mut reading, request, Finding::Private, Witness::PostPage);
    } else if tally.asked > 0 || is_subject(request, &reading) {
        find(&mut reading, request, Finding::Seen, Witness::PostPage);
    } else {
        reading.posts.clear();
        reading.accounts.clear();
        reading.state = PageState::Drift;
        reading.complain("post_differs", "the server answered with another post");
        find(&mut reading, request, Finding::CouldNotSee, Witness::PostPage);
    }
    reading
}

/// Whether the post on the page is the one that was asked about.
fn is_subject(request: &PageRequest, reading: &Reading) -> bool {
    let Some(model::Subject::Post(id)) = request.subject else { return true };
    reading.posts.iter().any(|post| model::Post::id_of(&address::platform(), &post.native_id) == id)
}
