//! Published items.

use crate::{Error, Listed, Paging, Store};
use model::{
    Account, AccountId, AdvertId, Assessment, CaptureId, Label, Post, PostId, Review, Revision,
};
use serde::Serialize;

/// A post with all that is thought of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PostView {
    /// The post.
    pub post: Post,
    /// Its account.
    pub account: Account,
    /// What the classifier thinks.
    pub assessment: Option<Assessment>,
    /// What a person thinks: the latest review that is not undone.
    pub review: Option<Review>,
    /// The advert it belongs to.
    pub advert: Option<AdvertId>,
    /// The capture in which it was first seen.
    pub capture: Option<CaptureId>,
}

impl PostView {
    /// What the post is: a person's opinion before the classifier's.
    #[must_use]
    pub fn label(&self) -> Option<Label> {
        let reviewed = self.review.as_ref().map(|review| review.label);
        reviewed.or_else(|| self.assessment.as_ref().map(|assessment| assessment.label))
    }

    /// How surely it is an offer, 0..=1: 1 or 0 once a person has said so.
    #[must_use]
    pub fn score(&self) -> f32 {
        match (&self.review, &self.assessment) {
            (Some(review), _) => f32::from(u8::from(review.label.counts())),
            (None, Some(assessment)) => assessment.score.value(),
            (None, None) => 0.0,
        }
    }

    /// The capture in which it was first seen.
    #[must_use]
    pub const fn first_capture(&self) -> Option<CaptureId> {
        self.capture
    }
}

impl Store {
    /// One post.
    pub async fn post(&self, id: PostId) -> Result<Option<PostView>, Error> {
        todo!()
    }

    /// Posts in the order of `ids`; missing ones are left out.
    pub async fn posts_by_ids(&self, ids: &[PostId]) -> Result<Vec<PostView>, Error> {
        todo!()
    }

    /// Posts of an account, newest first; only those of a label, if one is given.
    pub async fn posts_of_account(
        &self,
        account: AccountId,
        label: Option<Label>,
        paging: Paging,
    ) -> Result<Listed<PostView>, Error> {
        todo!()
    }

    /// All contents that a post had, oldest first.
    pub async fn revisions(&self, post: PostId) -> Result<Vec<Revision>, Error> {
        todo!()
    }
}
