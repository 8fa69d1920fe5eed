//! Pauses, resumes and removes a watch.

use crate::access::{Flash, Signed};
use crate::failure::Failure;
use crate::house::{House, Shared};
use axum::extract::{Path, State};
use axum::response::Response;
use model::audit::Action;
use model::{Watch, WatchId};

/// A watch of the signed-in person.
async fn mine(house: &House, signed: &Signed, id: WatchId) -> Result<Watch, Failure> {
    let watch = house.parts.store.watch(id).await?;
    watch.filter(|watch| watch.owner == signed.person().id).ok_or(Failure::NotFound)
}

pub(super) async fn pause(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<WatchId>,
) -> Result<Response, Failure> {
    let mut watch = mine(&house, &signed, id).await?;
    watch.paused = !watch.paused;
    if !watch.paused {
        // What came during the pause is not told of afterwards.
        watch.matched_seq = house.parts.store.latest_seq().await?;
    }
    house.parts.store.save_watch(&watch).await?;
    let word = if watch.paused { "Paused" } else { "Resumed" };
    house.enter(Some(signed.person()), Action::Change, "watch", id, word).await?;
    signed.go(&house, format!("/watches/{id}"), Flash::done(format!("{word}."))).await
}

pub(super) async fn remove(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<WatchId>,
) -> Result<Response, Failure> {
    let watch = mine(&house, &signed, id).await?;
    house.parts.store.delete_watch(id).await?;
    let why = watch.query.sentence();
    house.enter(Some(signed.person()), Action::Remove, "watch", id, why).await?;
    signed.go(&house, "/watches", Flash::done(format!("“{}” is removed.", watch.name))).await
}
