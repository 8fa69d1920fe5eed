//! Pages that show whether an account or a post is still there.

use super::address::{name_of, root_of};
use super::{answer, platform, post};
use crate::asking::{json, segments, under};
use crate::json_fields::Fields;
use crate::plain_text::plain_text;
use crate::refusal::{Refusal, find};
use model::{
    Account, Capture, Finding, PageRequest, PageState, Post, Purpose, Reading, Subject, Witness,
};
use serde_json::Value;

/// The profile, which knows best, after the list of what the account did.
pub(super) fn of_account(account: &Account) -> Vec<PageRequest> {
    let Some(url) = &account.url else { return Vec::new() };
    let root = root_of(url);
    let name = account.profile.handle.as_str();
    let query = [("username", name), ("filter", "5"), ("limit", "1")];
    let pages = [
        under(&root, &["user_actions.json"], &query),
        under(&root, &["u", &format!("{name}.json")], &[]),
    ];
    let about = Subject::Account(account.id);
    pages.into_iter().flatten().map(|url| json(url, Purpose::Account).about(about)).collect()
}

/// The post by its number, and its place in the topic.
pub(super) fn of_post(post: &Post) -> Vec<PageRequest> {
    let Some(url) = &post.url else { return Vec::new() };
    let root = root_of(url);
    let number = post.native_id.rsplit('/').next().unwrap_or_default();
    let own = under(&root, &["posts", &format!("{number}.json")], &[]).ok();
    let parts = segments(url.url());
    let place = match parts.as_slice() {
        [.., topic, at] => under(&root, &["t", topic, &format!("{at}.json")], &[]).ok(),
        _ => None,
    };
    let about = Subject::Post(post.id);
    [own, place].into_iter().flatten().map(|url| json(url, Purpose::Post).about(about)).collect()
}

/// Reads `/posts/<id>.json`.
pub(super) fn read_post(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::PostPage;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let root = root_of(&request.url);
    let own = value.count("id").is_some_and(|id| is_post(id, request, &name_of(&root)));
    if !own {
        return Refusal::drift("post_differs", "the forum answered with another post")
            .reading(request, witness);
    }
    let mut reading = Reading::of(PageState::Aside);
    find(&mut reading, request, post::withheld(&value).unwrap_or(Finding::Seen), witness);
    reading
}

/// Reads the page of a topic as to whether a post is in it.
pub(super) fn read_in_topic(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::Listing;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let Some(stream) = value.pointer("/post_stream/stream").and_then(Value::as_array) else {
        return answer::without_list("a stream").reading(request, witness);
    };
    let name = name_of(&root_of(&request.url));
    let listed = stream.iter().filter_map(Value::as_u64).any(|id| is_post(id, request, &name));
    let mut reading = Reading::of(PageState::Aside);
    let finding = if listed { Finding::Seen } else { Finding::Missing };
    find(&mut reading, request, finding, witness);
    reading
}

fn is_post(id: u64, request: &PageRequest, forum: &str) -> bool {
    let subject = Subject::Post(Post::id_of(&platform(), &format!("{forum}/p/{id}")));
    request.subject == Some(subject)
}

/// Reads `/u/<name>.json`. A name that leads to another account is no witness for ours: it was
/// renamed, or is gone.
pub(super) fn read_account(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::AccountPage;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let root = root_of(&request.url);
    let user = value.field("user");
    let Some(mut seen) = user.and_then(|user| post::account(user, &root)) else {
        return Refusal::drift("account_malformed", "a profile without id or name")
            .reading(request, witness);
    };
    let subject = Subject::Account(Account::id_of(&platform(), &seen.native_id));
    if request.subject.is_some_and(|asked| asked != subject) {
        let mut reading = Refusal::gone(Finding::Missing).reading(request, witness);
        reading.complain("name_reused", "the name belongs to another account now");
        return reading;
    }
    let mut reading = Reading::of(PageState::Aside);
    find(&mut reading, request, Finding::Seen, witness);
    let says = |name: &str| user.is_some_and(|user| user.field(name).is_some());
    if says("suspended_till") {
        reading.complain("account_suspended", "the forum lets it post no more");
    }
    if user.is_some_and(|user| user.says("profile_hidden")) {
        reading.complain("profile_hidden", "it shows its profile to members only");
        return reading;
    }
    let html = |name: &str| user.and_then(|user| user.text(name)).map(|html| plain_text(&html));
    seen.profile.biography = html("bio_cooked").unwrap_or_default();
    seen.profile.links = user.and_then(|user| user.text("website")).into_iter().collect();
    seen.complete = true;
    reading.accounts.push(seen);
    reading
}

/// Reads the list of what an account did. That it comes proves that the name is somebody's.
pub(super) fn read_actions(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::Listing;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    if value.get("user_actions").and_then(Value::as_array).is_none() {
        return answer::without_list("user_actions").reading(request, witness);
    }
    Reading::of(PageState::Aside)
}
