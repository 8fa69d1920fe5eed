//! Pauses, resumes, removes and describes a source.

use crate::access::{Analyst, Flash, Signed};
use crate::failure::Failure;
use crate::house::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::{SourceId, SourceState};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    state: SourceState,
}

pub(super) async fn set_state(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<SourceId>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Failure> {
    let before = house.parts.store.source(id).await?.ok_or(Failure::NotFound)?.state;
    let by = format!("by {}", signed.person().display_name);
    house.parts.store.set_source_state(id, wanted.state, &by).await?;
    let action = if wanted.state == SourceState::Removed { Action::Remove } else { Action::Change };
    house.enter(Some(signed.person()), action, "source", id, wanted.state.word()).await?;
    let mut flash = Flash::done(format!("The source is {} now.", wanted.state.word()));
    let back = (format!("/sources/{id}/state"), "state".to_owned(), before.word().to_owned());
    flash.undo = Some(back);
    signed.go(&house, format!("/sources/{id}"), flash).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Description {
    note: String,
    weight: f32,
}

pub(super) async fn describe(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<SourceId>,
    Form(given): Form<Description>,
) -> Result<Response, Failure> {
    if !(0.1..=100.0).contains(&given.weight) {
        return Err(Failure::Wrong("write a weight from 0.1 to 100; 1 is usual".to_owned()));
    }
    let note: String = given.note.trim().chars().take(500).collect();
    if !house.parts.store.describe_source(id, &note, given.weight).await? {
        return Err(Failure::NotFound);
    }
    house.enter(Some(signed.person()), Action::Change, "source", id, note).await?;
    signed.go(&house, format!("/sources/{id}"), Flash::done("Saved.")).await
}
