//! Profiles, handles, and what became of a repository.

use super::{actor, failed, found, live_actor, views};
use crate::serve::{Answer, Asked};
use crate::truth::Ending;
use crate::view::{State, View};
use serde_json::{Value, json};

/// `app.bsky.actor.getProfile`.
pub(super) fn profile(view: &View<'_>, asked: &Asked) -> Answer {
    match live_actor(view, asked) {
        Ok(account) => match views::detailed(view, account) {
            Some(value) => found(&value),
            None => failed(400, "InvalidRequest", "Profile not found"),
        },
        Err(refusal) => refusal,
    }
}

/// `app.bsky.actor.getProfiles`: at most 25; those that are gone are left out without a word.
pub(super) fn profiles(view: &View<'_>, asked: &Asked) -> Answer {
    let names: Vec<&str> = asked
        .query
        .iter()
        .filter(|(name, _)| name == "actors" || name == "actors[]")
        .map(|(_, value)| value.as_str())
        .collect();
    if names.len() > 25 {
        return failed(400, "InvalidRequest", "Error: actors must not have more than 25 elements");
    }
    let live = names.into_iter().filter_map(|name| actor(view, name));
    let live = live.filter(|account| view.state(account).is_live());
    let profiles: Vec<Value> = live.filter_map(|account| views::detailed(view, account)).collect();
    found(&json!({ "profiles": profiles }))
}

/// `app.bsky.actor.searchActors`: by handle or shown name.
pub(super) fn search(view: &View<'_>, asked: &Asked) -> Answer {
    let words = asked.parameter("q").or_else(|| asked.parameter("term")).unwrap_or_default();
    let words = words.to_lowercase();
    let fits = |account: &&crate::truth::AccountTruth| {
        view.state(account).is_live()
            && view.truth.account(&account.key).and_then(|own| view.name(own)).is_some_and(|name| {
                name.handle.contains(&words) || name.display_name.to_lowercase().contains(&words)
            })
    };
    let actors: Vec<Value> = view
        .accounts("bluesky")
        .filter(fits)
        .take(25)
        .filter_map(|account| views::basic(view, account))
        .collect();
    found(&json!({ "actors": actors }))
}

/// `com.atproto.identity.resolveHandle`: the present handle only.
pub(super) fn resolve(view: &View<'_>, asked: &Asked) -> Answer {
    let handle = asked.parameter("handle").unwrap_or_default();
    let known = |state| !matches!(state, State::Unborn | State::Ended(Ending::Deleted));
    match view.by_handle("bluesky", handle).filter(|account| known(view.state(account))) {
        Some(account) => found(&json!({ "did": account.number })),
        None => failed(400, "InvalidRequest", "Unable to resolve handle"),
    }
}

/// `com.atproto.sync.getRepoStatus`.
pub(super) fn status(view: &View<'_>, asked: &Asked) -> Answer {
    let did = asked.parameter("did").unwrap_or_default();
    let Some(account) = view.by_number("bluesky", did) else {
        return failed(400, "RepoNotFound", &format!("Could not find repo for DID: {did}"));
    };
    let status = match view.state(account) {
        State::Live | State::Unborn => None,
        State::Ended(Ending::TakenDown) => Some("takendown"),
        State::Ended(Ending::Suspended) => Some("suspended"),
        State::Ended(Ending::Deleted) => Some("deleted"),
        State::Ended(Ending::Private) => Some("deactivated"),
    };
    match status {
        None => {
            let latest = view.posts(account).last().map_or("3jzfcijpj2z2a", |s| &s.post.number);
            found(&json!({"did": did, "active": true, "rev": latest}))
        }
        Some(status) => found(&json!({"did": did, "active": false, "status": status})),
    }
}
