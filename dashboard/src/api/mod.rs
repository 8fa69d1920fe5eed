//! The JSON API: one folder per noun, one file per verb. Same session, same roles, same audit as
//! the pages; failures are `{"error": …, "reference": …}`.

mod accounts;
mod alarms;
mod posts;
mod search;

use crate::house::Shared;
use axum::Router;
use axum::routing::get;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/search", get(search::list::list))
        .route("/api/posts/{id}", get(posts::show::show))
        .route("/api/accounts/{id}", get(accounts::show::show))
        .route("/api/alarms", get(alarms::list::list))
}
