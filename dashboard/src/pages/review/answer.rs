//! Takes an answer, and takes it back.

use super::golden;
use crate::access::{Analyst, Flash, Signed};
use crate::components::Address;
use crate::failure::Failure;
use crate::house::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use model::audit::Action;
use model::{Label, PostId, Review, ReviewId, Service};
use serde::Deserialize;

/// Most characters of a reason.
const LONGEST_REASON: usize = 2_000;

#[derive(Debug, Deserialize)]
pub(crate) struct Given {
    label: String,
    #[serde(default)]
    service: Vec<String>,
    #[serde(default)]
    reason: String,
    /// The revision that was read.
    revision: u32,
    /// Where to go on.
    #[serde(default)]
    back: String,
}

pub(crate) async fn answer(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Path(post): Path<PostId>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let store = &house.parts.store;
    let view = store.post(post).await?.ok_or(Failure::NotFound)?;
    let label = Label::of_word(&given.label)
        .ok_or_else(|| Failure::Wrong("choose one of the five answers".to_owned()))?;
    let back = back_to(&given.back);
    if view.post.revisions != given.revision {
        let words = "The post was changed while you read it. Nothing was saved: read it again.";
        let again = Address::parse(&back).with("post", post).to_string();
        return signed.go(&house, again, Flash::trouble(words)).await;
    }
    let services = if label.counts() {
        given.service.iter().filter_map(|word| Service::of_word(word)).collect()
    } else {
        Vec::new()
    };
    let review = Review {
        id: ReviewId::fresh(house.parts.entropy.as_ref()),
        post,
        reviewer: signed.person().id,
        at: house.now(),
        label,
        services,
        reason: given.reason.trim().chars().take(LONGEST_REASON).collect(),
        revision: given.revision,
    };
    let mut reason = format!("{label}: {}", review.reason);
    if golden::is_second(&view, &review, &given.back) {
        store.add_second_opinion(&review).await?;
        reason.insert_str(0, "second opinion, ");
    } else {
        store.add_review(&review).await?;
    }
    house.enter(Some(signed.person()), Action::Review, "post", post, reason).await?;
    let mut flash = Flash::done(format!("Saved: {}.", label.title()));
    flash.undo = Some(("/review/undo".to_owned(), "review".to_owned(), review.id.to_string()));
    signed.go(&house, back, flash).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct Undone {
    review: ReviewId,
}

pub(crate) async fn undo(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Form(undone): Form<Undone>,
) -> Result<Response, Failure> {
    let person = signed.person();
    let flash = if house.parts.store.undo_review(undone.review, person.id).await? {
        let (id, why) = (undone.review, "taken back");
        house.enter(Some(person), Action::Review, "review", id, why).await?;
        Flash::done("Taken back. The post waits for review again.")
    } else {
        Flash::trouble("There was nothing of yours to take back.")
    };
    signed.go(&house, "/review", flash).await
}

/// On to the next post of the same selection.
fn back_to(address: &str) -> String {
    let inside = crate::frame::inside(address);
    if inside.starts_with("/review") {
        return Address::parse(inside).without("post").to_string();
    }
    if inside == "/" { "/review".to_owned() } else { inside.to_owned() }
}
