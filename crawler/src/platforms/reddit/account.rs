//! Accounts, and the page that shows one.

use super::address::{LIST, SITE, Spot, ask};
use super::{answer, platform};
use crate::json_fields::Fields;
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::reading::Found;
use model::{
    Account, AccountProfile, AccountSeen, Capture, Finding, Handle, PageState, PublicUrl, Purpose,
    Reading, Subject, Witness,
};
use serde_json::Value;

/// Reads the page of a user: the first of a visit, or a check.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::AccountPage;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) if refusal.state == PageState::Unchanged => return onward(place),
        Err(refusal) => return refusal.reading(request, witness),
    };
    let data = value.field("data");
    if data.is_some_and(|data| data.says("is_suspended")) {
        return Refusal::gone(Finding::Suspended).reading(request, witness);
    }
    let Some(mut seen) = data.and_then(seen) else {
        return Refusal::drift("account_malformed", "a user without id or name")
            .reading(request, witness);
    };
    let subject = Subject::Account(Account::id_of(&platform(), &seen.native_id));
    if request.subject.is_some_and(|asked| asked != subject) {
        let mut reading = Refusal::gone(Finding::Missing).reading(request, witness);
        reading.complain("name_reused", "the name belongs to another account now");
        return reading;
    }
    let mut reading =
        if request.subject.is_some() { Reading::of(PageState::Aside) } else { onward(place) };
    find(&mut reading, request, Finding::Seen, witness);
    if request.subject.is_none() {
        seen.is_source = true;
        reading.found.push(Found { subject, finding: Finding::Seen, witness });
    }
    reading.accounts.push(seen);
    reading
}

/// The list of what a user posted.
fn onward(place: &Place<'_>) -> Reading {
    let mut reading = Reading::of(PageState::Aside);
    if let Some(Spot::User(name)) = place.source.and_then(Spot::of) {
        let query = [LIST[0], ("sort", "new")];
        reading.next.extend(ask(place.base, &["user", &name, "overview"], &query, Purpose::Newest));
    }
    reading
}

fn seen(data: &Value) -> Option<AccountSeen> {
    let id = data.text("id").filter(|id| id.len() <= 16)?;
    let name = data.text("name")?;
    let own = data.field("subreddit");
    let text = |name: &str| own.and_then(|own| own.text(name)).unwrap_or_default();
    Some(AccountSeen {
        native_id: format!("t2_{id}"),
        profile: AccountProfile {
            display_name: text("title"),
            biography: text("public_description"),
            followers: own.and_then(|own| own.count("subscribers")),
            avatar: data.text("icon_img"),
            links: Vec::new(),
            handle: Handle::new(name.clone()),
        },
        url: PublicUrl::parse(SITE).ok()?.join(&format!("user/{name}")).ok(),
        is_source: false,
        complete: true,
    })
}
