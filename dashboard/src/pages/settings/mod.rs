//! Settings: how one is shown things, the stop switch, people, recipients, languages, the outbox.

mod me;
mod outbox;
mod people;
mod person;
mod show;
mod stop;

use crate::failure::Failure;
use crate::pages::{Group, Page as Listing};
use axum::Router;
use axum::routing::{get, post};
use chrono_tz::Tz;
use model::Role;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Below,
    title: "Settings",
    path: "/settings",
    role: Role::Viewer,
    key: Some('t'),
    icon: "M4 7h10M18 7h2M4 17h2M10 17h10M16 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    routes: || {
        Router::new()
            .route("/settings", get(show::settings))
            .route("/settings/me", post(me::describe))
    },
};

/// What only administrators do.
pub(crate) const PEOPLE: Listing = Listing {
    group: Group::Hidden,
    title: "Person",
    path: "/settings/people/00000000-0000-0000-0000-000000000000",
    role: Role::Administrator,
    key: None,
    icon: "",
    routes: || {
        Router::new()
            .route("/settings/stop", post(stop::switch))
            .route("/settings/people", post(people::add))
            .route("/settings/people/{id}", get(person::one))
            .route("/settings/people/{id}/describe", post(person::describe))
            .route("/settings/people/{id}/role", post(person::set_role))
            .route("/settings/people/{id}/disabled", post(person::set_disabled))
            .route("/settings/people/{id}/password", post(person::set_password))
    },
};

/// A name to be shown.
fn display_name(text: &str) -> Result<String, Failure> {
    let name: String = text.trim().chars().take(100).collect();
    if name.is_empty() {
        return Err(Failure::Wrong("give a name to be shown".to_owned()));
    }
    Ok(name)
}

/// A time zone by its IANA name.
fn time_zone(text: &str) -> Result<String, Failure> {
    let zone: Result<Tz, _> = text.trim().parse();
    zone.map(|zone| zone.name().to_owned()).map_err(|_| {
        Failure::Wrong("time zone: write a name such as Europe/Rome or UTC".to_owned())
    })
}

/// A mail address, or nothing.
fn email(text: &str) -> Result<Option<String>, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parts = text
        .rsplit_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !name.contains('@'));
    let strange =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';');
    if !parts || text.len() > 254 || text.contains(strange) {
        let hint = "mail address: write one such as name@unit.example, or leave it empty";
        return Err(Failure::Wrong(hint.to_owned()));
    }
    Ok(Some(text.to_owned()))
}

/// Names of all time zones.
fn zones() -> Vec<&'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_zones_are_checked_before_they_are_kept() {
        let check = |text: &str, expect: Option<Option<&str>>| {
            assert_eq!(email(text).ok(), expect.map(|one| one.map(str::to_owned)), "{text}");
        };
        check(" ada@unit.example ", Some(Some("ada@unit.example")));
        check("", Some(None));
        check("ada", None);
        check("ada@unit.example, eve@other.example", None);
        check("ada@unit.example\r\nbcc: x@y.example", None);
        check("@unit.example", None);
        assert_eq!(time_zone("Europe/Rome").ok().as_deref(), Some("Europe/Rome"));
        assert!(time_zone("Rome").is_err());
        assert!(display_name("  ").is_err());
    }
}
