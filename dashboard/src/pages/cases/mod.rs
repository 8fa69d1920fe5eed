//! Cases: analysts' folders of accounts, posts and notes.

mod change;
mod list;
mod new;
mod one;

use crate::failure::Failure;
use crate::house::House;
use crate::pages::{Group, Page as Listing};
use axum::Router;
use axum::routing::{get, post};
use model::retention::Category;
use model::{Case, Role};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Cases",
    path: "/cases",
    role: Role::Viewer,
    key: Some('c'),
    icon: "M3 7h18v12H3zM8 7V4h8v3",
    routes: || {
        Router::new()
            .route("/cases", get(list::list).post(new::save))
            .route("/cases/new", get(new::form))
            .route("/cases/{id}", get(one::one))
            .route("/cases/{id}/note", post(change::note))
            .route("/cases/{id}/take-out", post(change::take_out))
            .route("/cases/{id}/state", post(change::set_state))
    },
};

/// Saves a changed case and keeps it from expiring for its full time again.
async fn keep(house: &House, mut case: Case) -> Result<(), Failure> {
    case.changed_at = house.now();
    case.expires_at = house.parts.keep.until(Category::Casework, case.changed_at);
    house.parts.store.save_case(&case).await?;
    Ok(())
}
