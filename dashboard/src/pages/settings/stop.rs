//! The stop switch: while it is on, nothing is visited.

use crate::access::{Administrator, Flash, Signed};
use crate::failure::Failure;
use crate::house::Shared;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use serde::Deserialize;

/// Most characters of a reason.
const REASON: usize = 500;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    /// `on` or `off`.
    state: String,
    reason: String,
}

pub(super) async fn switch(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Failure> {
    let (state, done) = match wanted.state.as_str() {
        "on" => {
            ("on", "The stop switch is on. No page is asked for any more; visits under way end.")
        }
        "off" => ("off", "The stop switch is off. Sources are visited again as they fall due."),
        _ => return Err(Failure::Wrong("the stop switch is either on or off".to_owned())),
    };
    let reason: String = wanted.reason.trim().chars().take(REASON).collect();
    if reason.is_empty() {
        return Err(Failure::Wrong("say why; nothing was switched".to_owned()));
    }
    house.parts.store.set_setting(model::source::STOP_SWITCH, state).await?;
    let why = format!("{state}: {reason}");
    let (person, key) = (Some(signed.person()), model::source::STOP_SWITCH);
    house.enter(person, Action::Change, "setting", key, why).await?;
    signed.go(&house, "/settings", Flash::done(done)).await
}
