//! Walls and search results.

use super::account;
use super::address::{LIMIT, SITE, Spot};
use super::attachment;
use super::{answer, platform};
use crate::asking::{parameter, with_parameter};
use crate::gathering::{Fault, Gathering, believed};
use crate::json_fields::Fields;
use crate::platforms::Place;
use crate::refusal::Refusal;
use model::post::Metrics;
use model::reading::Found;
use model::{
    Account, Capture, PageRequest, PageState, PostSeen, PublicUrl, Purpose, Reading, Subject,
    Timestamp, Witness,
};
use serde_json::Value;

/// Reads a wall or the results of a search.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let response = match answer::json(capture) {
        Ok(response) => response,
        Err(refusal) => return refusal.reading(request, Witness::Listing),
    };
    let Some(items) = response.get("items").and_then(Value::as_array) else {
        return Refusal::drift("list_missing", "an answer without items")
            .reading(request, Witness::Listing);
    };
    let mut page = Gathering::new();
    let owner = owner(place, items);
    for (mut seen, gone) in account::all(&response) {
        seen.is_source = owner.as_ref() == Some(&seen.native_id);
        if let (true, Some(finding)) = (seen.is_source, gone) {
            let subject = Subject::Account(Account::id_of(&platform(), &seen.native_id));
            page.reading.found.push(Found { subject, finding, witness: Witness::Listing });
        }
        page.account(seen);
    }
    for item in items {
        if !page.entry() {
            break;
        }
        match post(item, capture.at) {
            Ok((post, mut faults)) => {
                if !page.reading.accounts.iter().any(|one| one.native_id == post.account) {
                    faults.push(("author_missing", "its author is not among those named"));
                }
                page.post(post, faults);
            }
            Err(why) => page.malformed(why),
        }
    }
    let mut reading = page.close(PageState::Empty);
    reading.next.extend(turn(request, &response, items.len()));
    reading
}

/// Whose wall it is: what the source names, or the owner that all posts have.
fn owner(place: &Place<'_>, items: &[Value]) -> Option<String> {
    match place.source.map(Spot::of)? {
        Spot::Numbered(id) => Some(id.to_string()),
        Spot::Named(_) => items.first()?.get("owner_id")?.as_i64().map(|id| id.to_string()),
        Spot::Search(_) => None,
    }
}

fn post(item: &Value, at: Timestamp) -> Result<(PostSeen, Vec<Fault>), &'static str> {
    let number = |name: &str| item.get(name).and_then(Value::as_i64);
    let owner = number("owner_id").or_else(|| number("to_id")).ok_or("no owner")?;
    let id = number("id").filter(|id| *id > 0).ok_or("no id")?;
    let author = number("from_id").unwrap_or(owner);
    let mut faults = Vec::new();
    let native_id = format!("{owner}_{id}");
    let moment = |name: &str| {
        number(name).filter(|at| *at > 0).map(|at| Timestamp::from_ms(at.saturating_mul(1000)))
    };
    let content = attachment::content(item);
    let repeats = item.list("copy_history").first();
    if content.text.is_empty() && content.media.is_empty() && repeats.is_none() {
        faults.push(("text_missing", "a post without text, attachment or what it repeats"));
    }
    let edited_at = moment("edited");
    let count = |name: &str| item.field(name).and_then(|one| one.count("count"));
    let post = PostSeen {
        url: PublicUrl::parse(&format!("{SITE}wall{native_id}")).ok(),
        native_id,
        account: author.to_string(),
        content,
        declared_language: None,
        posted_at: believed(moment("date"), at, &mut faults),
        edited_at,
        edited: edited_at.is_some(),
        reply_to: None,
        forwarded_from: repeats.and_then(name),
        metrics: Metrics {
            views: count("views"),
            likes: count("likes"),
            reposts: count("reposts"),
            replies: count("comments"),
        },
    };
    Ok((post, faults))
}

/// The native id of a post.
pub(super) fn name(item: &Value) -> Option<String> {
    let number = |name: &str| item.get(name).and_then(Value::as_i64);
    Some(format!("{}_{}", number("owner_id").or_else(|| number("to_id"))?, number("id")?))
}

/// The page after this one: a wall counts, a search names where to go on.
fn turn(request: &PageRequest, response: &Value, shown: usize) -> Option<PageRequest> {
    let url = if request.url.url().path().ends_with("newsfeed.search") {
        with_parameter(&request.url, "start_from", &response.text("next_from")?)?
    } else {
        let before =
            parameter(&request.url, "offset").and_then(|it| it.parse().ok()).unwrap_or(0_u64);
        let seen = before.saturating_add(LIMIT);
        if shown == 0 || response.count("count").is_none_or(|all| all <= seen) {
            return None;
        }
        with_parameter(&request.url, "offset", &seen.to_string())?
    };
    (url != request.url).then(|| PageRequest { url, purpose: Purpose::Older, ..request.clone() })
}
