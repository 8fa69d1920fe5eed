//! Referrals: drafted by one person, approved by another, followed until the platform has acted.

mod decide;
mod draft;
mod list;
mod one;

use crate::failure::Failure;
use crate::house::House;
use crate::pages::{Group, Page as Listing};
use axum::Router;
use axum::routing::{get, post};
use model::{PersonId, Referral, ReferralState, Role};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Referrals",
    path: "/referrals",
    role: Role::Viewer,
    key: Some('f'),
    icon: "M4 12h13M12 6l6 6-6 6M4 5v14",
    routes: || {
        Router::new()
            .route("/referrals", get(list::list).post(draft::save))
            .route("/referrals/new", get(draft::form))
            .route("/referrals/{id}", get(one::one))
            .route("/referrals/{id}/approve", post(decide::approve))
            .route("/referrals/{id}/withdraw", post(decide::withdraw))
    },
};

/// A person's name, or "nobody" once they are no longer on record.
async fn name(house: &House, id: PersonId) -> Result<String, Failure> {
    let person = house.parts.store.person(id).await?;
    Ok(person.map_or_else(|| "somebody no longer here".to_owned(), |one| one.display_name))
}

/// How far a referral has come, in words.
const fn words(referral: &Referral) -> &'static str {
    match (referral.state, referral.outcome) {
        (_, Some((outcome, _))) => outcome.words(),
        (ReferralState::Draft, None) => "waits for approval",
        (ReferralState::Approved, None) => "approved, being sent",
        (ReferralState::Sent, None) => "sent, outcome awaited",
        (ReferralState::Closed, None) => "closed",
        (ReferralState::Withdrawn, None) => "withdrawn",
    }
}
