//! Profile and post views.

use super::facets::facets;
use crate::invent::content_id;
use crate::truth::{AccountTruth, Oddity, PostTruth};
use crate::view::{Shown, View};
use chrono::SecondsFormat;
use model::Timestamp;
use serde_json::{Value, json};

/// `2026-11-23T21:41:38.311Z`.
pub(super) fn moment(at: Timestamp) -> String {
    at.utc().to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn labels(account: &AccountTruth) -> Value {
    if account.oddity != Some(Oddity::NoUnauthenticated) {
        return json!([]);
    }
    let did = &account.number;
    let uri = format!("at://{did}/app.bsky.actor.profile/self");
    json!([{"src": did, "uri": uri, "cid": content_id(did), "val": "!no-unauthenticated",
        "cts": "1970-01-01T00:00:00.000Z"}])
}

/// `app.bsky.actor.defs#profileViewBasic`.
pub(super) fn basic(view: &View<'_>, account: &AccountTruth) -> Option<Value> {
    let account = view.truth.account(&account.key)?;
    let name = view.name(account)?;
    Some(json!({
        "did": account.number,
        "handle": name.handle,
        "displayName": name.display_name,
        "labels": labels(account),
        "createdAt": moment(view.born(account)?),
    }))
}

/// `app.bsky.actor.defs#profileViewDetailed`.
pub(super) fn detailed(view: &View<'_>, account: &AccountTruth) -> Option<Value> {
    let mut value = basic(view, account)?;
    let followers = crate::chance::fnv(account.key.as_bytes()) % 3100;
    let fields = value.as_object_mut()?;
    let more = json!({
        "associated": {"lists": 0, "feedgens": 0, "starterPacks": 0, "labeler": false},
        "description": account.biography,
        "indexedAt": moment(view.born(account)?.plus_secs(5)),
        "followersCount": followers,
        "followsCount": followers % 211,
        "postsCount": view.posts(account).len(),
    });
    for (name, value) in more.as_object()? {
        fields.insert(name.clone(), value.clone());
    }
    Some(value)
}

/// `app.bsky.feed.defs#postView`.
pub(super) fn post(view: &View<'_>, account: &AccountTruth, shown: &Shown<'_>) -> Option<Value> {
    let post = shown.post;
    let mut value = json!({
        "uri": post.native_id,
        "cid": cid(post),
        "author": basic(view, account)?,
        "record": record(account, shown),
        "replyCount": 0,
        "repostCount": view.crowd(post, 25),
        "likeCount": view.crowd(post, 70),
        "quoteCount": 0,
        "indexedAt": moment(post.posted_at.plus_ms(420)),
        "labels": [],
    });
    if post.dress.photos > 0
        && let Some(fields) = value.as_object_mut()
    {
        let image = |at: u8| {
            let file = content_id(&format!("{}/{at}", post.native_id));
            let address = |size: &str| {
                format!("https://cdn.bsky.example/img/{size}/plain/{}/{file}@jpeg", account.number)
            };
            json!({"thumb": address("feed_thumbnail"), "fullsize": address("feed_fullsize"), "alt": ""})
        };
        let images: Vec<Value> = (0..post.dress.photos).map(image).collect();
        fields.insert(
            "embed".to_owned(),
            json!({"$type": "app.bsky.embed.images#view", "images": images}),
        );
    }
    Some(value)
}

/// The content id of a post's record.
pub(super) fn cid(post: &PostTruth) -> String {
    content_id(&post.native_id)
}

/// `app.bsky.feed.post`.
fn record(account: &AccountTruth, shown: &Shown<'_>) -> Value {
    let post = shown.post;
    let mut value = json!({
        "$type": "app.bsky.feed.post",
        "text": shown.version.text,
        "createdAt": moment(post.posted_at),
    });
    let Some(fields) = value.as_object_mut() else { return value };
    if let Some(language) = &post.declared_language {
        fields.insert("langs".to_owned(), json!([language]));
    }
    let facets = facets(&shown.version.text);
    if !facets.is_empty() {
        fields.insert("facets".to_owned(), Value::Array(facets));
    }
    if let Some(answered) = &post.dress.reply_to {
        let uri = format!("at://{}/app.bsky.feed.post/{answered}", account.number);
        let of = json!({"cid": content_id(&uri), "uri": uri});
        fields.insert("reply".to_owned(), json!({"root": of, "parent": of}));
    }
    if post.dress.photos > 0 {
        let image = |at: u8| {
            let link = content_id(&format!("{}/{at}", post.native_id));
            json!({"alt": "", "image": {"$type": "blob", "ref": {"$link": link},
                "mimeType": "image/jpeg", "size": 204_800}})
        };
        let images: Vec<Value> = (0..post.dress.photos).map(image).collect();
        fields.insert(
            "embed".to_owned(),
            json!({"$type": "app.bsky.embed.images", "images": images}),
        );
    }
    value
}
