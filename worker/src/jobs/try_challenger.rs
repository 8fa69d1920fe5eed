//! Lets the challenger judge what the champion judged, in its shadow.

use super::Job;
use crate::{Options, Workshop};
use anyhow::Context;
use std::sync::Arc;
use std::time::Duration;
use store::Trial;

/// The job.
#[derive(Debug)]
pub(super) struct TryChallenger;

/// The one of this file.
pub(super) const JOB: TryChallenger = TryChallenger;

/// Posts judged in one run.
const BATCH: u32 = 200;

#[async_trait::async_trait]
impl Job for TryChallenger {
    fn name(&self) -> &'static str {
        "try_challenger"
    }

    fn help(&self) -> &'static str {
        "scores new posts with the model that may follow; nothing but the score is kept"
    }

    fn pause(&self, options: &Options) -> Duration {
        Duration::from_millis(options.pause_ms.saturating_mul(10))
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let models = Arc::clone(&shop.models);
        let challenger = tokio::task::spawn_blocking(move || {
            models.refresh();
            models.challenger()
        });
        let Some(challenger) = challenger.await.context("the shelf was not read")? else {
            return Ok(0);
        };
        let version = challenger.classifier.version().to_owned();
        let posts = shop.store.posts_to_try(&version, challenger.since, BATCH).await?;
        if posts.is_empty() {
            return Ok(0);
        }
        let judge = Arc::clone(&challenger.classifier);
        let trials = tokio::task::spawn_blocking(move || {
            let of = |(post, at): &(model::Post, model::Timestamp)| {
                let declared = post.declared_language.as_ref();
                let score = judge.score(&post.content.full_text(), declared).value();
                Trial { post: post.id, score, at: *at, held_out: false }
            };
            posts.iter().map(of).collect::<Vec<_>>()
        })
        .await
        .context("the challenger stopped")?;
        shop.store.save_trials(&version, &trials).await?;
        Ok(trials.len() as u64)
    }
}
