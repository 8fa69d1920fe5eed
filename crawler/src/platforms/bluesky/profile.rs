//! Accounts: the profile view, wherever it stands, and the pages that know an account.

use super::address::{self, ask, platform, profile_page};
use super::answer;
use super::label;
use super::syntax::{is_did, is_handle};
use crate::json_fields::Fields;
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::reading::Found;
use model::{
    Account, AccountProfile, AccountSeen, Capture, Finding, Handle, PageRequest, PageState,
    PublicUrl, Purpose, Reading, Subject, Witness,
};
use serde_json::Value;

/// Reads a profile view (basic, usual or detailed); nothing if it has no DID.
pub(super) fn view(value: &Value, base: &PublicUrl, complete: bool) -> Option<AccountSeen> {
    let did = value.text("did").filter(|did| is_did(did))?;
    let handle = value.text("handle").filter(|handle| is_handle(handle)).unwrap_or_default();
    Some(AccountSeen {
        url: profile_page(&did, base),
        native_id: did,
        profile: AccountProfile {
            handle: Handle::new(handle),
            display_name: value.text("displayName").unwrap_or_default(),
            biography: value.text("description").unwrap_or_default(),
            followers: value.count("followersCount"),
            avatar: value.text("avatar"),
            links: value.text("website").into_iter().collect(),
        },
        is_source: false,
        complete,
    })
}

/// Notes that an account's wish was followed.
pub(super) fn complain_asks(reading: &mut Reading, what: &str) {
    reading.complain(
        "asks_not_to_be_shown_logged_out",
        format!("{what} asks not to be shown without a log-in; nothing is recorded"),
    );
}

/// The first page of a visit to a profile. A cursor that is a DID is who answered to the name at
/// the first visit: the account is followed, not the name.
pub(super) fn first(place: &Place<'_>, key: &str) -> Option<PageRequest> {
    let actor = place.cursor.filter(|cursor| is_did(cursor)).unwrap_or(key);
    ask(place.base, "app.bsky.actor.getProfile", &[("actor", actor)], Purpose::Account)
}

/// Reads the answer of `getProfile`.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::AccountPage;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) if refusal.state == PageState::Unchanged => return unchanged(place, capture),
        Err(refusal) => return refusal.reading(request, witness),
    };
    let Some(mut seen) = view(&value, place.base, true) else {
        return Refusal::blind(PageState::Drift, "profile_malformed", "a profile without a DID")
            .reading(request, witness);
    };
    let subject = Subject::Account(Account::id_of(&platform(), &seen.native_id));
    if request.subject.is_some_and(|asked| asked != subject) {
        return Refusal::blind(PageState::Drift, "account_differs", "another account answered")
            .reading(request, witness);
    }
    let labels = label::of(&value, &seen.native_id, capture.at);
    if labels.taken_down {
        let mut reading = Reading::of(PageState::Gone);
        reading.found.push(Found { subject, finding: Finding::Suspended, witness });
        return reading;
    }
    if labels.hidden_from_anonymous {
        let mut reading = Reading::of(PageState::NotPublic);
        reading.found.push(Found { subject, finding: Finding::Restricted, witness });
        complain_asks(&mut reading, "the account");
        return reading;
    }
    let mut reading = Reading::of(PageState::Aside);
    find(&mut reading, request, Finding::Seen, witness);
    if labels.hidden {
        reading.complain("label_hide", "moderators ask not to show the account");
    }
    if seen.profile.handle.as_str().is_empty() || seen.profile.handle.as_str() == "handle.invalid" {
        reading.complain("handle_invalid", "the account's handle does not lead back to it");
    }
    if request.subject.is_none() {
        seen.is_source = place.source.is_some();
        reading.cursor = Some(seen.native_id.clone());
        reading.next.extend(posts_of(place.base, &seen.native_id));
    }
    reading.accounts.push(seen);
    reading
}

/// The list of an account's posts.
fn posts_of(base: &PublicUrl, did: &str) -> Option<PageRequest> {
    let query = [("actor", did), ("filter", "posts_with_replies"), ("limit", "100")];
    ask(base, "app.bsky.feed.getAuthorFeed", &query, Purpose::Newest)
}

/// A profile that has not changed (304) may have new posts all the same.
fn unchanged(place: &Place<'_>, capture: &Capture) -> Reading {
    let visited = place.source.is_some() && capture.request.subject.is_none();
    let did = place.cursor.filter(|cursor| visited && is_did(cursor));
    let Some(next) = did.and_then(|did| posts_of(place.base, did)) else {
        return Reading::of(PageState::Unchanged);
    };
    let mut reading = Reading::of(PageState::Aside);
    reading.next.push(next);
    reading
}

/// Reads the answer of `resolveHandle`. That a name leads to an account proves no life: it does so
/// for accounts that were taken down too. That it leads nowhere is a witness.
pub(super) fn read_handle(capture: &Capture) -> Reading {
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(&capture.request, Witness::Directory),
    };
    let Some(did) = value.text("did").filter(|did| is_did(did)) else {
        return Refusal::blind(PageState::Drift, "profile_malformed", "an answer without a DID")
            .reading(&capture.request, Witness::Directory);
    };
    let mut reading = Reading::of(PageState::Aside);
    let subject = Subject::Account(Account::id_of(&platform(), &did));
    if capture.request.subject.is_some_and(|asked| asked != subject) {
        reading.complain("handle_moved", "the name leads to another account now");
    }
    reading
}

/// Reads the answer of `getRepoStatus`: the hosting state of an account's repository.
pub(super) fn read_status(capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::Directory;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    if value.says("active") {
        let mut reading = Reading::of(PageState::Aside);
        find(&mut reading, request, Finding::Seen, witness);
        return reading;
    }
    let refusal = match value.text("status").as_deref() {
        Some("takendown" | "suspended") => Refusal::gone(Finding::Suspended),
        Some("deleted") => Refusal::gone(Finding::Deleted),
        Some("deactivated") => answer::deactivated(),
        // Not hosted at present, for reasons that are nobody's doing.
        _ if value.denies("active") => Refusal::blind(
            PageState::Aside,
            "status_unclear",
            "inactive for no reason that we know",
        ),
        _ => Refusal::blind(PageState::Drift, "profile_malformed", "a state without `active`"),
    };
    refusal.reading(request, witness)
}

/// Pages that show whether an account is there. The profile comes last, because its word is the
/// best: a name that leads nowhere may only have been changed.
pub(super) fn checks(base: &PublicUrl, account: &Account) -> Vec<PageRequest> {
    let did = account.native_id.as_str();
    let handle = account.profile.handle.as_str();
    let relay = address::relay(base);
    let purpose = Purpose::Account;
    let by_name = is_handle(handle)
        .then(|| ask(base, "com.atproto.identity.resolveHandle", &[("handle", handle)], purpose))
        .flatten();
    let pages = [
        by_name,
        ask(&relay, "com.atproto.sync.getRepoStatus", &[("did", did)], purpose),
        ask(base, "app.bsky.feed.getAuthorFeed", &[("actor", did), ("limit", "1")], purpose),
        ask(base, "app.bsky.actor.getProfile", &[("actor", did)], purpose),
    ];
    let about = Subject::Account(account.id);
    pages.into_iter().flatten().map(|page| page.about(about)).collect()
}
