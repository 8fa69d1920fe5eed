//! Visits the sources that are due.

use super::Job;
use crate::{Options, Workshop};

/// The job.
#[derive(Debug)]
pub(super) struct VisitSources;

/// The one of this file.
pub(super) const JOB: VisitSources = VisitSources;

#[async_trait::async_trait]
impl Job for VisitSources {
    fn name(&self) -> &'static str {
        "visit_sources"
    }

    fn help(&self) -> &'static str {
        "visits the sources that are due, never two on one host at a time"
    }

    fn copies(&self, options: &Options) -> u32 {
        options.visitors.max(1)
    }

    async fn run(&self, shop: &Workshop, number: u32) -> anyhow::Result<u64> {
        if shop.stopped().await? {
            return Ok(0);
        }
        let holder = format!("{}/{number}", shop.holder);
        shop.experience.fleet(&shop.store).await?;
        let (closed, lease_ms) = (shop.closed_platforms().await, shop.options.lease_ms);
        let now = shop.now();
        let choose = |due: &[model::Source]| shop.experience.choose(due, now, &shop.schedule);
        let claimed = shop.store.claim_source(&holder, now, lease_ms, &closed, choose).await?;
        let Some(source) = claimed else { return Ok(0) };
        let visited = crate::visiting::visit(shop, &source, &holder).await;
        shop.store.release_lease(&source.host, &holder).await?;
        let report = visited?;
        tracing::debug!(
            source = %source.id,
            outcome = report.visit.outcome.map_or("none", |o| o.word()),
            pages = report.visit.pages,
            new_posts = report.visit.new_posts,
            "visit ended"
        );
        Ok(1)
    }
}
