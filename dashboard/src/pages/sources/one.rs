//! One source: how its visits went, every complaint, and why it is due when it is.

use super::{alarms, condition};
use crate::access::Signed;
use crate::components::{AlarmCard, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use axum_extra::extract::Query as Asked;
use model::{Source, SourceId, SourceState, Visit};
use serde::Deserialize;
use store::AlarmFilter;

/// Visits on one page.
const ROWS: u32 = 30;
/// Alarms shown, the newest ones.
const ALARMS: u32 = 10;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "sources/one.html")]
struct Page {
    frame: Frame,
    source: Source,
    platform: String,
    words: &'static str,
    mark: &'static str,
    active: bool,
    removed: bool,
    last: Option<When>,
    due: When,
    added: When,
    alarms: Vec<AlarmCard>,
    visits: Vec<Row>,
    pager: Pager,
}

struct Row {
    at: When,
    mark: &'static str,
    words: &'static str,
    pages: u32,
    posts: u32,
    new_posts: u32,
    note: String,
    complaints: Vec<(String, String)>,
}

pub(super) async fn one(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<SourceId>,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let source = store.source(id).await?.ok_or(Failure::NotFound)?;
    let frame = signed.frame(&house, source.title.clone());
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let visits = store.visits(Some(id), paging).await?;
    let (mark, words) = condition(&source);
    let own = AlarmFilter { source: Some(id), ..AlarmFilter::default() };
    let (alarms, _) = alarms::cards(&house, &frame, &own, ALARMS).await?;
    let page = Page {
        platform: frame.platform(&source.address.platform),
        words,
        mark,
        active: source.state == SourceState::Active,
        removed: source.state == SourceState::Removed,
        last: source.last_visit.map(|(at, _)| frame.exactly(&at)),
        due: frame.when(&source.next_due),
        added: frame.exactly(&source.added_at),
        alarms,
        visits: visits.rows.iter().map(|visit| row(&frame, visit)).collect(),
        pager: Pager::new(&frame.here, paging, visits.total, None),
        source,
        frame,
    };
    show(&page)
}

fn row(frame: &Frame, visit: &Visit) -> Row {
    let (mark, words) = match visit.outcome {
        Some(outcome) if outcome.saw() => ("fine", outcome.words()),
        Some(outcome) => ("troubled", outcome.words()),
        None => ("waiting", "running, or cut off"),
    };
    let complaints = visit.complaints.iter().map(|one| (one.code.clone(), one.detail.clone()));
    Row {
        at: frame.exactly(&visit.started_at),
        mark,
        words,
        pages: visit.pages,
        posts: visit.posts,
        new_posts: visit.new_posts,
        note: visit.note.clone(),
        complaints: complaints.collect(),
    }
}
