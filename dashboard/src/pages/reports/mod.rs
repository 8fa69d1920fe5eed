//! Reports: offers by day and kind, referrals by state and outcome. They print.

mod offers;
mod outcomes;

use crate::access::Signed;
use crate::components::Address;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::date;
use crate::frame::words::count;
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use model::Role;
use offers::{Days, Section};
use outcomes::Referrals;
use serde::Deserialize;
use store::{By, Reappearance};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Reports",
    path: "/reports",
    role: Role::Viewer,
    key: Some('p'),
    icon: "M4 20h16M7 20v-6M12 20V5M17 20V10",
    routes: || Router::new().route("/reports", get(reports)),
};

/// Numbers of days that can be asked for.
const SPANS: [i64; 2] = [30, 90];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View {
    days: String,
}

#[derive(Template)]
#[template(path = "reports/template.html")]
struct Page {
    frame: Frame,
    spans: Vec<(String, String, bool)>,
    days: i64,
    /// `25 Oct 2026 to 23 Nov 2026`.
    range: String,
    total: String,
    search: String,
    csv: Option<String>,
    sections: Vec<Section>,
    referrals: Referrals,
    /// Accounts that are gone, those with a confirmed successor, and the median time to reappear.
    reappearance: Reappearance,
    median: Option<String>,
}

async fn reports(
    State(house): State<Shared>,
    signed: Signed,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Reports");
    let [usual, ..] = SPANS;
    let wanted = SPANS.into_iter().find(|span| span.to_string() == view.days).unwrap_or(usual);
    let days = Days::last(wanted, house.now());
    let total = offers::total(&house, days).await?;
    let mut sections = Vec::with_capacity(By::ALL.len());
    for by in By::ALL {
        sections.push(offers::section(&house, &frame, by, days, total).await?);
    }
    let reappearance = house.parts.store.reappearance().await?;
    let all = offers::posts(By::Platform, days, None, None);
    let span = |span: i64| {
        let href = Address::new("/reports").with("days", span).to_string();
        (href, format!("{span} days"), span == wanted)
    };
    let page = Page {
        spans: SPANS.into_iter().map(span).collect(),
        days: wanted,
        range: format!("{} to {}", date(days.since), date(house.now())),
        total: count(total, "offer", "offers"),
        search: all.to_string(),
        csv: offers::csv(&frame, all),
        sections,
        referrals: outcomes::of(&house).await?,
        median: reappearance.median_ms.map(crate::frame::words::span),
        reappearance,
        frame,
    };
    show(&page)
}
