//! `GET /api/search`: what the search page shows, with the same fields.

use crate::access::Signed;
use crate::components::{Pager, QueryForm};
use crate::failure::Failure;
use crate::house::Shared;
use axum::Json;
use axum::extract::State;
use axum_extra::extract::Query as Asked;
use indexer::{Facets, Order};
use model::Query;
use model::audit::Action;
use serde::{Deserialize, Serialize};
use store::PostView;

/// Most posts of one answer.
const MOST: u32 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct View {
    order: String,
    page: Option<u32>,
    rows: Option<u32>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    query: Query,
    total: u64,
    posts: Vec<PostView>,
    facets: Facets,
    days: Vec<(String, u64)>,
}

pub(crate) async fn list(
    State(house): State<Shared>,
    signed: Signed,
    Asked(form): Asked<QueryForm>,
    Asked(view): Asked<View>,
) -> Result<Json<Answer>, Failure> {
    let query = form.query().map_err(|error| Failure::Wrong(error.to_string()))?;
    let paging = Pager::paging(view.page.unwrap_or(1), view.rows.unwrap_or(25).clamp(1, MOST));
    let order = Order::of_word(&view.order).unwrap_or_default();
    let (offset, limit) = (paging.offset as usize, paging.limit as usize);
    let person = Some(signed.person());
    house.enter(person, Action::Search, "post", "", format!("api: {}", query.sentence())).await?;
    let found = house.search(&query, order, offset, limit).await?;
    let found = found.map_err(|error| Failure::Wrong(error.to_string()))?;
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.post).collect();
    let posts = house.parts.store.posts_by_ids(&ids).await?;
    let (total, facets, days) = (found.total, found.facets, found.days);
    Ok(Json(Answer { query, total, posts, facets, days }))
}
