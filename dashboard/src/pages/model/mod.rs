//! The model: who judges, how well by what people said, who would like to follow, and how far
//! people agree among themselves.

mod agreement;
mod figures;
mod weeks;

use crate::access::{Analyst, Signed};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::number;
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use agreement::Agreement;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use classifier::shelf::{Entry, Models};
use figures::Figures;
use model::Role;
use std::sync::Arc;
use weeks::WeekRow;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Below,
    title: "Model",
    path: "/model",
    role: Role::Analyst,
    key: Some('m'),
    icon: "M4 19c4 0 4-14 8-14s4 14 8 14M4 19h16",
    routes: || Router::new().route("/model", get(model)),
};

/// Deeds shown, the latest first.
const DEEDS: usize = 20;

#[derive(Template)]
#[template(path = "model/template.html")]
struct Page {
    frame: Frame,
    champion: String,
    fixed: bool,
    trouble: Option<String>,
    shadow: Option<ShadowRow>,
    figures: Option<Figures>,
    weeks: Vec<WeekRow>,
    agreement: Agreement,
    deeds: Vec<DeedRow>,
}

/// The challenger beside the champion on posts that nobody need have reviewed.
struct ShadowRow {
    version: String,
    since: When,
    posts: String,
    means: [String; 2],
    gained: String,
    lost: String,
}

struct DeedRow {
    at: When,
    what: &'static str,
    version: String,
    by: String,
    reason: String,
}

async fn model(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Model");
    let models = Arc::clone(&house.parts.models);
    let deeds = tokio::task::spawn_blocking(move || {
        models.refresh();
        models.shelf().map(classifier::shelf::Shelf::history)
    });
    // A history that cannot be read is told of by `trouble`.
    let deeds = deeds.await?.and_then(Result::ok).unwrap_or_default();
    let models = &house.parts.models;
    let page = Page {
        champion: models.champion().version().to_owned(),
        fixed: models.is_fixed(),
        trouble: models.trouble(),
        shadow: shadow(&house, &frame, models).await?,
        figures: figures::of(&house, models).await?,
        weeks: weeks::of(&house).await?,
        agreement: agreement::of(&house, &frame).await?,
        deeds: deeds.iter().rev().take(DEEDS).map(|entry| deed(&frame, entry)).collect(),
        frame,
    };
    show(&page)
}

fn deed(frame: &Frame, entry: &Entry) -> DeedRow {
    DeedRow {
        at: frame.when(&entry.at),
        what: entry.deed.words(),
        version: entry.version.clone(),
        by: entry.by.clone(),
        reason: entry.reason.clone(),
    }
}

async fn shadow(
    house: &House,
    frame: &Frame,
    models: &Models,
) -> Result<Option<ShadowRow>, Failure> {
    let Some(challenger) = models.challenger() else { return Ok(None) };
    let (champion, version) = (models.champion(), challenger.classifier.version());
    let threshold = champion.options().offer_threshold;
    let shadow = house.parts.store.shadow(champion.version(), version, threshold).await?;
    Ok(Some(ShadowRow {
        version: version.to_owned(),
        since: frame.when(&challenger.since),
        posts: number(shadow.posts),
        means: shadow.means.map(|mean| format!("{mean:.3}")),
        gained: number(shadow.gained),
        lost: number(shadow.lost),
    }))
}
