//! Single posts.

use super::{failed, found, views};
use crate::serve::{Answer, Asked};
use crate::truth::AccountTruth;
use crate::view::{Shown, View};
use serde_json::{Value, json};

/// `app.bsky.feed.getPosts`: at most 25; those that are gone are left out without a word.
pub(super) fn list(view: &View<'_>, asked: &Asked) -> Answer {
    let uris: Vec<&str> = asked
        .query
        .iter()
        .filter(|(name, _)| name == "uris" || name == "uris[]")
        .map(|(_, value)| value.as_str())
        .collect();
    if uris.is_empty() {
        return failed(400, "InvalidRequest", "Error: Params must have the property \"uris\"");
    }
    if uris.len() > 25 {
        return failed(400, "InvalidRequest", "Error: uris must not have more than 25 elements");
    }
    let shown = uris.into_iter().filter_map(|uri| find(view, uri));
    let posts: Vec<Value> =
        shown.filter_map(|(account, shown)| views::post(view, account, &shown)).collect();
    found(&json!({ "posts": posts }))
}

/// `app.bsky.feed.getPostThread`.
pub(super) fn thread(view: &View<'_>, asked: &Asked) -> Answer {
    let uri = asked.parameter("uri").unwrap_or_default();
    let Some((account, shown)) = find(view, uri) else {
        return failed(400, "NotFound", &format!("Post not found: {uri}"));
    };
    let of = |shown: &Shown<'_>| views::post(view, account, shown);
    let all = view.posts(account);
    let own = &shown.post.number;
    let replies: Vec<Value> = all
        .iter()
        .filter(|other| other.post.dress.reply_to.as_ref() == Some(own))
        .filter_map(of)
        .map(|post| json!({"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": []}))
        .collect();
    let mut value = json!({"$type": "app.bsky.feed.defs#threadViewPost",
        "post": of(&shown), "replies": replies});
    let answered = shown.post.dress.reply_to.as_ref();
    let parent = all.iter().find(|other| Some(&other.post.number) == answered).and_then(of);
    if let (Some(parent), Some(fields)) = (parent, value.as_object_mut()) {
        let parent = json!({"$type": "app.bsky.feed.defs#threadViewPost", "post": parent});
        fields.insert("parent".to_owned(), parent);
    }
    found(&json!({ "thread": value }))
}

/// The post of that address, by DID or handle, if it can be seen.
fn find<'w>(view: &View<'w>, uri: &str) -> Option<(&'w AccountTruth, Shown<'w>)> {
    let mut parts = uri.strip_prefix("at://")?.split('/');
    let (owner, collection, key) = (parts.next()?, parts.next()?, parts.next()?);
    let account = super::actor(view, owner).filter(|account| view.state(account).is_live())?;
    let shown = view.posts(account).into_iter().find(|shown| shown.post.number == key)?;
    (collection == "app.bsky.feed.post").then_some((account, shown))
}
