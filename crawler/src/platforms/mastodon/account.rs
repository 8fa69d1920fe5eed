//! Accounts: the entity, wherever it stands, and the pages that show one.

use super::address::{self, platform};
use super::answer;
use crate::asking::{host_of, json, under};
use crate::json_fields::Fields;
use crate::plain_text::{links, plain_text};
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::reading::Found;
use model::{
    Account, AccountProfile, AccountSeen, Capture, Finding, Handle, PageRequest, PageState,
    PublicUrl, Purpose, Reading, Subject, Witness,
};
use serde_json::Value;

/// What an account entity says.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// The account as it is recorded.
    pub(super) seen: AccountSeen,
    /// Name without instance, lower case.
    pub(super) user: String,
    /// Instance as part of the name; nothing for an account of the answering server.
    pub(super) domain: Option<String>,
    /// Its number on the answering server.
    pub(super) number: Option<String>,
    /// It asks not to be indexed; see [`asks`].
    pub(super) asks: bool,
    state: State,
    moved: Option<String>,
}

/// What moderators, or fate, made of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Usual,
    /// Emptied; only the name is left.
    Suspended,
    /// Shown only to those who ask for it.
    Limited,
    /// Its owner has died.
    Memorial,
}

impl State {
    fn of(value: &Value) -> Self {
        let states = [
            ("suspended", Self::Suspended),
            ("limited", Self::Limited),
            ("memorial", Self::Memorial),
        ];
        let said = states.into_iter().find(|(name, _)| value.says(name));
        said.map_or(Self::Usual, |(_, state)| state)
    }
}

/// Reads an account entity; nothing if it has no name or no address of its own.
pub(super) fn entity(value: &Value) -> Option<Entity> {
    let url = value.text("url").and_then(|text| PublicUrl::parse(&text).ok());
    let uri = value.text("uri").and_then(|text| PublicUrl::parse(&text).ok().map(|_| text));
    let native_id = uri.or_else(|| value.text("url").filter(|_| url.is_some()))?;
    let acct = value.text("acct")?;
    let (user, domain) = match acct.split_once('@') {
        Some((user, domain)) => (user, Some(domain.to_lowercase())),
        None => (acct.as_str(), None),
    };
    let home = domain.clone().or_else(|| home_of(url.as_ref(), &native_id));
    let handle = home.map_or_else(|| user.to_owned(), |home| format!("{user}@{home}"));
    Some(Entity {
        seen: AccountSeen {
            native_id,
            profile: profile(value, handle),
            url,
            is_source: false,
            complete: true,
        },
        user: user.to_lowercase(),
        domain,
        number: value.text("id").filter(|id| is_number(id)),
        asks: asks(value),
        state: State::of(value),
        moved: value.field("moved").and_then(target),
    })
}

fn home_of(url: Option<&PublicUrl>, native_id: &str) -> Option<String> {
    let from_id = || PublicUrl::parse(native_id).ok().and_then(|id| host_of(id.url()));
    url.and_then(|url| host_of(url.url())).or_else(from_id)
}

/// Whether an account asks not to be found: `noindex` is such a request, and so are `indexable`
/// and `discoverable` both refused. `indexable: false` alone is what an account has that was never
/// asked, so it is no request. `null` is no answer.
fn asks(value: &Value) -> bool {
    value.says("noindex") || (value.denies("indexable") && value.denies("discoverable"))
}

/// Numbers are opaque texts: digits on Mastodon, letters too elsewhere. They become part of a path.
pub(super) fn is_number(id: &str) -> bool {
    id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn target(moved: &Value) -> Option<String> {
    moved.text("acct").or_else(|| moved.text("url")).or_else(|| moved.text("uri"))
}

/// The biography carries the profile's table too: contacts often stand there.
fn profile(value: &Value, handle: String) -> AccountProfile {
    let mut biography = plain_text(&value.text("note").unwrap_or_default());
    let mut found = Vec::new();
    for row in value.list("fields") {
        let html = row.text("value").unwrap_or_default();
        found.extend(links(&html));
        let name = row.text("name").map(|name| plain_text(&name)).unwrap_or_default();
        if !biography.is_empty() {
            biography.push('\n');
        }
        biography.push_str(&name);
        biography.push_str(": ");
        biography.push_str(&plain_text(&html));
    }
    found.dedup();
    AccountProfile {
        handle: Handle::new(handle),
        display_name: value.text("display_name").unwrap_or_default(),
        biography,
        followers: value.count("followers_count"),
        avatar: value.text("avatar"),
        links: found,
    }
}

impl Entity {
    /// Whether this is the account that a profile source watches.
    pub(super) fn is(&self, source: Option<address::Place<'_>>) -> bool {
        match source {
            Some(address::Place::Profile { host, user }) => {
                self.user == user && self.domain.as_deref().is_none_or(|domain| domain == host)
            }
            _ => false,
        }
    }

    /// Its record id.
    fn subject(&self) -> Subject {
        Subject::Account(Account::id_of(&platform(), &self.seen.native_id))
    }
}

/// Reads a page that shows one account: the first of a visit to a profile, or a check.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let value = match answer::json(capture, Finding::Suspended) {
        Ok(value) => value,
        Err(refusal) => {
            let unchanged = refusal.state == PageState::Unchanged;
            let again = unchanged.then(|| again(place, capture)).flatten();
            return again
                .unwrap_or_else(|| refusal.reading(&capture.request, Witness::AccountPage));
        }
    };
    let Some(entity) = entity(&value) else {
        return Refusal::blind(PageState::Drift, "account_malformed", "no acct, uri or url")
            .reading(&capture.request, Witness::AccountPage);
    };
    if capture.request.subject.is_some() {
        return check(capture, entity);
    }
    visit(place, capture, entity)
}

/// What an account page says about the account that is checked.
fn check(capture: &Capture, entity: Entity) -> Reading {
    let request = &capture.request;
    if request.subject != Some(entity.subject()) {
        let mut reading = Refusal::gone(Finding::Missing).reading(request, Witness::AccountPage);
        reading.complain("name_reused", "the name belongs to another account now");
        return reading;
    }
    if entity.state == State::Suspended {
        return Refusal::gone(Finding::Suspended).reading(request, Witness::AccountPage);
    }
    let mut reading = Reading::of(PageState::Aside);
    remark(&entity, &mut reading);
    find(&mut reading, request, Finding::Seen, Witness::AccountPage);
    if let Some(to) = entity.moved {
        find(&mut reading, request, Finding::Moved { to }, Witness::AccountPage);
    }
    if entity.asks {
        complain_asks(&mut reading, "the account");
    } else {
        reading.accounts.push(entity.seen);
    }
    reading
}

/// What an account page says about the profile that is visited, and where its posts are.
fn visit(place: &Place<'_>, capture: &Capture, mut entity: Entity) -> Reading {
    let source = place.source.and_then(address::Place::of);
    if matches!(source, Some(address::Place::Profile { .. })) && !entity.is(source) {
        let mut reading = Reading::of(PageState::Drift);
        reading.complain("account_differs", "the server answered with another account");
        return reading;
    }
    let subject = entity.subject();
    let witness = Witness::AccountPage;
    if entity.state == State::Suspended {
        let mut reading = Reading::of(PageState::Gone);
        reading.found.push(Found { subject, finding: Finding::Suspended, witness });
        return reading;
    }
    if entity.asks {
        let mut reading = Reading::of(PageState::NotPublic);
        complain_asks(&mut reading, "the account");
        // It is there all the same; only we leave it alone.
        reading.found.push(Found { subject, finding: Finding::Seen, witness });
        return reading;
    }
    let mut reading = Reading::of(PageState::Aside);
    remark(&entity, &mut reading);
    if let Some(to) = entity.moved.take() {
        reading.found.push(Found { subject, finding: Finding::Moved { to }, witness });
    }
    let number = entity.number.as_deref();
    reading.next = number.map(|number| statuses(place, capture, number)).unwrap_or_default();
    if reading.next.is_empty() {
        reading.state = PageState::Drift;
        reading.complain("account_malformed", "no id by which its posts could be asked for");
    }
    entity.seen.is_source = source.is_some();
    reading.accounts.push(entity.seen);
    reading
}

/// The lists of an account's posts: forward from the cursor, so that no gap is left, and the newest
/// page, which shows what was changed and taken away among the posts that are known already.
fn statuses(place: &Place<'_>, capture: &Capture, number: &str) -> Vec<PageRequest> {
    let Some(root) = root_of(&capture.request.url) else { return Vec::new() };
    let list = |from: Option<&str>, purpose| {
        let mut query = vec![("limit", "40"), ("exclude_reblogs", "true")];
        query.extend(from.map(|from| ("min_id", from)));
        let url = under(&root, &["api", "v1", "accounts", number, "statuses"], &query).ok()?;
        Some(json(url, purpose))
    };
    let forward = place.cursor.and_then(|cursor| list(Some(cursor), Purpose::Newer));
    forward.into_iter().chain(list(None, Purpose::Newest)).collect()
}

/// A profile that has not changed (304) may have new posts, and its number is not in the answer: it
/// is asked for again under the other spelling of its name, which no validator belongs to.
fn again(place: &Place<'_>, capture: &Capture) -> Option<Reading> {
    let address::Place::Profile { host, user } = address::Place::of(place.source?)? else {
        return None;
    };
    let short = capture.request.url.url().query_pairs().any(|(n, v)| n == "acct" && v == user);
    if !short || capture.request.subject.is_some() {
        return None;
    }
    let root = root_of(&capture.request.url)?;
    let mut reading = Reading::of(PageState::Aside);
    reading.next.push(super::check::lookup(&root, &format!("{user}@{host}"))?);
    Some(reading)
}

/// The server's root: what stands before `/api/` in the address of one of its pages.
pub(super) fn root_of(url: &PublicUrl) -> Option<PublicUrl> {
    let prefix = url.url().path().split_once("api/")?.0.to_owned();
    let mut root = url.url().clone();
    root.set_path(&prefix);
    root.set_query(None);
    PublicUrl::from_url(root).ok()
}

fn remark(entity: &Entity, reading: &mut Reading) {
    match entity.state {
        State::Limited => {
            reading
                .complain("account_limited", "moderators show the account only to those who ask");
        }
        State::Memorial => reading.complain("account_memorial", "the account's owner has died"),
        State::Usual | State::Suspended => {}
    }
}

/// Notes that an account's wish was followed.
pub(super) fn complain_asks(reading: &mut Reading, what: &str) {
    reading.complain(
        "asks_not_to_be_indexed",
        format!("{what} asks not to be found; nothing is recorded"),
    );
}
