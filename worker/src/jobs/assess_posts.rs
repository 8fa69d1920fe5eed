//! Forms an opinion of every new or changed post.

use super::Job;
use crate::Workshop;
use anyhow::Context;
use std::sync::Arc;

/// The job.
#[derive(Debug)]
pub(super) struct AssessPosts;

/// The one of this file.
pub(super) const JOB: AssessPosts = AssessPosts;

/// Posts assessed in one run.
const BATCH: u32 = 200;

#[async_trait::async_trait]
impl Job for AssessPosts {
    fn name(&self) -> &'static str {
        "assess_posts"
    }

    fn help(&self) -> &'static str {
        "scores new and changed posts and says why"
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let posts = shop.store.posts_to_assess(BATCH).await?;
        if posts.is_empty() {
            return Ok(0);
        }
        let (models, now) = (Arc::clone(&shop.models), shop.now());
        let assessments = tokio::task::spawn_blocking(move || {
            models.refresh();
            let classifier = models.champion();
            let assess = |post: &model::Post| {
                let text = post.content.full_text();
                classifier.assess(post.id, &text, post.declared_language.as_ref(), now)
            };
            posts.iter().map(assess).collect::<Vec<_>>()
        })
        .await
        .context("the classifier stopped")?;
        shop.store.save_assessments(&assessments, now).await?;
        shop.tally.assessed(assessments.len() as u64);
        Ok(assessments.len() as u64)
    }
}
