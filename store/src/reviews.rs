//! What people think.

use crate::{Error, PostView, Store};
use model::{Language, PersonId, Platform, PostId, Review, ReviewId, Timestamp};
use serde::{Deserialize, Serialize};

/// Which posts are up for review. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewFilter {
    /// Only in this language.
    pub language: Option<Language>,
    /// Only on this platform.
    pub platform: Option<Platform>,
}

impl Store {
    /// Saves a review and all that follows from it, as for an assessment.
    pub async fn add_review(&self, review: &Review) -> Result<(), Error> {
        todo!()
    }

    /// Takes a review back; the one before, or the assessment, decides again. Only its reviewer
    /// can. Whether there was one to take back.
    pub async fn undo_review(&self, id: ReviewId, person: PersonId) -> Result<bool, Error> {
        todo!()
    }

    /// Reviews of a post that are not undone, newest first.
    pub async fn reviews_of(&self, post: PostId) -> Result<Vec<Review>, Error> {
        todo!()
    }

    /// Posts that nobody has reviewed: where the classifier abstained first, then offers, highest
    /// score first.
    pub async fn review_queue(
        &self,
        filter: &ReviewFilter,
        limit: u32,
    ) -> Result<Vec<PostView>, Error> {
        todo!()
    }

    /// How many a person has reviewed since a moment, and how many wait.
    pub async fn review_counts(
        &self,
        person: PersonId,
        since: Timestamp,
    ) -> Result<(u64, u64), Error> {
        todo!()
    }
}
