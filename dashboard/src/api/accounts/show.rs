//! `GET /api/accounts/{id}`: an account with its contacts and the newest part of its timeline.

use crate::access::Signed;
use crate::failure::Failure;
use crate::house::Shared;
use axum::Json;
use axum::extract::{Path, State};
use model::audit::Action;
use model::{Account, AccountId, Network, Succession};
use serde::Serialize;
use store::{ContactUse, Listed, Paging, TimelineEntry};

#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    account: Account,
    contacts: Vec<ContactUse>,
    network: Option<Network>,
    /// Those of which the account is one side.
    successions: Vec<Succession>,
    timeline: Listed<TimelineEntry>,
}

pub(crate) async fn show(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<AccountId>,
) -> Result<Json<Answer>, Failure> {
    let store = &house.parts.store;
    let account = store.account(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "account", id, "api").await?;
    Ok(Json(Answer {
        account,
        contacts: store.contacts_of(id).await?,
        network: store.network_of(id).await?,
        successions: store.successions_of(id).await?,
        timeline: store.timeline(id, Paging::first(100)).await?,
    }))
}
