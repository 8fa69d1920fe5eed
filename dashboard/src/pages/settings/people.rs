//! Adds a person.

use super::{display_name, email, time_zone};
use crate::access::{Administrator, Flash, Signed};
use crate::failure::Failure;
use crate::house::{House, Shared};
use crate::password::{self, PasswordError};
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::{Person, PersonId, Role};
use serde::Deserialize;
use store::Error;

#[derive(Deserialize)]
pub(super) struct Given {
    name: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    time_zone: String,
    role: Role,
    password: String,
}

pub(super) async fn add(
    State(house): State<Shared>,
    signed: Signed<Administrator>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let name = log_in_name(&given.name)?;
    let shown =
        if given.display_name.trim().is_empty() { &given.name } else { &given.display_name };
    let zone = if given.time_zone.trim().is_empty() { "UTC" } else { &given.time_zone };
    let person = Person {
        id: PersonId::fresh(house.parts.entropy.as_ref()),
        display_name: display_name(shown)?,
        email: email(&given.email)?,
        role: given.role,
        time_zone: time_zone(zone)?,
        disabled: false,
        created_at: house.now(),
        name,
    };
    let hash = hashed(&house, given.password).await?;
    match house.parts.store.add_person(&person, &hash).await {
        Err(Error::NameTaken) => return Err(Failure::Conflict(Error::NameTaken.to_string())),
        other => other?,
    }
    let why = format!("{}, {}", person.name, person.role);
    house.enter(Some(signed.person()), Action::Create, "person", person.id, why).await?;
    let flash =
        Flash::done(format!("{} can sign in now as “{}”.", person.display_name, person.name));
    signed.go(&house, "/settings#people", flash).await
}

/// A log-in name: lower case, without blanks.
fn log_in_name(text: &str) -> Result<String, Failure> {
    let name = text.trim().to_lowercase();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if name.is_empty() || name.chars().count() > 100 || !name.chars().all(fits) {
        let hint = "log-in name: letters, digits and . - _ @ without blanks, 100 at most";
        return Err(Failure::Wrong(hint.to_owned()));
    }
    Ok(name)
}

/// The hash of a password, computed off the threads that answer clicks.
pub(super) async fn hashed(house: &House, given: String) -> Result<String, Failure> {
    let _turn = house.hashing.acquire().await?;
    let entropy = house.parts.entropy.clone();
    let hash =
        tokio::task::spawn_blocking(move || password::hash(&given, entropy.as_ref())).await?;
    hash.map_err(|why| match why {
        PasswordError::Hashing => Failure::from(why),
        PasswordError::TooShort | PasswordError::TooLong => Failure::Wrong(why.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_in_names_are_plain() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(log_in_name(text).ok().as_deref(), expect, "{text}");
        };
        check(" Ada.Example ", Some("ada.example"));
        check("ليلى", Some("ليلى"));
        check("ada example", None);
        check("<b>", None);
        check("", None);
    }
}
