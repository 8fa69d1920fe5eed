//! The audit chain as a table: who did what, when, why, to which record, and the seal of each
//! entry.

mod records;

use crate::access::{Approver, Signed};
use crate::components::{Chips, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use model::audit::{Action, AuditEntry, first_break};
use model::{Person, PersonId, Role};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::AuditFilter;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Below,
    title: "Audit",
    path: "/audit",
    role: Role::Approver,
    key: Some('u'),
    icon: "M5 4h10l4 4v12H5zM8 12l3 3 5-5",
    routes: || Router::new().route("/audit", get(audit)),
};

/// Entries on one page.
const ROWS: u32 = 100;

/// What can be done, in the order it is offered.
const ACTIONS: [Action; 15] = [
    Action::SignIn,
    Action::SignInFailed,
    Action::SignOut,
    Action::Search,
    Action::Consult,
    Action::Review,
    Action::Create,
    Action::Change,
    Action::Remove,
    Action::Draft,
    Action::Approve,
    Action::Send,
    Action::Outcome,
    Action::Export,
    Action::Expire,
];

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct Which {
    actor: String,
    action: String,
    record: String,
    record_id: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "audit/template.html")]
struct Page {
    frame: Frame,
    which: Which,
    chips: Chips,
    pager: Pager,
    rows: Vec<Row>,
    people: Vec<(String, String)>,
    actions: Vec<(String, String)>,
    records: Vec<String>,
    filtered: bool,
    broken: Option<i64>,
}

struct Row {
    seq: i64,
    at: When,
    actor: Option<String>,
    action: String,
    record: String,
    record_id: String,
    href: Option<String>,
    reason: String,
    hash: String,
    short_hash: String,
    previous: String,
}

async fn audit(
    State(house): State<Shared>,
    signed: Signed<Approver>,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Audit");
    let filter = filter(&which)?;
    let paging = Pager::paging(which.page.unwrap_or(1), ROWS);
    let filtered = filter != AuditFilter::default();
    let listed = house.parts.store.audit(&filter, paging).await?;
    if filtered && paging.offset == 0 {
        let person = Some(signed.person());
        house.enter(person, Action::Search, "audit", "", frame.here.clone()).await?;
    }
    let people = house.parts.store.people().await?;
    let names: BTreeMap<PersonId, &Person> = people.iter().map(|one| (one.id, one)).collect();
    let role = signed.person().role;
    let page = Page {
        chips: chips(&frame, &filter, &names),
        pager: Pager::new(&frame.here, paging, listed.total, None),
        broken: broken(&listed.rows, filtered),
        rows: listed.rows.iter().map(|entry| row(&frame, entry, &names, role)).collect(),
        people: people.iter().map(|one| (one.id.to_string(), one.display_name.clone())).collect(),
        actions: ACTIONS.iter().map(|one| (one.word(), words(*one))).collect(),
        records: kinds(&which.record),
        filtered,
        which,
        frame,
    };
    show(&page)
}

/// `sign in failed`.
fn words(action: Action) -> String {
    action.word().replace('_', " ")
}

/// Kinds to choose from, the chosen one among them.
fn kinds(chosen: &str) -> Vec<String> {
    let mut kinds: Vec<String> = records::KINDS.map(str::to_owned).into();
    if !chosen.is_empty() && !records::KINDS.contains(&chosen) {
        kinds.push(chosen.to_owned());
    }
    kinds.sort_unstable();
    kinds
}

/// Number of the first entry shown that is not as it was sealed, or does not follow the one
/// before. Entries picked by a filter do not follow each other; each is looked at alone.
fn broken(newest_first: &[AuditEntry], filtered: bool) -> Option<i64> {
    let mut entries: Vec<AuditEntry> = newest_first.to_vec();
    entries.reverse();
    if filtered {
        return entries.iter().find(|entry| !entry.holds()).map(|entry| entry.seq);
    }
    first_break(&entries).and_then(|at| entries.get(at)).map(|entry| entry.seq)
}

fn filter(which: &Which) -> Result<AuditFilter, Failure> {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let wrong = |field: &str, hint: &str| Failure::Wrong(format!("{field}: {hint}"));
    let actor = match filled(&which.actor) {
        None => None,
        Some(id) => Some(id.parse().map_err(|_| wrong("actor", "choose somebody from the list"))?),
    };
    let action = match filled(&which.action) {
        None => None,
        Some(word) => Some(
            ACTIONS
                .into_iter()
                .find(|action| action.word() == word)
                .ok_or_else(|| wrong("action", "choose one from the list"))?,
        ),
    };
    let (record, record_id) = (filled(&which.record), filled(&which.record_id));
    Ok(AuditFilter { actor, action, record, record_id })
}

fn chips(frame: &Frame, filter: &AuditFilter, names: &BTreeMap<PersonId, &Person>) -> Chips {
    let here = &frame.here;
    let mut chips = Chips::new("Audit", "/audit");
    let name = |id: &PersonId| {
        names
            .get(id)
            .map_or_else(|| "somebody no longer here".to_owned(), |p| p.display_name.clone())
    };
    chips.add(here, "actor", filter.actor.as_ref().map(|id| format!("by {}", name(id))));
    chips.add(here, "action", filter.action.map(|action| format!("that are: {}", words(action))));
    chips.add(
        here,
        "record",
        filter.record.as_ref().map(|kind| format!("on records of kind {kind}")),
    );
    chips.add(here, "record_id", filter.record_id.as_ref().map(|id| format!("on {id}")));
    chips
}

fn row(frame: &Frame, entry: &AuditEntry, names: &BTreeMap<PersonId, &Person>, role: Role) -> Row {
    let deed = &entry.deed;
    let actor = deed.actor.map(|id| {
        names
            .get(&id)
            .map_or_else(|| "somebody no longer here".to_owned(), |p| p.display_name.clone())
    });
    Row {
        seq: entry.seq,
        at: frame.exactly(&entry.at),
        actor,
        action: words(deed.action),
        record: deed.record.clone(),
        record_id: deed.record_id.clone(),
        href: records::page(&deed.record, &deed.record_id, role),
        reason: deed.reason.clone(),
        short_hash: entry.hash.chars().take(10).collect(),
        hash: entry.hash.clone(),
        previous: entry.previous.clone(),
    }
}
