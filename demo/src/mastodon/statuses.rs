//! Statuses: of an account, of a hashtag, one by one; paging by `Link`.

use super::{accounts, entities, error, json_answer};
use crate::serve::{Answer, Asked};
use crate::truth::Ending;
use crate::view::{Shown, State, View};
use serde_json::{Value, json};
use url::form_urlencoded;

/// Statuses on a page, unless asked otherwise; and at most.
const USUAL: usize = 20;
const MOST: usize = 40;

/// `accounts/:id/statuses`. There are no boosts in this world, so `exclude_reblogs` changes nothing.
pub(super) fn of_account(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let account = view.by_number("mastodon", id).filter(|account| accounts::known(view, account));
    let Some(account) = account else { return error(404, "Record not found") };
    // Nothing of a suspended account is shown, and nothing meant for followers.
    let mut posts = if view.state(account).is_live() { view.posts(account) } else { Vec::new() };
    if asked.parameter("exclude_replies") == Some("true") {
        posts.retain(|shown| shown.post.dress.reply_to.is_none());
    }
    if let Some(tag) = asked.parameter("tagged") {
        posts.retain(|shown| has_tag(shown, tag));
    }
    page(view, asked, posts)
}

/// `timelines/tag/:tag`; one hashtag of this instance is for members only.
pub(super) fn of_tag(view: &View<'_>, asked: &Asked, tag: &str) -> Answer {
    let tag = tag.to_lowercase();
    if view.truth.hashtags.iter().any(|known| known.tag == tag && !known.open) {
        return error(401, "The access token is invalid");
    }
    let live = view.accounts("mastodon").filter(|account| view.state(account).is_live());
    let mut posts: Vec<Shown<'_>> =
        live.flat_map(|account| view.posts(account)).filter(|shown| has_tag(shown, &tag)).collect();
    posts.sort_by_key(number);
    page(view, asked, posts)
}

fn has_tag(shown: &Shown<'_>, tag: &str) -> bool {
    crate::invent::tags(&shown.version.text).iter().any(|own| own == &tag.to_lowercase())
}

fn number(shown: &Shown<'_>) -> u64 {
    shown.post.number.parse().unwrap_or(0)
}

/// A page of statuses, which come oldest first: newest first as asked by `limit`, `max_id`,
/// `since_id` and `min_id` (the last one contiguous: the oldest after it).
fn page(view: &View<'_>, asked: &Asked, posts: Vec<Shown<'_>>) -> Answer {
    let id = |name: &str| asked.parameter(name).and_then(|id| id.parse::<u64>().ok());
    let limit = asked.parameter("limit").and_then(|limit| limit.parse::<usize>().ok());
    let limit = limit.unwrap_or(USUAL).clamp(1, MOST);
    let (max, min, since) = (id("max_id"), id("min_id"), id("since_id"));
    let floor = min.max(since);
    let fits = |shown: &Shown<'_>| {
        max.is_none_or(|max| number(shown) < max) && floor.is_none_or(|low| number(shown) > low)
    };
    let fitting: Vec<Shown<'_>> = posts.into_iter().filter(fits).collect();
    let chosen = if min.is_some() {
        fitting.get(..limit.min(fitting.len())).unwrap_or_default()
    } else {
        fitting.get(fitting.len().saturating_sub(limit)..).unwrap_or_default()
    };
    let base = asked.base();
    let statuses: Vec<Value> =
        chosen.iter().rev().filter_map(|shown| entities::status(view, shown, &base)).collect();
    let answer = json_answer(200, &Value::Array(statuses));
    match (chosen.first(), chosen.last()) {
        (Some(oldest), Some(newest)) => {
            answer.with("link", link(asked, &oldest.post.number, &newest.post.number))
        }
        // An empty page has no Link header.
        _ => answer,
    }
}

fn link(asked: &Asked, oldest: &str, newest: &str) -> String {
    let path: Vec<String> = asked
        .path
        .iter()
        .map(|part| form_urlencoded::byte_serialize(part.as_bytes()).collect())
        .collect();
    let address = |name: &str, id: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (own, value) in &asked.query {
            if !matches!(own.as_str(), "max_id" | "min_id" | "since_id") {
                query.append_pair(own, value);
            }
        }
        query.append_pair(name, id);
        format!("{}{}?{}", asked.base(), path.join("/"), query.finish())
    };
    format!(
        "<{}>; rel=\"next\", <{}>; rel=\"prev\"",
        address("max_id", oldest),
        address("min_id", newest)
    )
}

/// The status of that id, if anybody may see it.
pub(super) fn find<'w>(view: &View<'w>, id: &str) -> Option<Shown<'w>> {
    let post = view
        .truth
        .posts
        .iter()
        .find(|post| post.number == id && post.account.starts_with("mastodon/"))?;
    let account = view.truth.account(&post.account)?;
    let live = view.state(account).is_live();
    let shown = view.posts(account).into_iter().find(|shown| shown.post.number == id)?;
    live.then_some(shown)
}

/// `statuses/:id`.
pub(super) fn one(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let entity = find(view, id).and_then(|shown| entities::status(view, &shown, &asked.base()));
    entity.map_or_else(|| error(404, "Record not found"), |entity| json_answer(200, &entity))
}

/// `statuses/:id/context`.
pub(super) fn context(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let Some(shown) = find(view, id) else { return error(404, "Record not found") };
    let base = asked.base();
    let of = |wanted: &dyn Fn(&Shown<'_>) -> bool| -> Vec<Value> {
        let account = view.truth.account(&shown.post.account);
        let posts = account.map(|account| view.posts(account)).unwrap_or_default();
        posts
            .iter()
            .filter(|s| wanted(s))
            .filter_map(|s| entities::status(view, s, &base))
            .collect()
    };
    let ancestors = of(&|other| shown.post.dress.reply_to.as_ref() == Some(&other.post.number));
    let descendants = of(&|other| other.post.dress.reply_to.as_deref() == Some(id));
    json_answer(200, &json!({"ancestors": ancestors, "descendants": descendants}))
}

/// `statuses/:id/history`.
pub(super) fn history(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let Some(shown) = find(view, id) else { return error(404, "Record not found") };
    json_answer(200, &Value::Array(entities::edit(view, &shown, &asked.base())))
}

/// Whether an account's page says 410 rather than 404: it was there, and it is gone for good.
pub(super) fn gone(view: &View<'_>, name: &str) -> Option<u16> {
    let account = view.by_handle("mastodon", name)?;
    match view.state(account) {
        State::Ended(Ending::Deleted | Ending::TakenDown) => Some(410),
        State::Ended(Ending::Suspended) => Some(403),
        _ => None,
    }
}
