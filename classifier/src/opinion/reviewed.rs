//! What people said of posts, as something to learn from.

use super::LabelledPost;
use model::{Language, Post, Review};

/// Who wrote the labels, in a report's parts.
const WRITER: &str = "reviews";

impl LabelledPost {
    /// A post with a person's opinion of it. Nothing where the post was changed since: the review
    /// was of other words. `doubtful`: somebody else disagrees, so less is learnt from it.
    #[must_use]
    pub fn reviewed(
        post: &Post,
        language: &Language,
        review: &Review,
        doubtful: bool,
    ) -> Option<Self> {
        let text = post.content.full_text();
        if review.revision != post.revisions || text.trim().is_empty() {
            return None;
        }
        Some(Self {
            id: post.id.to_string(),
            language: language.as_str().to_owned(),
            text,
            label: review.label,
            services: review.services.clone(),
            origin: None,
            destination: None,
            contacts: Vec::new(),
            prices: Vec::new(),
            difficulty: if doubtful { "doubtful".to_owned() } else { "unknown".to_owned() },
            writer: WRITER.to_owned(),
        })
    }
}
