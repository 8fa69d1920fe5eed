//! Account and Status, as the API writes them.

use super::{INSTANCE, html, moment, named};
use crate::serve::escape;
use crate::truth::{AccountTruth, Ending};
use crate::view::{Shown, State, View};
use model::Timestamp;
use serde_json::{Value, json};

/// An Account; a suspended one is an empty shell with `suspended: true`.
pub(super) fn account(view: &View<'_>, account: &AccountTruth, base: &str) -> Option<Value> {
    let (account, name) = named(view, view.truth.account(&account.key)?)?;
    let suspended = view.state(account) == State::Ended(Ending::Suspended);
    let posts = if suspended { Vec::new() } else { view.posts(account) };
    let born = view.born(account)?;
    let joined = account.number.parse::<u64>().unwrap_or(0) >> 16;
    let joined = i64::try_from(joined).map_or(born, Timestamp::from_ms);
    let text = |text: &str| if suspended { String::new() } else { text.to_owned() };
    let missing = |kind: &str| format!("{base}{kind}/original/missing.png");
    let mut value = json!({
        "id": account.number,
        "username": name.handle,
        "acct": name.handle,
        "display_name": text(&name.display_name),
        "locked": view.state(account) == State::Ended(Ending::Private),
        "bot": false,
        "discoverable": !suspended,
        "indexable": !suspended,
        "group": false,
        "created_at": joined.utc().format("%Y-%m-%dT00:00:00.000Z").to_string(),
        "note": note(&text(&account.biography), base),
        "url": format!("{base}@{}", name.handle),
        "uri": account.native_id,
        "avatar": missing("avatars"),
        "avatar_static": missing("avatars"),
        "avatar_description": "",
        "header": missing("headers"),
        "header_static": missing("headers"),
        "header_description": "",
        "followers_count": if suspended { 0 } else { followers(account) },
        "following_count": if suspended { 0 } else { followers(account) % 97 },
        "statuses_count": posts.len(),
        "last_status_at": posts.last().map(|s| s.post.posted_at.utc().format("%Y-%m-%d").to_string()),
        "hide_collections": null,
        "show_media": true,
        "show_media_replies": true,
        "show_featured": true,
        "noindex": false,
        "feature_approval": {"automatic": ["public"], "manual": [], "current_user": "denied"},
        "emojis": [],
        "roles": [],
        "fields": [],
    });
    if suspended && let Some(fields) = value.as_object_mut() {
        fields.insert("suspended".to_owned(), json!(true));
    }
    Some(value)
}

fn followers(account: &AccountTruth) -> u64 {
    crate::chance::fnv(account.key.as_bytes()) % 2400
}

fn note(text: &str, base: &str) -> String {
    if text.is_empty() { String::new() } else { html::content(text, base) }
}

/// A Status.
pub(super) fn status(view: &View<'_>, shown: &Shown<'_>, base: &str) -> Option<Value> {
    let owner = view.truth.account(&shown.post.account)?;
    let (owner, name) = named(view, owner)?;
    let post = shown.post;
    let posts = view.posts(owner);
    let answered = post.dress.reply_to.as_ref();
    let answered = answered.filter(|id| posts.iter().any(|other| &&other.post.number == id));
    let tags: Vec<Value> = crate::invent::tags(&shown.version.text)
        .into_iter()
        .map(|tag| {
            let path: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
            json!({"name": tag, "url": format!("{base}tags/{path}")})
        })
        .collect();
    Some(json!({
        "id": post.number,
        "created_at": moment(post.posted_at),
        "in_reply_to_id": answered,
        "in_reply_to_account_id": answered.map(|_| owner.number.as_str()),
        "sensitive": false,
        "spoiler_text": "",
        "visibility": "public",
        "language": post.declared_language,
        "uri": post.native_id,
        "url": format!("{base}@{}/{}", name.handle, post.number),
        "replies_count": 0,
        "reblogs_count": view.crowd(post, 20),
        "favourites_count": view.crowd(post, 60),
        "quotes_count": 0,
        "edited_at": shown.edited_at.map(moment),
        "content": html::content(&shown.version.text, base),
        "filtered": [],
        "reblog": null,
        "application": null,
        "account": account(view, owner, base)?,
        "media_attachments": media(shown, base),
        "mentions": [],
        "tags": tags,
        "emojis": [],
        "tagged_collections": [],
        "quote": null,
        "card": null,
        "poll": null,
        "quote_approval": {"automatic": ["public"], "manual": [], "current_user": "denied"},
    }))
}

fn media(shown: &Shown<'_>, base: &str) -> Vec<Value> {
    let photo = |at: u8| {
        let file = format!("{}-{at}.jpg", shown.post.number);
        json!({
            "id": format!("{}{at}", shown.post.number),
            "type": "image",
            "url": format!("{base}system/media_attachments/files/{file}"),
            "preview_url": format!("{base}system/media_attachments/files/small-{file}"),
            "remote_url": null,
            "preview_remote_url": null,
            "text_url": null,
            "meta": {},
            "description": null,
            "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
        })
    };
    (0..shown.post.dress.photos).map(photo).collect()
}

/// One state in a status's history.
pub(super) fn edit(view: &View<'_>, shown: &Shown<'_>, base: &str) -> Vec<Value> {
    let owner = view.truth.account(&shown.post.account);
    let owner = owner.and_then(|owner| account(view, owner, base));
    let past = shown.post.versions.iter().filter(|version| version.at <= view.now);
    past.map(|version| {
        json!({
            "content": html::content(&version.text, base),
            "spoiler_text": "",
            "sensitive": false,
            "created_at": moment(version.at),
            "account": owner,
            "media_attachments": media(shown, base),
            "emojis": [],
        })
    })
    .collect()
}

/// A title for a page.
pub(super) fn page_title(shown_name: &str, handle: &str) -> String {
    let host = INSTANCE.trim_start_matches("https://").trim_end_matches('/');
    format!("{} (@{handle}@{host})", escape(shown_name))
}
