//! Takes what is found out of the house, in a format of `export`; entered in the audit chain with
//! the question and the number of rows.

use crate::access::{Analyst, Signed};
use crate::components::QueryForm;
use crate::failure::Failure;
use crate::house::{House, Shared};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query as Asked;
use export::Row;
use indexer::Order;
use model::Query;
use model::audit::Action;

/// Posts asked of index and store at a time.
const STEP: usize = 200;

/// Names of the formats that can be downloaded.
pub(crate) fn formats() -> impl Iterator<Item = &'static str> {
    export::formats::ALL.iter().map(|format| format.name())
}

pub(crate) async fn export(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(format): Path<String>,
    Asked(form): Asked<QueryForm>,
    Asked(view): Asked<super::View>,
) -> Result<Response, Failure> {
    let format = export::formats::named(&format).ok_or(Failure::NotFound)?;
    let query = form.query().map_err(|error| Failure::Wrong(error.to_string()))?;
    let order = Order::of_word(&view.order).unwrap_or_default();
    let rows = rows(&house, &query, order).await?;
    let mut out = Vec::new();
    format.write(&rows, &mut out)?;
    let reason = format!("{}: {}", format.name(), query.sentence());
    let reason = format!("{reason} ({} rows)", super::len(&rows));
    house.enter(Some(signed.person()), Action::Export, "post", "", reason).await?;
    let stamp = house.now().utc().format("%Y%m%d-%H%M");
    let file = format!("attachment; filename=\"routewatch-{stamp}.{}\"", format.extension());
    let headers = [(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, file)];
    Ok((headers, out).into_response())
}

async fn rows(house: &House, query: &Query, order: Order) -> Result<Vec<Row>, Failure> {
    let most = house.options.export_rows as usize;
    let mut rows = Vec::new();
    for offset in (0..most).step_by(STEP) {
        let found = house.search(query, order, offset, STEP.min(most - offset)).await?;
        let found = found.map_err(|error| Failure::Wrong(error.to_string()))?;
        let ids: Vec<_> = found.hits.iter().map(|hit| hit.post).collect();
        for view in house.parts.store.posts_by_ids(&ids).await? {
            let label = view.label().map(|label| (label, view.review.is_some()));
            rows.push(Row::of_post(&view.post, &view.account, view.assessment.as_ref(), label));
        }
        if ids.len() < STEP {
            break;
        }
    }
    Ok(rows)
}
