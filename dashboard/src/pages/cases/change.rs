//! Changes a case: notes, what is in it, open or closed.

use super::keep;
use crate::access::{Analyst, Flash, Signed};
use crate::failure::Failure;
use crate::house::{House, Shared};
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::case::CaseNote;
use model::{Case, CaseId, CaseState};
use serde::Deserialize;

/// Saves the case, enters why, and goes back to it.
async fn done(
    house: &House,
    signed: &Signed<Analyst>,
    case: Case,
    why: &str,
) -> Result<Response, Failure> {
    let id = case.id;
    keep(house, case).await?;
    house.enter(Some(signed.person()), Action::Change, "case", id, why).await?;
    signed.go(house, format!("/cases/{id}"), Flash::done("Saved.")).await
}

async fn find(house: &House, id: CaseId) -> Result<Case, Failure> {
    house.parts.store.case(id).await?.ok_or(Failure::NotFound)
}

#[derive(Debug, Deserialize)]
pub(super) struct Note {
    text: String,
}

pub(super) async fn note(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<CaseId>,
    Form(given): Form<Note>,
) -> Result<Response, Failure> {
    let mut case = find(&house, id).await?;
    let text: String = given.text.trim().chars().take(20_000).collect();
    if text.is_empty() {
        return Err(Failure::Wrong("the note is empty".to_owned()));
    }
    case.notes.push(CaseNote { at: house.now(), author: signed.person().id, text });
    done(&house, &signed, case, "note").await
}

#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Out {
    account: String,
    post: String,
}

pub(super) async fn take_out(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<CaseId>,
    Form(out): Form<Out>,
) -> Result<Response, Failure> {
    let mut case = find(&house, id).await?;
    case.accounts.retain(|one| one.to_string() != out.account);
    case.posts.retain(|one| one.to_string() != out.post);
    let why = format!("took out {}{}", out.account, out.post);
    done(&house, &signed, case, &why).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    state: CaseState,
}

pub(super) async fn set_state(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<CaseId>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Failure> {
    let mut case = find(&house, id).await?;
    case.state = wanted.state;
    done(&house, &signed, case, wanted.state.word()).await
}
