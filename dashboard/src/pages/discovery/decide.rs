//! Accepts or refuses a candidate.

use crate::access::{Analyst, Flash, Signed};
use crate::failure::Failure;
use crate::house::Shared;
use crate::pages::sources::source;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::{CandidateState, SourceId};
use serde::Deserialize;

/// Most characters of a reason.
const LONGEST_REASON: usize = 500;

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    decision: CandidateState,
    #[serde(default)]
    reason: String,
}

pub(super) async fn decide(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<SourceId>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let store = &house.parts.store;
    let candidate = store.candidate(id).await?.ok_or(Failure::NotFound)?;
    let reason: String = given.reason.trim().chars().take(LONGEST_REASON).collect();
    let (person, now) = (signed.person(), house.now());
    let words = match given.decision {
        CandidateState::Accepted => {
            let note = format!("discovered: {reason}");
            let source = source(&house, candidate.address, note.trim_end_matches([':', ' ']));
            store.add_source(&source).await?;
            "It is watched now, due at once."
        }
        CandidateState::Refused => "It is not proposed again.",
        CandidateState::Proposed => "It waits for a decision again.",
    };
    store.decide_candidate(id, given.decision, Some(person.id), &reason, now).await?;
    let why = format!("{} {reason}", given.decision.word());
    house.enter(Some(person), Action::Change, "candidate", id, why).await?;
    signed.go(&house, "/discovery".to_owned(), Flash::done(words)).await
}
