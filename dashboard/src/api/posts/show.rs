//! `GET /api/posts/{id}`: a post with all that is thought of it.

use crate::access::Signed;
use crate::failure::Failure;
use crate::house::Shared;
use axum::Json;
use axum::extract::{Path, State};
use model::audit::Action;
use model::{PostId, Review, Revision, Sighting, Subject};
use serde::Serialize;
use store::{CaptureRow, PostView};

#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    #[serde(flatten)]
    view: PostView,
    revisions: Vec<Revision>,
    sightings: Vec<Sighting>,
    captures: Vec<CaptureRow>,
    reviews: Vec<Review>,
}

pub(crate) async fn show(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<PostId>,
) -> Result<Json<Answer>, Failure> {
    let store = &house.parts.store;
    let view = store.post(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "post", id, "api").await?;
    Ok(Json(Answer {
        view,
        revisions: store.revisions(id).await?,
        sightings: store.sightings(Subject::Post(id)).await?,
        captures: store.captures_of(Subject::Post(id)).await?,
        reviews: store.reviews_of(id).await?,
    }))
}
