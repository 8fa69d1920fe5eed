//! Finds the new hits of every watch.

use super::Job;
use crate::Workshop;
use model::{Alert, Watch};

/// The job.
#[derive(Debug)]
pub(super) struct MatchWatches;

/// The one of this file.
pub(super) const JOB: MatchWatches = MatchWatches;

/// Changes matched in one step.
const BATCH: u32 = 1000;

#[async_trait::async_trait]
impl Job for MatchWatches {
    fn name(&self) -> &'static str {
        "match_watches"
    }

    fn help(&self) -> &'static str {
        "compares what is new in the index with the saved searches"
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let Some(index) = &shop.index else { return Ok(0) };
        let mut matched = 0;
        for watch in shop.store.watches(None).await?.iter().filter(|w| !w.paused) {
            matched += step(shop, index, watch).await?;
        }
        Ok(matched)
    }
}

/// One step of one watch; returns the number of changes looked at.
async fn step(shop: &Workshop, index: &indexer::Index, watch: &Watch) -> anyhow::Result<u64> {
    let ready = index.applied_seq();
    let changes = shop.store.changes_after(watch.matched_seq, BATCH).await?;
    let changes: Vec<_> = changes.into_iter().filter(|c| c.seq <= ready).collect();
    let Some(last) = changes.last() else { return Ok(0) };
    let ids: Vec<_> = changes.iter().filter(|c| !c.erased).map(|c| c.post).collect();
    match index.matching(&watch.query, &ids) {
        Ok(hits) => {
            let now = shop.now();
            let alerts: Vec<_> =
                hits.into_iter().map(|post| Alert::new(watch.id, post, now)).collect();
            shop.tally.alerts(shop.store.record_alerts(&alerts).await?);
        }
        Err(why) => {
            // The query no longer parses (an older version's syntax): skipping beats stopping the rest.
            tracing::warn!(watch = %watch.id, error = %why, "watch not matched");
        }
    }
    shop.store.set_matched(watch.id, last.seq).await?;
    Ok(changes.len() as u64)
}
