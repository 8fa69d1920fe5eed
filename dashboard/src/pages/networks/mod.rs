//! Networks as a table: accounts that share adverts or contacts.

use crate::access::Signed;
use crate::components::{AccountLine, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{number, whole};
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use model::{Account, Network, Role};
use serde::Deserialize;
use std::collections::BTreeSet;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Networks",
    path: "/networks",
    role: Role::Viewer,
    key: Some('n'),
    icon: "M12 7v5M12 12l-5 5M12 12l5 5M12 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6 21a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 21a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    routes: || Router::new().route("/networks", get(networks)),
};

/// Networks on one page; the accounts of each are read.
const ROWS: u32 = 25;
/// Accounts named in a row.
const NAMED: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View {
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "networks/template.html")]
struct Page {
    frame: Frame,
    pager: Pager,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    names: Vec<String>,
    more: usize,
    accounts: String,
    ties: String,
    platforms: String,
    risk: String,
    /// Length of the bar, 0..=40.
    length: u32,
    last_seen: Option<When>,
}

async fn networks(
    State(house): State<Shared>,
    signed: Signed,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Networks");
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let listed = house.parts.store.networks(paging).await?;
    let mut rows = Vec::with_capacity(listed.rows.len());
    for network in &listed.rows {
        let accounts = house.parts.store.accounts_by_ids(&network.accounts).await?;
        rows.push(row(&frame, network, accounts));
    }
    let pager = Pager::new(&frame.here, paging, listed.total, None);
    show(&Page { frame, pager, rows })
}

fn row(frame: &Frame, network: &Network, mut accounts: Vec<Account>) -> Row {
    accounts.sort_by(|a, b| b.risk.total_cmp(&a.risk));
    let risk = accounts.first().map_or(0.0, |account| account.risk);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share times forty"
    )]
    let length = (risk.clamp(0.0, 1.0) * 40.0).round() as u32;
    let platforms: BTreeSet<String> =
        accounts.iter().map(|account| frame.platform(&account.platform)).collect();
    let last_seen = accounts.iter().map(|account| account.last_seen).max();
    Row {
        href: format!("/networks/{}", network.id),
        names: accounts.iter().take(NAMED).map(AccountLine::of_name).collect(),
        more: network.accounts.len().saturating_sub(NAMED),
        accounts: number(whole(network.accounts.len())),
        ties: number(whole(network.ties.len())),
        platforms: platforms.into_iter().collect::<Vec<_>>().join(", "),
        risk: format!("{risk:.2}"),
        length,
        last_seen: last_seen.map(|at| frame.when(&at)),
    }
}
