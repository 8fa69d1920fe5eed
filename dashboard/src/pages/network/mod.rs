//! One network: its accounts, what ties them, and a drawing.

mod evidence;
mod graph;

use crate::access::Signed;
use crate::components::AccountLine;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{count, number, whole};
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use evidence::{Evidence, Sharer};
use graph::Graph;
use model::audit::Action;
use model::{Account, AccountId, NetworkId, Role};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Hidden,
    title: "Network",
    path: "/networks/00000000-0000-0000-0000-000000000000",
    role: Role::Viewer,
    key: None,
    icon: "",
    routes: || Router::new().route("/networks/{id}", get(network)),
};

/// Accounts shown; those of highest risk.
const ROWS: usize = 500;

#[derive(Template)]
#[template(path = "network/template.html")]
struct Page {
    frame: Frame,
    total: String,
    ties: String,
    platforms: String,
    risk: String,
    first_seen: Option<When>,
    last_seen: Option<When>,
    rows: Vec<Row>,
    more_rows: usize,
    graph: Option<Graph>,
    evidence: Vec<Evidence>,
    more_evidence: usize,
}

struct Row {
    number: usize,
    href: String,
    account: AccountLine,
    risk: String,
    offers: String,
    posts: String,
    ties: String,
    last_seen: When,
}

async fn network(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<NetworkId>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let network = store.network(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "network", id, "").await?;
    let size = whole(network.accounts.len());
    let frame = signed.frame(&house, format!("Network of {}", count(size, "account", "accounts")));
    let mut accounts = store.accounts_by_ids(&network.accounts).await?;
    accounts.sort_by(|a, b| b.risk.total_cmp(&a.risk));
    let sharers = accounts.iter().enumerate().map(|(at, account)| {
        let sharer = Sharer {
            number: at + 1,
            href: format!("/accounts/{}", account.id),
            name: AccountLine::of_name(account),
        };
        (account.id, sharer)
    });
    let (evidence, more_evidence) = evidence::of(&house, &network, &sharers.collect()).await?;
    let mut ties: BTreeMap<AccountId, u64> = BTreeMap::new();
    for end in network.ties.iter().flat_map(|tie| [tie.a, tie.b]) {
        *ties.entry(end).or_default() += 1;
    }
    let platforms: BTreeSet<String> =
        accounts.iter().map(|a| frame.platform(&a.platform)).collect();
    let shown = accounts.iter().take(ROWS).enumerate();
    let page = Page {
        total: number(size),
        ties: number(whole(network.ties.len())),
        platforms: platforms.into_iter().collect::<Vec<_>>().join(", "),
        risk: format!("{:.2}", accounts.first().map_or(0.0, |account| account.risk)),
        first_seen: accounts.iter().map(|a| a.first_seen).min().map(|at| frame.exactly(&at)),
        last_seen: accounts.iter().map(|a| a.last_seen).max().map(|at| frame.when(&at)),
        rows: shown
            .map(|(at, one)| row(&frame, at + 1, one, ties.get(&one.id).copied().unwrap_or(0)))
            .collect(),
        more_rows: accounts.len().saturating_sub(ROWS),
        graph: graph::of(&network, &accounts),
        evidence,
        more_evidence,
        frame,
    };
    show(&page)
}

fn row(frame: &Frame, position: usize, account: &Account, ties: u64) -> Row {
    Row {
        number: position,
        href: format!("/accounts/{}", account.id),
        account: AccountLine::of(frame, account),
        risk: format!("{:.2}", account.risk),
        offers: number(account.offers.into()),
        posts: number(account.posts.into()),
        ties: number(ties),
        last_seen: frame.when(&account.last_seen),
    }
}
