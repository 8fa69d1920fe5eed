//! Approves or withdraws a draft.

use crate::access::{Analyst, Approver, Flash, Signed};
use crate::failure::Failure;
use crate::house::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use model::audit::Action;
use model::{ReferralId, ReferralState};
use store::SaveError;

pub(super) async fn approve(
    State(house): State<Shared>,
    signed: Signed<Approver>,
    Path(id): Path<ReferralId>,
) -> Result<Response, Failure> {
    let draft = house.parts.store.referral(id).await?.ok_or(Failure::NotFound)?;
    let (before, to) = (draft.changed_at, draft.recipient.name.clone());
    // The model refuses the author, whatever the page showed.
    let approved = draft
        .approve(signed.person(), house.now())
        .map_err(|why| Failure::Forbidden(why.to_string()))?;
    let saved = house.parts.store.save_referral(&approved.into_referral(), Some(before)).await;
    saved.map_err(conflict)?;
    house.enter(Some(signed.person()), Action::Approve, "referral", id, format!("to {to}")).await?;
    let flash = Flash::done(format!("Approved. The notice to {to} is on its way."));
    signed.go(&house, format!("/referrals/{id}"), flash).await
}

pub(super) async fn withdraw(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<ReferralId>,
) -> Result<Response, Failure> {
    let mut referral = house.parts.store.referral(id).await?.ok_or(Failure::NotFound)?;
    if referral.state != ReferralState::Draft {
        let why = "only a draft can be withdrawn; this one was approved in the meantime";
        return Err(Failure::Conflict(why.to_owned()));
    }
    let before = referral.changed_at;
    referral.state = ReferralState::Withdrawn;
    referral.changed_at = house.now();
    house.parts.store.save_referral(&referral, Some(before)).await.map_err(conflict)?;
    house.enter(Some(signed.person()), Action::Remove, "referral", id, "withdrawn").await?;
    signed.go(&house, format!("/referrals/{id}"), Flash::done("Withdrawn.")).await
}

fn conflict(why: SaveError) -> Failure {
    match why {
        SaveError::Conflict => Failure::Conflict(why.to_string()),
        SaveError::Store(why) => why.into(),
    }
}
