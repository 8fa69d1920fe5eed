//! How the signed-in person is called and in which zone times are shown.

use super::{display_name, time_zone};
use crate::access::{Flash, Signed};
use crate::failure::Failure;
use crate::house::Shared;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    display_name: String,
    time_zone: String,
}

pub(super) async fn describe(
    State(house): State<Shared>,
    signed: Signed,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let mut person = signed.person().clone();
    person.display_name = display_name(&given.display_name)?;
    person.time_zone = time_zone(&given.time_zone)?;
    if !house.parts.store.describe_person(&person).await? {
        return Err(Failure::NotFound);
    }
    let why = "their own display settings";
    house.enter(Some(signed.person()), Action::Change, "person", person.id, why).await?;
    signed.go(&house, "/settings", Flash::done("Saved.")).await
}
