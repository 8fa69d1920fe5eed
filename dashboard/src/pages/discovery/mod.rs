//! Discovery: places that adverts name and nobody watches yet, to accept or to refuse.

mod decide;

use crate::access::Signed;
use crate::components::{AccountLine, Address, Pager, SuccessionCard};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::{get, post};
use axum_extra::extract::Query as Asked;
use model::{Candidate, CandidateState, LeadCount, LeadKind, Role, SourceId};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::Harvest;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Discovery",
    path: "/discovery",
    role: Role::Viewer,
    key: Some('i'),
    icon: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5M11 8v6M8 11h6",
    routes: || {
        Router::new()
            .route("/discovery", get(discovery))
            .route("/discovery/{id}", post(decide::decide))
    },
};

/// Candidates on one page; the leads of each are read.
const ROWS: u32 = 25;
/// Successions shown, the likeliest ones.
const SUCCESSORS: u32 = 10;
const STATES: [CandidateState; 3] =
    [CandidateState::Proposed, CandidateState::Accepted, CandidateState::Refused];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View {
    state: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "discovery/template.html")]
struct Page {
    frame: Frame,
    /// Address, word and whether it is shown, of each state.
    states: Vec<(String, &'static str, bool)>,
    open: bool,
    pager: Pager,
    rows: Vec<Line>,
    /// Accounts that may have come in the place of others, and how many wait in all.
    successors: Vec<SuccessionCard>,
    successors_total: u64,
    harvest: Harvest,
}

struct Line {
    id: SourceId,
    platform: String,
    kind: &'static str,
    place: String,
    address: String,
    href: String,
    score: String,
    /// Length of the bar, 0..=40.
    length: u32,
    reasons: Vec<String>,
    /// The account that is gone and whose place it takes.
    replaces: Option<AccountLine>,
    depth: u32,
    found: When,
    decided: Option<(When, String)>,
    reason: String,
}

async fn discovery(
    State(house): State<Shared>,
    signed: Signed,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let frame = signed.frame(&house, "Discovery");
    let state = STATES.into_iter().find(|state| state.word() == view.state);
    let state = state.unwrap_or(CandidateState::Proposed);
    let open = state == CandidateState::Proposed;
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let listed = store.candidates(state, paging).await?;
    let mut rows = Vec::new();
    for candidate in &listed.rows {
        let leads = store.leads_to(candidate.id).await?;
        rows.push(line(&house, &frame, candidate, &leads).await?);
    }
    let here = Address::parse(&frame.here).without("page");
    let link = |one: &CandidateState| {
        let address = here.clone().with("state", one.word()).to_string();
        (address, one.word(), *one == state)
    };
    let most = if open { SUCCESSORS } else { 0 };
    let (successors, successors_total) = super::account::waiting(&house, &frame, most).await?;
    let page = Page {
        states: STATES.iter().map(link).collect(),
        open,
        successors,
        successors_total,
        pager: Pager::new(&frame.here, paging, listed.total, None),
        rows,
        harvest: store.harvest().await?,
        frame,
    };
    show(&page)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..=40")]
async fn line(
    house: &House,
    frame: &Frame,
    candidate: &Candidate,
    leads: &[LeadCount],
) -> Result<Line, Failure> {
    let decided = match candidate.decided_at {
        Some(at) => {
            let person = match candidate.decided_by {
                Some(id) => house.parts.store.person(id).await?,
                None => None,
            };
            let by = person.map_or_else(|| "by its score".to_owned(), |one| one.display_name);
            Some((frame.when(&at), by))
        }
        None => None,
    };
    let replaces = match candidate.replaces {
        Some(gone) => house.parts.store.account(gone).await?,
        None => None,
    };
    let watched = candidate.state == CandidateState::Accepted;
    Ok(Line {
        id: candidate.id,
        platform: frame.platform(&candidate.address.platform),
        kind: candidate.address.kind.word(),
        place: candidate.address.key.clone(),
        address: candidate.address.url.to_string(),
        href: if watched { format!("/sources/{}", candidate.id) } else { String::new() },
        score: format!("{:.2}", candidate.score),
        length: (candidate.score.clamp(0.0, 1.0) * 40.0) as u32,
        reasons: reasons(leads),
        replaces: replaces.map(|gone| AccountLine::of(frame, &gone)),
        depth: candidate.depth,
        found: frame.when(&candidate.found_at),
        decided,
        reason: candidate.reason.clone(),
    })
}

/// What speaks for a candidate, in sentences.
fn reasons(leads: &[LeadCount]) -> Vec<String> {
    let of = |kind: &LeadKind| {
        let of: Vec<&LeadCount> = leads.iter().filter(|lead| lead.kind == *kind).collect();
        let posts: u32 = of.iter().map(|lead| lead.posts).sum();
        let accounts = of.iter().map(|lead| lead.account).collect::<BTreeSet<_>>().len();
        let offers = if posts == 1 { "offer" } else { "offers" };
        let who = if accounts == 1 { "account" } else { "accounts" };
        (posts > 0).then(|| format!("{} {posts} {offers} of {accounts} {who}", kind.words()))
    };
    LeadKind::ALL.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::AccountId;

    #[test]
    fn reasons_count_offers_and_accounts() {
        let lead = |account: &str, kind, posts| LeadCount {
            account: AccountId::of(&[account]),
            risk: 0.5,
            kind,
            posts,
        };
        let leads = [
            lead("a", LeadKind::Forward, 2),
            lead("b", LeadKind::Forward, 1),
            lead("a", LeadKind::Contact, 4),
            lead("a", LeadKind::Link, 1),
        ];
        assert_eq!(
            reasons(&leads),
            [
                "named as a contact in 4 offers of 1 account",
                "linked in 1 offer of 1 account",
                "forwarded in 3 offers of 2 accounts",
            ]
        );
    }
}
