//! Pages that show whether an account or a post is still there.

use super::account;
use super::address::call;
use super::wall::name;
use super::{answer, platform};
use crate::json_fields::Fields;
use crate::refusal::{Refusal, find};
use model::{
    Account, Capture, Finding, PageRequest, PageState, Post, PublicUrl, Purpose, Reading, Subject,
    Witness,
};

/// The wall, and then the account itself, which knows best.
pub(super) fn of_account(base: &PublicUrl, account: &Account) -> Vec<PageRequest> {
    let Ok(owner) = account.native_id.parse::<i64>() else { return Vec::new() };
    let id = owner.unsigned_abs().to_string();
    let purpose = Purpose::Account;
    let own = if owner < 0 {
        let query =
            [("group_id", id.as_str()), ("fields", "description,members_count,site,status")];
        call(base, "groups.getById", &query, purpose)
    } else {
        let query = [
            ("user_ids", id.as_str()),
            ("fields", "about,site,status,screen_name,followers_count"),
        ];
        call(base, "users.get", &query, purpose)
    };
    let wall = call(base, "wall.get", &[("owner_id", &account.native_id), ("count", "1")], purpose);
    let about = Subject::Account(account.id);
    [wall, own].into_iter().flatten().map(|page| page.about(about)).collect()
}

/// The post by its number.
pub(super) fn of_post(base: &PublicUrl, post: &Post) -> Vec<PageRequest> {
    let page = call(base, "wall.getById", &[("posts", &post.native_id)], Purpose::Post);
    page.map(|page| page.about(Subject::Post(post.id))).into_iter().collect()
}

/// Reads `wall.getById`, which leaves out what is not there. Older versions answer a bare list.
pub(super) fn read_post(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::PostPage;
    let response = match answer::json(capture) {
        Ok(response) => response,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let Some(items) = response.get("items").unwrap_or(&response).as_array() else {
        return Refusal::drift("list_missing", "an answer without items").reading(request, witness);
    };
    let own = items.iter().find(|item| {
        let id = name(item).map(|name| Post::id_of(&platform(), &name));
        id.is_some_and(|id| request.subject == Some(Subject::Post(id)))
    });
    let finding = match own {
        None => Finding::Missing,
        Some(item) if item.says("is_deleted") => Finding::Deleted,
        Some(_) => Finding::Seen,
    };
    let there = finding == Finding::Seen;
    let mut reading = Reading::of(if there { PageState::Aside } else { PageState::Gone });
    find(&mut reading, request, finding, witness);
    reading
}

/// Reads a wall as to whether its owner is there: it is refused for an owner who is not.
pub(super) fn read_wall(capture: &Capture) -> Reading {
    let request = &capture.request;
    match answer::json(capture) {
        Ok(response) if response.get("items").is_some() => {
            let mut reading = Reading::of(PageState::Aside);
            find(&mut reading, request, Finding::Seen, Witness::Listing);
            reading
        }
        Ok(_) => Refusal::drift("list_missing", "an answer without items")
            .reading(request, Witness::Listing),
        Err(refusal) => refusal.reading(request, Witness::Listing),
    }
}

/// Reads `groups.getById` or `users.get`.
pub(super) fn read_account(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::AccountPage;
    let response = match answer::json(capture) {
        Ok(response) => response,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let community = request.url.url().path().ends_with("groups.getById");
    // Version 5.199 puts communities under `groups`; people, and communities before, are a list.
    let Some(list) = response.get("groups").unwrap_or(&response).as_array() else {
        return Refusal::drift("list_missing", "an answer without a list")
            .reading(request, witness);
    };
    let Some(first) = list.first() else {
        return Refusal::gone(Finding::Missing).reading(request, witness);
    };
    let subject = account::seen(first, community).map(|mut seen| {
        seen.complete = true;
        (Subject::Account(Account::id_of(&platform(), &seen.native_id)), seen)
    });
    let Some((_, seen)) = subject.filter(|(own, _)| request.subject == Some(*own)) else {
        return Refusal::drift("account_malformed", "no id, or that of another account")
            .reading(request, witness);
    };
    if let Some(finding) = account::gone(first) {
        return Refusal::gone(finding).reading(request, witness);
    }
    let closed = first.says("is_closed") || first.count("is_closed").is_some_and(|it| it > 0);
    let mut reading = Reading::of(PageState::Aside);
    if closed {
        reading.state = PageState::NotPublic;
        reading.complain("account_closed", "shown to its friends or members only");
    }
    find(&mut reading, request, if closed { Finding::Private } else { Finding::Seen }, witness);
    reading.accounts.push(seen);
    reading
}
