//! Communities, and lists of posts and comments.

use super::address::{LIMIT, Spot, Version};
use super::view::{self, Read};
use super::{answer, platform};
use crate::asking::{parameter, with_parameter};
use crate::gathering::Gathering;
use crate::json_fields::Fields;
use crate::platforms::Place;
use crate::refusal::Refusal;
use model::reading::Found;
use model::{
    Capture, Finding, PageRequest, PageState, Post, Purpose, Reading, Subject, Timestamp, Witness,
};
use serde_json::Value;

/// Reads the page of a community. A server that does not speak version 3 is asked in version 4.
pub(super) fn read(place: &Place<'_>, version: Version, capture: &Capture) -> Reading {
    let spot = place.source.and_then(Spot::of);
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => {
            let unchanged = refusal.state == PageState::Unchanged;
            return match (spot, version) {
                (Some(spot), _) if unchanged => open(&spot, version),
                (Some(spot), Version::Three) if answer::speaks_another(&refusal) => {
                    onward(spot.first(Version::Four))
                }
                _ => refusal.reading(&capture.request, Witness::Directory),
            };
        }
    };
    let Some(community) = value.pointer("/community_view/community").filter(|it| it.is_object())
    else {
        return Refusal::drift("community_malformed", "an answer without a community")
            .reading(&capture.request, Witness::Directory);
    };
    if community.says("removed") || community.says("deleted") {
        return Reading::of(PageState::Gone);
    }
    let visibility = community.text("visibility").unwrap_or_default().to_lowercase();
    if visibility.starts_with("private") || visibility.starts_with("local") {
        let mut reading = Reading::of(PageState::NotPublic);
        reading.complain("community_closed", "members or the server's own users only");
        return reading;
    }
    spot.map_or_else(|| Reading::of(PageState::Aside), |spot| open(&spot, version))
}

/// A community that is open: its lists are asked for.
fn open(spot: &Spot, version: Version) -> Reading {
    let mut reading = Reading::of(PageState::Aside);
    reading.next = spot.lists(version);
    reading.cursor = Some(version.word().to_owned());
    reading
}

/// A page without a verdict that leads to another.
pub(super) fn onward(next: Option<PageRequest>) -> Reading {
    let mut reading = Reading::of(PageState::Aside);
    reading.next.extend(next);
    reading
}

/// Reads a list of posts, of comments, or of both.
pub(super) fn read_list(version: Version, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, Witness::Listing),
    };
    let list =
        ["items", "posts", "comments"].into_iter().find_map(|name| value.get(name)?.as_array());
    let Some(list) = list else {
        return Refusal::drift("list_missing", "an answer without a list")
            .reading(request, Witness::Listing);
    };
    let mut reading = gather(list, capture.at, PageState::Empty);
    reading.next.extend(turn(version, request, &value, list.len()));
    reading
}

/// Gathers views of posts and comments.
pub(super) fn gather(list: &[Value], at: Timestamp, empty: PageState) -> Reading {
    let mut page = Gathering::new();
    for value in list {
        if !page.entry() {
            break;
        }
        add(&mut page, value, at);
    }
    page.close(empty)
}

fn add(page: &mut Gathering, value: &Value, at: Timestamp) {
    match view::read(value, at) {
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

/// The page after this one: by the answer's cursor, or by number where a full page names none.
fn turn(
    version: Version,
    request: &PageRequest,
    value: &Value,
    shown: usize,
) -> Option<PageRequest> {
    let cursor = value.text("next_page").filter(|cursor| cursor.len() <= 2_048);
    let url = match (cursor, version) {
        (Some(cursor), _) => with_parameter(&request.url, "page_cursor", &cursor)?,
        (None, Version::Three) if shown >= LIMIT => {
            let number = parameter(&request.url, "page").and_then(|page| page.parse().ok());
            let next = number.unwrap_or(1_u32).checked_add(1)?;
            with_parameter(&request.url, "page", &next.to_string())?
        }
        _ => return None,
    };
    (url != request.url).then(|| PageRequest { url, purpose: Purpose::Older, ..request.clone() })
}

/// What became of something that is marked as taken away.
pub(super) fn taken_away(value: &Value) -> Option<Finding> {
    if value.says("deleted") {
        return Some(Finding::Deleted);
    }
    value.says("removed").then_some(Finding::Suspended)
}
