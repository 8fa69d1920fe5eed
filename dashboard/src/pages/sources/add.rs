//! Adds places: finds the platform, refuses what is not public, spots what is watched already.

use crate::access::{Analyst, Flash, Signed};
use crate::failure::Failure;
use crate::house::{House, Shared};
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::retention::Category;
use model::{Source, SourceState};
use serde::Deserialize;
use store::Added;

/// Most addresses taken at once; more come by `routewatch source import`.
const MOST: usize = 200;

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    addresses: String,
    #[serde(default)]
    note: String,
}

pub(super) async fn add(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let note: String = given.note.trim().chars().take(500).collect();
    let (mut added, mut known, mut refused) = (Vec::new(), 0_usize, Vec::new());
    let lines = given.addresses.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.take(MOST) {
        match house.parts.platforms.recognise(line) {
            Err(why) => refused.push(format!("{line}: {why}")),
            Ok(address) => {
                let source = source(&house, address, &note);
                match house.parts.store.add_source(&source).await? {
                    Added::New => {
                        let (id, why) = (source.id, note.clone());
                        let person = Some(signed.person());
                        house.enter(person, Action::Create, "source", id, why).await?;
                        added.push(source);
                    }
                    Added::Existing(there) => {
                        known += 1;
                        revive(&house, &there).await?;
                    }
                }
            }
        }
    }
    let to = match added.as_slice() {
        [one] if refused.is_empty() => format!("/sources/{}", one.id),
        _ => "/sources".to_owned(),
    };
    signed.go(&house, to, flash(added.len(), known, &refused)).await
}

/// A source at that address, due at once.
pub(in crate::pages) fn source(
    house: &House,
    address: model::source::SourceAddress,
    note: &str,
) -> Source {
    let now = house.now();
    let host = house.parts.platforms.host(&address);
    let until = house.parts.keep.until(Category::Offer, now);
    let mut source = Source::new(address, host, now, until);
    note.clone_into(&mut source.note);
    source
}

/// A place that was removed once is watched again.
async fn revive(house: &House, there: &Source) -> Result<(), Failure> {
    if there.state == SourceState::Removed {
        house.parts.store.set_source_state(there.id, SourceState::Active, "added again").await?;
    }
    Ok(())
}

fn flash(added: usize, known: usize, refused: &[String]) -> Flash {
    let mut words = Vec::new();
    if added > 0 {
        words.push(format!("{added} added, due at once"));
    }
    if known > 0 {
        words.push(format!("{known} watched already"));
    }
    if refused.is_empty() {
        return Flash::done(format!("{}.", words.join(", ")));
    }
    words.push(format!("{} refused: {}", refused.len(), refused.join("; ")));
    Flash::trouble(format!("{}.", words.join(", ")))
}
