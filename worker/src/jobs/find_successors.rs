//! Looks for the accounts that come in the place of those that are gone.

use super::Job;
use crate::Workshop;
use crate::succeeding::{look_again, successors_of};

/// The job.
#[derive(Debug)]
pub(super) struct FindSuccessors;

/// The one of this file.
pub(super) const JOB: FindSuccessors = FindSuccessors;

/// Accounts looked into in one run.
const BATCH: u32 = 20;

#[async_trait::async_trait]
impl Job for FindSuccessors {
    fn name(&self) -> &'static str {
        "find_successors"
    }

    fn help(&self) -> &'static str {
        "looks among known accounts for those that come in the place of advertisers who are gone"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let gone = shop.store.to_succeed(shop.now(), BATCH).await?;
        for account in &gone {
            let found = successors_of(shop, account).await?;
            let again = look_again(account, shop.now());
            shop.store.save_successions(account.id, &found, again).await?;
        }
        Ok(gone.len() as u64)
    }
}
