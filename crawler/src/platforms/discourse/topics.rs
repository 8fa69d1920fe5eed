//! Lists of topics: of a category, and of a forum whose newest posts are not to be seen.

use super::address::root_of;
use super::answer;
use crate::asking::{json, under};
use crate::json_fields::Fields;
use crate::platforms::Place;
use model::{Capture, PageRequest, PageState, PublicUrl, Purpose, Reading, Timestamp, Witness};
use serde_json::Value;

/// A topic that moved.
struct Moved {
    at: Timestamp,
    page: PageRequest,
}

/// Reads a list of topics. Settling an empty list of posts, topics say that there are some.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, Witness::Listing),
    };
    let Some(list) = value.pointer("/topic_list/topics").and_then(Value::as_array) else {
        return answer::without_list("topics").reading(request, Witness::Listing);
    };
    if list.is_empty() {
        return Reading::of(PageState::Empty);
    }
    let root = root_of(&request.url);
    if request.purpose == Purpose::Settle {
        return Reading::of(PageState::Unchanged);
    }
    let mut reading = Reading::of(PageState::Aside);
    let since = place.cursor.and_then(Timestamp::parse);
    let mut moved: Vec<Moved> = Vec::new();
    for (index, topic) in list.iter().enumerate() {
        match read_topic(topic, &root) {
            Some(one) if since.is_none_or(|since| one.at > since) => moved.push(one),
            Some(_) => {}
            None => reading.complain("post_malformed", format!("topic {index}: no id or time")),
        }
    }
    if moved.is_empty() {
        let all_broken = reading.complaints.len() == list.len();
        reading.state = if all_broken { PageState::Drift } else { PageState::Unchanged };
        return reading;
    }
    if since.is_some() && moved.len() == list.len() {
        reading.capped = true;
        reading.complain("topics_capped", "more topics moved since than one page lists");
    }
    moved.sort_by_key(|one| one.at);
    reading.next = moved.into_iter().map(|one| one.page).collect();
    reading
}

/// A topic, and the page of its end. Pinned topics count as all others, by when they moved.
fn read_topic(topic: &Value, root: &PublicUrl) -> Option<Moved> {
    let written = topic.text("bumped_at").or_else(|| topic.text("last_posted_at"))?;
    let at = Timestamp::parse(&written)?;
    let id = topic.count("id")?.to_string();
    let end = topic.count("highest_post_number").unwrap_or(1).max(1);
    let url = under(root, &["t", &id, &format!("{end}.json")], &[]).ok()?;
    Some(Moved { at, page: json(url, Purpose::Newest).marked(written) })
}
