//! `app.bsky.feed.getAuthorFeed`.

use super::{actor, failed, found, views};
use crate::serve::{Answer, Asked};
use crate::view::{Shown, View};
use serde_json::{Value, json};

const USUAL: usize = 50;
const MOST: usize = 100;

/// Newest first; the cursor is `<ms>__<cid>` of the last post shown, and like the real one it is
/// also given with the last page, so that only an empty page proves the end.
pub(super) fn of_author(view: &View<'_>, asked: &Asked) -> Answer {
    let unknown = || failed(400, "InvalidRequest", "Profile not found");
    let Some(name) = asked.parameter("actor") else {
        return failed(400, "InvalidRequest", "Error: Params must have the property \"actor\"");
    };
    // Recorded: whatever became of an account, its feed says only this.
    let Some(account) = actor(view, name).filter(|account| view.state(account).is_live()) else {
        return unknown();
    };
    let limit = match asked.parameter("limit").map(str::parse::<usize>) {
        None => USUAL,
        Some(Ok(limit @ 1..=MOST)) => limit,
        Some(_) => {
            return failed(400, "InvalidRequest", "Error: limit must be between 1 and 100");
        }
    };
    let mut posts = view.posts(account);
    posts.reverse();
    if asked.parameter("filter") == Some("posts_no_replies") {
        posts.retain(|shown| shown.post.dress.reply_to.is_none());
    }
    if asked.parameter("filter") == Some("posts_with_media") {
        posts.retain(|shown| shown.post.dress.photos > 0);
    }
    let from = match asked.parameter("cursor") {
        None => 0,
        Some(cursor) => match place(cursor) {
            Some(mark) => posts.partition_point(|shown| key(shown) >= mark),
            None => return failed(400, "InvalidRequest", "Malformed cursor"),
        },
    };
    let chosen = posts.get(from..(from + limit).min(posts.len())).unwrap_or_default();
    let feed: Vec<Value> = chosen
        .iter()
        .filter_map(|shown| views::post(view, account, shown))
        .map(|post| json!({ "post": post }))
        .collect();
    let mut value = json!({ "feed": feed });
    if let (Some(last), Some(fields)) = (chosen.last(), value.as_object_mut()) {
        let (ms, cid) = key(last);
        fields.insert("cursor".to_owned(), json!(format!("{ms}__{cid}")));
    }
    found(&value)
}

fn key(shown: &Shown<'_>) -> (i64, String) {
    (shown.post.posted_at.ms(), views::cid(shown.post))
}

fn place(cursor: &str) -> Option<(i64, String)> {
    let (ms, cid) = cursor.split_once("__")?;
    Some((ms.parse().ok()?, cid.to_owned()))
}
