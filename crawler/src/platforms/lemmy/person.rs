//! Accounts: the person, wherever it stands, and the pages that show one.

use super::address::{Spot, Version};
use super::community::{gather, onward, taken_away};
use super::{answer, platform};
use crate::asking::host_of;
use crate::json_fields::Fields;
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::reading::Found;
use model::{
    Account, AccountProfile, AccountSeen, Capture, Finding, Handle, PageState, PublicUrl, Purpose,
    Reading, Subject, Witness,
};
use serde_json::Value;

/// Reads a person; nothing if it has no name or no address of its own.
pub(super) fn seen(value: &Value) -> Option<AccountSeen> {
    let native_id = value.text("ap_id").or_else(|| value.text("actor_id"))?;
    let url = PublicUrl::parse(&native_id).ok()?;
    let name = value.text("name")?;
    let handle = host_of(url.url()).map_or_else(|| name.clone(), |host| format!("{name}@{host}"));
    Some(AccountSeen {
        native_id,
        profile: AccountProfile {
            handle: Handle::new(handle),
            display_name: value.text("display_name").unwrap_or_default(),
            biography: value.text("bio").unwrap_or_default(),
            avatar: value.text("avatar"),
            ..AccountProfile::default()
        },
        url: Some(url),
        is_source: false,
        complete: true,
    })
}

/// Reads a page that shows a person: the first of a visit to a profile, or a check.
pub(super) fn read(place: &Place<'_>, version: Version, capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::AccountPage;
    let spot = place.source.and_then(Spot::of);
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => {
            let again = version == Version::Three && answer::speaks_another(&refusal);
            return match spot {
                Some(spot) if again => onward(spot.first(Version::Four)),
                // A person that has not changed may have posted: version 4 lists that elsewhere.
                Some(spot) if refusal.state == PageState::Unchanged && version == Version::Four => {
                    let mut reading = Reading::of(PageState::Aside);
                    reading.next = spot.lists(version);
                    reading
                }
                None if again => onward(super::check::again(request)),
                _ => refusal.reading(request, witness),
            };
        }
    };
    let person = value.pointer("/person_view/person");
    let Some(mut seen) = person.and_then(seen) else {
        return Refusal::drift("account_malformed", "an answer without a person")
            .reading(request, witness);
    };
    let subject = Subject::Account(Account::id_of(&platform(), &seen.native_id));
    if request.subject.is_some_and(|asked| asked != subject) {
        return Refusal::drift("account_differs", "another account answered")
            .reading(request, witness);
    }
    if let Some(finding) = person.and_then(gone) {
        let mut reading = Reading::of(PageState::Gone);
        reading.found.push(Found { subject, finding, witness });
        return reading;
    }
    if request.subject.is_some() {
        let mut reading = Reading::of(PageState::Aside);
        find(&mut reading, request, Finding::Seen, witness);
        reading.accounts.push(seen);
        return reading;
    }
    seen.is_source = true;
    visited(spot.as_ref(), version, capture, &value, seen)
}

/// Whether a person is gone: deleted by itself, or banned by its server.
fn gone(person: &Value) -> Option<Finding> {
    taken_away(person).or_else(|| person.says("banned").then_some(Finding::Suspended))
}

/// The posts of a profile: on the same page in version 3, on another in version 4.
fn visited(
    spot: Option<&Spot>,
    version: Version,
    capture: &Capture,
    value: &Value,
    seen: AccountSeen,
) -> Reading {
    let lists = [value.list("posts"), value.list("comments")];
    let mut reading = match version {
        Version::Three => gather(&lists.concat(), capture.at, PageState::Empty),
        Version::Four => {
            let mut reading = Reading::of(PageState::Aside);
            reading.next = spot.map(|spot| spot.lists(version)).unwrap_or_default();
            reading
        }
    };
    let full = lists.iter().any(|list| list.len() >= super::address::LIMIT);
    if version == Version::Three && full {
        let number = crate::asking::parameter(&capture.request.url, "page");
        let next = number.and_then(|page| page.parse().ok()).unwrap_or(1_u32).saturating_add(1);
        let url = crate::asking::with_parameter(&capture.request.url, "page", &next.to_string());
        let older = |url| crate::asking::json(url, Purpose::Older);
        reading.next.extend(url.map(older));
    }
    reading.cursor = Some(version.word().to_owned());
    reading.accounts.retain(|one| one.native_id != seen.native_id);
    reading.accounts.insert(0, seen);
    reading
}
