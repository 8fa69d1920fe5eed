//! Sources: the places that are watched, how each is doing, and why it is due when it is.

mod add;
mod alarms;
mod keep;
mod list;
mod one;

use crate::pages::{Group, Page as Listing};
pub(super) use add::source;
pub(super) use alarms::cards;
use axum::Router;
use axum::routing::{get, post};
use model::{Role, Source};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Sources",
    path: "/sources",
    role: Role::Viewer,
    key: Some('s'),
    icon: "M4 11a9 9 0 0 1 9 9M4 5a15 15 0 0 1 15 15M5 18a1 1 0 1 0 0 2 1 1 0 0 0 0-2z",
    routes: || {
        Router::new()
            .route("/sources", get(list::list).post(add::add))
            .route("/sources/alarms/{id}", post(alarms::acknowledge))
            .route("/sources/{id}", get(one::one))
            .route("/sources/{id}/state", post(keep::set_state))
            .route("/sources/{id}/note", post(keep::describe))
    },
};

/// What a source's last visit says of it: a class for its mark, and words.
fn condition(source: &Source) -> (&'static str, &'static str) {
    match source.last_visit {
        None => ("waiting", "not visited yet"),
        Some((_, outcome)) if outcome.saw() => ("fine", outcome.words()),
        Some((_, outcome)) => ("troubled", outcome.words()),
    }
}
