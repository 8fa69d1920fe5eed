//! One person, as an administrator keeps them: name, role, lock, password.

use super::people::hashed;
use super::{display_name, email, time_zone, zones};
use crate::access::{Administrator, Flash, Signed};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::{House, Shared};
use crate::pages::show;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use model::audit::Action;
use model::{Person, PersonId, Role};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "settings/person.html")]
struct Page {
    frame: Frame,
    person: Person,
    since: When,
    /// The page shows the one who looks at it.
    own: bool,
    roles: Vec<(Role, bool)>,
    zones: Vec<&'static str>,
    audit: String,
}

async fn find(house: &House, id: PersonId) -> Result<Person, Failure> {
    house.parts.store.person(id).await?.ok_or(Failure::NotFound)
}

pub(super) async fn one(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Path(id): Path<PersonId>,
) -> Result<Html<String>, Failure> {
    let person = find(&house, id).await?;
    house.enter(Some(signed.person()), Action::Consult, "person", id, "").await?;
    let frame = signed.frame(&house, person.display_name.clone());
    let page = Page {
        since: frame.exactly(&person.created_at),
        own: signed.person().id == id,
        roles: Role::ALL.iter().map(|role| (*role, *role == person.role)).collect(),
        zones: zones(),
        audit: format!("/audit?actor={id}"),
        person,
        frame,
    };
    show(&page)
}

/// Enters what was changed and shows the person again.
async fn done(
    house: &House,
    signed: &Signed<Administrator>,
    id: PersonId,
    why: &str,
    flash: Flash,
) -> Result<Response, Failure> {
    house.enter(Some(signed.person()), Action::Change, "person", id, why).await?;
    signed.go(house, format!("/settings/people/{id}"), flash).await
}

/// Administrators cannot lock themselves out: somebody else has to.
fn not_oneself(signed: &Signed<Administrator>, id: PersonId) -> Result<(), Failure> {
    if signed.person().id == id {
        let why = "you cannot change your own role or lock yourself out; another administrator can";
        return Err(Failure::Wrong(why.to_owned()));
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
pub(super) struct Description {
    display_name: String,
    #[serde(default)]
    email: String,
    time_zone: String,
}

pub(super) async fn describe(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Path(id): Path<PersonId>,
    Form(given): Form<Description>,
) -> Result<Response, Failure> {
    let mut person = find(&house, id).await?;
    person.display_name = display_name(&given.display_name)?;
    person.email = email(&given.email)?;
    person.time_zone = time_zone(&given.time_zone)?;
    house.parts.store.describe_person(&person).await?;
    done(&house, &signed, id, "name, mail address or time zone", Flash::done("Saved.")).await
}

#[derive(Debug, Deserialize)]
pub(super) struct NewRole {
    role: Role,
}

pub(super) async fn set_role(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Path(id): Path<PersonId>,
    Form(wanted): Form<NewRole>,
) -> Result<Response, Failure> {
    not_oneself(&signed, id)?;
    let person = find(&house, id).await?;
    house.parts.store.set_role(id, wanted.role).await?;
    let mut flash = Flash::done(format!("{} is {} now.", person.display_name, wanted.role));
    let before = person.role.word().to_owned();
    flash.undo = Some((format!("/settings/people/{id}/role"), "role".to_owned(), before));
    let why = format!("role: {} → {}", person.role, wanted.role);
    done(&house, &signed, id, &why, flash).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Lock {
    disabled: bool,
}

pub(super) async fn set_disabled(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Path(id): Path<PersonId>,
    Form(wanted): Form<Lock>,
) -> Result<Response, Failure> {
    not_oneself(&signed, id)?;
    let person = find(&house, id).await?;
    house.parts.store.set_person_disabled(id, wanted.disabled).await?;
    let why = if wanted.disabled { "locked out" } else { "let in again" };
    let mut flash = Flash::done(format!("{} is {why}.", person.display_name));
    let before = person.disabled.to_string();
    flash.undo = Some((format!("/settings/people/{id}/disabled"), "disabled".to_owned(), before));
    done(&house, &signed, id, why, flash).await
}

#[derive(Deserialize)]
pub(super) struct NewPassword {
    password: String,
}

pub(super) async fn set_password(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Path(id): Path<PersonId>,
    Form(given): Form<NewPassword>,
) -> Result<Response, Failure> {
    let person = find(&house, id).await?;
    let hash = hashed(&house, given.password).await?;
    house.parts.store.set_password(id, &hash).await?;
    let flash = Flash::done(format!("{} has a new password.", person.display_name));
    done(&house, &signed, id, "new password", flash).await
}
