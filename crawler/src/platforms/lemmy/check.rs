//! Pages that show whether an account or a post is still there: the API of its own server, and its
//! ActivityPub object.

use super::address::{Version, ask};
use super::community::{onward, taken_away};
use super::{answer, platform};
use crate::asking::{parameter, segments};
use crate::json_fields::Fields;
use crate::refusal::{Refusal, find};
use model::{
    Account, Capture, Finding, PageRequest, PageState, Post, PublicUrl, Purpose, Reading, Subject,
    Witness,
};
use serde_json::Value;

/// How ActivityPub objects are asked for.
const OBJECT: &str = "application/activity+json";

/// The account's own server is asked, by its API and for the object.
pub(super) fn of_account(account: &Account) -> Vec<PageRequest> {
    let Ok(url) = PublicUrl::parse(&account.native_id) else { return Vec::new() };
    let handle = account.profile.handle.as_str();
    let name = handle.split_once('@').map_or(handle, |(name, _)| name);
    let named = url.join("/").ok().filter(|_| !name.is_empty()).and_then(|root| {
        ask(
            &root,
            Version::Three,
            &["user"],
            &[("username", name), ("limit", "1")],
            Purpose::Account,
        )
    });
    let about = Subject::Account(account.id);
    let pages = [Some(object(url, Purpose::Account)), named];
    pages.into_iter().flatten().map(|page| page.about(about)).collect()
}

/// The post's own server is asked, by its API and for the object. A comment has a number of its own.
pub(super) fn of_post(post: &Post) -> Vec<PageRequest> {
    let Ok(url) = PublicUrl::parse(&post.native_id) else { return Vec::new() };
    let parts = segments(url.url());
    let numbered = match parts.as_slice() {
        [kind, id] if matches!(&**kind, "post" | "comment") => url
            .join("/")
            .ok()
            .and_then(|root| ask(&root, Version::Three, &[kind], &[("id", id)], Purpose::Post)),
        _ => None,
    };
    let about = Subject::Post(post.id);
    let pages = [numbered, Some(object(url, Purpose::Post))];
    pages.into_iter().flatten().map(|page| page.about(about)).collect()
}

fn object(url: PublicUrl, purpose: Purpose) -> PageRequest {
    PageRequest { accept: Some(OBJECT.to_owned()), ..PageRequest::new(url, purpose) }
}

/// The same question in version 4, for a server that does not speak version 3.
pub(super) fn again(request: &PageRequest) -> Option<PageRequest> {
    let root = request.url.join("/").ok()?;
    let parts = segments(request.url.url());
    let value = |name: &str| parameter(&request.url, name);
    let next = match parts.last().map(String::as_str)? {
        "user" => {
            let name = value("username")?;
            ask(&root, Version::Four, &["person"], &[("username", &name)], request.purpose)
        }
        kind => {
            let id = value("id")?;
            ask(&root, Version::Four, &[kind], &[("id", &id)], request.purpose)
        }
    }?;
    Some(PageRequest { subject: request.subject, ..next })
}

/// Reads one post or comment.
pub(super) fn read_post(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::PostPage;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => {
            let older = request.url.url().path().contains("/v3/");
            if older && answer::speaks_another(&refusal) {
                return onward(again(request));
            }
            return refusal.reading(request, witness);
        }
    };
    let places = ["/comment_view/comment", "/post_view/post"];
    let own = places.into_iter().find_map(|place| value.pointer(place));
    let id = own.and_then(|own| own.text("ap_id"));
    let subject = id.map(|id| Subject::Post(Post::id_of(&platform(), &id)));
    if own.is_none() || subject != request.subject {
        return Refusal::drift("post_differs", "the server answered with another post")
            .reading(request, witness);
    }
    let gone = own.and_then(taken_away);
    let mut reading = Reading::of(if gone.is_some() { PageState::Gone } else { PageState::Aside });
    find(&mut reading, request, gone.unwrap_or(Finding::Seen), witness);
    reading
}

/// Reads an ActivityPub object (W3C ActivityStreams 2.0): a tombstone stands where something was.
pub(super) fn read_object(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::Directory;
    if !matches!(capture.status, 200..=299) {
        return Refusal::of_status(capture).reading(request, witness);
    }
    let value = serde_json::from_slice::<Value>(&capture.body).unwrap_or_default();
    let id = value.text("id").unwrap_or_default();
    let own = match request.subject {
        Some(Subject::Account(asked)) => Account::id_of(&platform(), &id) == asked,
        Some(Subject::Post(asked)) => Post::id_of(&platform(), &id) == asked,
        None => false,
    };
    let refusal = match value.text("type").as_deref() {
        Some("Tombstone") => Refusal::gone(Finding::Deleted),
        Some(_) if own => {
            let mut reading = Reading::of(PageState::Aside);
            find(&mut reading, request, Finding::Seen, witness);
            return reading;
        }
        _ => Refusal::blind(PageState::Aside, "object_unclear", "no object of the subject"),
    };
    refusal.reading(request, witness)
}
