//! What needs attention: the alarms of a page, and saying that one knows.

use crate::access::{Analyst, Flash, Signed};
use crate::components::AlarmCard;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::{House, Shared};
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::{AlarmId, AlarmState};
use serde::Deserialize;
use store::{AlarmFilter, Paging};

/// Alarms that a filter lets through, and how many there are in all.
pub(in crate::pages) async fn cards(
    house: &House,
    frame: &Frame,
    filter: &AlarmFilter,
    most: u32,
) -> Result<(Vec<AlarmCard>, u64), Failure> {
    let listed = house.parts.store.alarms(filter, Paging::first(most)).await?;
    let people = if listed.rows.iter().any(|view| view.alarm.acknowledged.is_some()) {
        house.parts.store.people().await?
    } else {
        Vec::new()
    };
    let cards = listed.rows.iter().map(|view| AlarmCard::of(frame, view, &people)).collect();
    Ok((cards, listed.total))
}

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    state: AlarmState,
    #[serde(default)]
    back: String,
}

pub(super) async fn acknowledge(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(id): Path<AlarmId>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let (store, person) = (&house.parts.store, signed.person());
    let known = match given.state {
        AlarmState::Acknowledged => Some(person.id),
        AlarmState::Open => None,
        AlarmState::Resolved => {
            return Err(Failure::Wrong("an alarm ends when good visits return".to_owned()));
        }
    };
    if !store.acknowledge_alarm(id, known, house.now()).await? {
        return Err(Failure::NotFound);
    }
    house.enter(Some(person), Action::Change, "alarm", id, given.state.word()).await?;
    let (words, before) = match known {
        Some(_) => ("Noted that you know.", AlarmState::Open),
        None => ("It waits for somebody again.", AlarmState::Acknowledged),
    };
    let mut flash = Flash::done(words);
    let path = format!("/sources/alarms/{id}");
    flash.undo = Some((path, "state".to_owned(), before.word().to_owned()));
    let own = given.back.starts_with('/') && !given.back.starts_with("//");
    let back = if own { given.back } else { "/sources?attention=yes".to_owned() };
    signed.go(&house, back, flash).await
}
