//! Who came in the place of an account that is gone, and whose place an account took.

use crate::access::{Analyst, Flash, Signed};
use crate::components::SuccessionCard;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::{House, Shared};
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::{Account, AccountId, Succession, SuccessionState};
use serde::Deserialize;
use store::Paging;

/// Most characters of a reason.
const LONGEST_REASON: usize = 500;

/// Successions of which an account is one side.
#[derive(Debug)]
pub(super) struct Successions {
    /// By whom it was replaced, or may have been.
    pub(super) replaced_by: Vec<SuccessionCard>,
    /// Whom it replaces, or may replace.
    pub(super) replaces: Vec<SuccessionCard>,
}

/// Those of an account.
pub(super) async fn of(
    house: &House,
    frame: &Frame,
    id: AccountId,
) -> Result<Successions, Failure> {
    let all = house.parts.store.successions_of(id).await?;
    let (replaced, replaces): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.gone == id);
    Ok(Successions {
        replaced_by: cards(house, frame, &replaced, Some(id)).await?,
        replaces: cards(house, frame, &replaces, Some(id)).await?,
    })
}

/// The likeliest that wait for somebody, and how many do.
pub(in crate::pages) async fn waiting(
    house: &House,
    frame: &Frame,
    most: u32,
) -> Result<(Vec<SuccessionCard>, u64), Failure> {
    let proposed = SuccessionState::Proposed;
    let listed = house.parts.store.successions(proposed, Paging::first(most)).await?;
    Ok((cards(house, frame, &listed.rows, None).await?, listed.total))
}

/// Cards; the account whose page it is stays unnamed on them.
async fn cards(
    house: &House,
    frame: &Frame,
    successions: &[Succession],
    on: Option<AccountId>,
) -> Result<Vec<SuccessionCard>, Failure> {
    if successions.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<AccountId> = successions.iter().flat_map(|one| [one.gone, one.next]).collect();
    let accounts = house.parts.store.accounts_by_ids(&ids).await?;
    let people = house.parts.store.people().await?;
    let named = |id: AccountId| -> Option<&Account> {
        accounts.iter().find(|account| account.id == id && on != Some(id))
    };
    let card = |one: &Succession| {
        SuccessionCard::of(frame, one, (named(one.gone), named(one.next)), &people)
    };
    Ok(successions.iter().map(card).collect())
}

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    decision: SuccessionState,
    #[serde(default)]
    reason: String,
}

/// Confirms or rejects a successor, or takes that back. A confirmed one that nobody watches is
/// proposed for watching, as any other candidate; nothing else follows by itself.
pub(super) async fn decide(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path((gone, next)): Path<(AccountId, AccountId)>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let (store, now, person) = (&house.parts.store, house.now(), signed.person());
    let reason: String = given.reason.trim().chars().take(LONGEST_REASON).collect();
    let pair = (gone, next);
    if !store.decide_succession(pair, given.decision, person.id, &reason, now).await? {
        return Err(Failure::NotFound);
    }
    let account = store.account(next).await?.ok_or(Failure::NotFound)?;
    let place = house.parts.platforms.place_of(&account);
    let words = match (given.decision, place) {
        (SuccessionState::Confirmed, Some(place)) => {
            if store.propose_successor(&place, gone, now).await? {
                "Confirmed. Its place waits under Discovery to be watched."
            } else {
                "Confirmed. Its place is watched already."
            }
        }
        (SuccessionState::Confirmed, None) => "Confirmed. It has no place that can be watched.",
        (state, place) => {
            if let Some(place) = place {
                store.withdraw_successor(&place).await?;
            }
            match state {
                SuccessionState::Rejected => "Rejected. It is not proposed again.",
                _ => "It waits for a decision again.",
            }
        }
    };
    let why = format!("{} as successor of {gone} {reason}", given.decision.word());
    house.enter(Some(person), Action::Change, "account", next, why.trim()).await?;
    let mut flash = Flash::done(words);
    if given.decision != SuccessionState::Proposed {
        let path = format!("/accounts/{gone}/successors/{next}");
        let before = SuccessionState::Proposed.word().to_owned();
        flash.undo = Some((path, "decision".to_owned(), before));
    }
    signed.go(&house, format!("/accounts/{gone}#successors"), flash).await
}
