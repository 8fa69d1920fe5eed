//! `GET /api/alarms`: what is wrong with sources and hosts; with `resolved=true` what was. Those for
//! which an alarm of their host speaks are among them and say so (`within`).

use crate::access::Signed;
use crate::components::Pager;
use crate::failure::Failure;
use crate::house::Shared;
use axum::Json;
use axum::extract::State;
use axum_extra::extract::Query as Asked;
use serde::Deserialize;
use store::{AlarmFilter, AlarmView, Listed};

/// Most alarms of one answer.
const MOST: u32 = 200;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct View {
    resolved: bool,
    page: Option<u32>,
}

pub(crate) async fn list(
    State(house): State<Shared>,
    _signed: Signed,
    Asked(view): Asked<View>,
) -> Result<Json<Listed<AlarmView>>, Failure> {
    let filter = AlarmFilter { resolved: Some(view.resolved), ..AlarmFilter::default() };
    let paging = Pager::paging(view.page.unwrap_or(1), MOST);
    Ok(Json(house.parts.store.alarms(&filter, paging).await?))
}
