//! Looks again at what seems gone.

use super::Job;
use crate::Workshop;
use crate::checking::{look_at_account, look_at_post};
use model::Subject;

/// The job.
#[derive(Debug)]
pub(super) struct ConfirmGone;

/// The one of this file.
pub(super) const JOB: ConfirmGone = ConfirmGone;

/// Subjects looked at in one run.
const BATCH: u32 = 10;

#[async_trait::async_trait]
impl Job for ConfirmGone {
    fn name(&self) -> &'static str {
        "confirm_gone"
    }

    fn help(&self) -> &'static str {
        "takes the second look that something needs before it is called gone"
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let before = shop.now().plus_ms(-shop.options.looks_apart_ms);
        let doubtful = shop.store.doubtful(before, BATCH).await?;
        let mut looked = 0;
        for subject in doubtful {
            match subject {
                Subject::Account(id) => {
                    if let Some(account) = shop.store.account(id).await? {
                        look_at_account(shop, &account).await?;
                    }
                }
                Subject::Post(id) => {
                    if let Some(view) = shop.store.post(id).await? {
                        look_at_post(shop, &view).await?;
                    }
                }
            }
            looked += 1;
        }
        Ok(looked)
    }
}
