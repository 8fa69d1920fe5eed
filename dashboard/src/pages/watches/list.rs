//! My watches, and what they found lately.

use super::rhythm_words;
use crate::access::Signed;
use crate::components::{Pager, PostCard, QueryForm, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use axum_extra::extract::Query as Asked;
use model::Watch;
use serde::Deserialize;

/// Alerts on one page.
const ROWS: u32 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "watches/list.html")]
struct Page {
    frame: Frame,
    watches: Vec<Row>,
    alerts: Vec<(String, When, PostCard)>,
    pager: Pager,
    mail: Option<String>,
}

struct Row {
    href: String,
    name: String,
    query: String,
    search: String,
    rhythm: &'static str,
    paused: bool,
    last: Option<When>,
}

pub(super) async fn list(
    State(house): State<Shared>,
    signed: Signed,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Watches");
    let (store, person) = (&house.parts.store, signed.person());
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let watches = store.watches(Some(person.id)).await?;
    let alerts = store.alerts(Some(person.id), paging).await?;
    let page = Page {
        watches: watches.iter().map(|watch| row(&frame, watch)).collect(),
        alerts: alerts
            .rows
            .iter()
            .map(|one| {
                let card = PostCard::of(&frame, &one.post, &[], Showing::Listed);
                (one.watch_name.clone(), frame.when(&one.alert.at), card)
            })
            .collect(),
        pager: Pager::new(&frame.here, paging, alerts.total, None),
        mail: person.email.clone(),
        frame,
    };
    show(&page)
}

fn row(frame: &Frame, watch: &Watch) -> Row {
    Row {
        href: format!("/watches/{}", watch.id),
        name: watch.name.clone(),
        query: watch.query.sentence(),
        search: QueryForm::of(&watch.query).address("/search").to_string(),
        rhythm: rhythm_words(watch.rhythm),
        paused: watch.paused,
        last: watch.last_digest.map(|at| frame.when(&at)),
    }
}
