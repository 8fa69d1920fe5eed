//! Pages that show whether an account or a post is still there.

use super::address::{ask, post_id};
use super::listing::children;
use super::{answer, thing};
use crate::json_fields::Fields;
use crate::refusal::{Refusal, find};
use model::{
    Account, Capture, Finding, PageRequest, PageState, Post, PublicUrl, Purpose, Reading, Subject,
    Witness,
};
use serde_json::Value;

/// The list of what a user posted, and the page of the user, which knows best.
pub(super) fn of_account(base: &PublicUrl, account: &Account) -> Vec<PageRequest> {
    let name = account.profile.handle.as_str();
    if name.is_empty() {
        return Vec::new();
    }
    let pages = [
        ask(base, &["user", name, "overview"], &[("limit", "1")], Purpose::Account),
        ask(base, &["user", name, "about"], &[], Purpose::Account),
    ];
    let about = Subject::Account(account.id);
    pages.into_iter().flatten().map(|page| page.about(about)).collect()
}

/// The thing by its name; and for a post, its page with the comments.
pub(super) fn of_post(base: &PublicUrl, post: &Post) -> Vec<PageRequest> {
    let id = post.native_id.as_str();
    let own = ask(base, &["api", "info"], &[("id", id)], Purpose::Post);
    let thread = id
        .strip_prefix("t3_")
        .and_then(|number| ask(base, &["comments", number], &[("limit", "1")], Purpose::Post));
    let about = Subject::Post(post.id);
    [own, thread].into_iter().flatten().map(|page| page.about(about)).collect()
}

/// Reads `/api/info`, which leaves out what is not there.
pub(super) fn read_info(capture: &Capture) -> Reading {
    match answer::json(capture) {
        Ok(value) => one(capture, &value, Witness::PostPage),
        Err(refusal) => refusal.reading(&capture.request, Witness::PostPage),
    }
}

/// Reads `/comments/<number>`: two lists, of which the first holds the post.
pub(super) fn read_thread(capture: &Capture) -> Reading {
    match answer::json(capture) {
        Ok(value) => one(capture, value.get(0).unwrap_or(&Value::Null), Witness::Directory),
        Err(refusal) => refusal.reading(&capture.request, Witness::Directory),
    }
}

fn one(capture: &Capture, value: &Value, witness: Witness) -> Reading {
    let request = &capture.request;
    let Some(list) = children(value) else {
        return Refusal::drift("list_missing", "an answer without children")
            .reading(request, witness);
    };
    let own = list.iter().filter_map(|thing| thing.field("data")).find(|data| {
        let id = data.text("name").unwrap_or_default();
        request.subject == Some(Subject::Post(post_id(&id)))
    });
    let gone = match own {
        None => Some(Finding::Missing),
        Some(data) => thing::taken_away(data),
    };
    let mut reading = Reading::of(if gone.is_some() { PageState::Gone } else { PageState::Aside });
    find(&mut reading, request, gone.unwrap_or(Finding::Seen), witness);
    reading
}

/// Reads the list of what a user posted. That it comes proves that the name is somebody's.
pub(super) fn read_overview(capture: &Capture) -> Reading {
    let request = &capture.request;
    match answer::json(capture) {
        Ok(value) if children(&value).is_some() => Reading::of(PageState::Aside),
        Ok(_) => Refusal::drift("list_missing", "an answer without children")
            .reading(request, Witness::Listing),
        Err(refusal) => refusal.reading(request, Witness::Listing),
    }
}
