//! A person's opinion of a post.

use crate::{Label, PersonId, PostId, ReviewId, Service, Timestamp};
use serde::{Deserialize, Serialize};

/// One review. The latest review that is not undone decides a post's label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Id.
    pub id: ReviewId,
    /// Which post.
    pub post: PostId,
    /// Who.
    pub reviewer: PersonId,
    /// When.
    pub at: Timestamp,
    /// What it is.
    pub label: Label,
    /// What it sells, if an offer.
    pub services: Vec<Service>,
    /// Why, in the reviewer's words; may be empty.
    pub reason: String,
    /// The post's revision that was read.
    pub revision: u32,
}

/// A post that a person has found to be an offer. Only such posts can be referred; there is no
/// other way to make one, so no machine opinion reaches a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ReferablePost(PostId);

impl ReferablePost {
    /// From the review that decides the post's label.
    #[must_use]
    pub fn from_review(review: &Review) -> Option<Self> {
        review.label.counts().then_some(Self(review.post))
    }

    /// Which post.
    #[must_use]
    pub const fn id(self) -> PostId {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reviewed_offers_can_be_referred() {
        let mut review = Review {
            id: ReviewId::of(&["r"]),
            post: PostId::of(&["p"]),
            reviewer: PersonId::of(&["ada"]),
            at: Timestamp::from_ms(0),
            label: Label::Offer,
            services: vec![],
            reason: String::new(),
            revision: 1,
        };
        assert!(ReferablePost::from_review(&review).is_some());
        for label in [Label::Seeker, Label::About, Label::LicitService, Label::Other] {
            review.label = label;
            assert!(ReferablePost::from_review(&review).is_none(), "{label}");
        }
    }
}
