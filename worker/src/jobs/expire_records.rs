//! Erases what is past its retention.

use super::Job;
use crate::{Options, Workshop};
use model::Action;
use std::time::Duration;

/// The job.
#[derive(Debug)]
pub(super) struct ExpireRecords;

/// The one of this file.
pub(super) const JOB: ExpireRecords = ExpireRecords;

#[async_trait::async_trait]
impl Job for ExpireRecords {
    fn name(&self) -> &'static str {
        "expire_records"
    }

    fn help(&self) -> &'static str {
        "erases records past their retention, unless an open case or referral holds them"
    }

    fn pause(&self, options: &Options) -> Duration {
        Duration::from_millis(options.pause_ms.saturating_mul(30))
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let expired = shop.store.expire(shop.now()).await?;
        let erased = expired.posts + expired.accounts + expired.cases + expired.referrals;
        if erased > 0 {
            let words = format!(
                "{} posts, {} accounts, {} cases, {} referrals; {} held",
                expired.posts, expired.accounts, expired.cases, expired.referrals, expired.held
            );
            shop.enter(Action::Expire, "records", "", &words).await?;
            if let Some(index) = &shop.index {
                index.purge().await?;
            }
        }
        Ok(erased)
    }
}
