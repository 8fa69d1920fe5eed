//! Watches: saved searches whose new hits are told of, and the alerts they raised.

mod keep;
mod list;
mod new;
mod one;

use crate::pages::{Group, Page as Listing};
use axum::Router;
use axum::routing::{get, post};
use model::Role;
use model::watch::Rhythm;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Watches",
    path: "/watches",
    role: Role::Viewer,
    key: Some('w'),
    icon: "M12 5c-5 0-8 5-9 7 1 2 4 7 9 7s8-5 9-7c-1-2-4-7-9-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    routes: || {
        Router::new()
            .route("/watches", get(list::list).post(new::save))
            .route("/watches/new", get(new::form))
            .route("/watches/{id}", get(one::one))
            .route("/watches/{id}/pause", post(keep::pause))
            .route("/watches/{id}/remove", post(keep::remove))
    },
};

/// A rhythm in words.
const fn rhythm_words(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Instant => "at once",
        Rhythm::Hourly => "once an hour",
        Rhythm::Daily => "once a day",
    }
}
