//! One watch and what it found.

use super::rhythm_words;
use crate::access::Signed;
use crate::components::{PostCard, QueryForm, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use model::{Watch, WatchId};
use store::Paging;

/// Alerts looked through for this watch's.
const ALERTS: u32 = 200;

#[derive(Template)]
#[template(path = "watches/one.html")]
struct Page {
    frame: Frame,
    watch: Watch,
    sentence: String,
    search: String,
    rhythm: &'static str,
    last: Option<When>,
    alerts: Vec<PostCard>,
}

pub(super) async fn one(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<WatchId>,
) -> Result<Html<String>, Failure> {
    let (store, person) = (&house.parts.store, signed.person());
    let watch = store.watch(id).await?.filter(|watch| watch.owner == person.id);
    let watch = watch.ok_or(Failure::NotFound)?;
    let frame = signed.frame(&house, watch.name.clone());
    let alerts = store.alerts(Some(person.id), Paging::first(ALERTS)).await?;
    let page = Page {
        sentence: watch.query.sentence(),
        search: QueryForm::of(&watch.query).address("/search").to_string(),
        rhythm: rhythm_words(watch.rhythm),
        last: watch.last_digest.map(|at| frame.when(&at)),
        alerts: alerts
            .rows
            .iter()
            .filter(|one| one.alert.watch == id)
            .map(|one| PostCard::of(&frame, &one.post, &[], Showing::Listed))
            .collect(),
        watch,
        frame,
    };
    show(&page)
}
