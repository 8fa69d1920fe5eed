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

/// Subjects of each kind considered in one run.
const BATCH: u32 = 100;

#[async_trait::async_trait]
impl Job for ConfirmGone {
    fn name(&self) -> &'static str {
        "confirm_gone"
    }

    fn help(&self) -> &'static str {
        "takes the second look that something needs before it is called gone"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        if shop.stopped().await? {
            return Ok(0);
        }
        let (now, apart) = (shop.now(), shop.options.looks_apart_ms);
        let mut looked = 0;
        for subject in shop.store.doubtful(now.plus_ms(-apart), BATCH).await? {
            if shop.looks.due(subject, now, apart) {
                look(shop, subject).await?;
                looked += 1;
            }
        }
        Ok(looked)
    }
}

async fn look(shop: &Workshop, subject: Subject) -> anyhow::Result<()> {
    match subject {
        Subject::Account(id) => match shop.store.account(id).await? {
            Some(account) => look_at_account(shop, &account).await,
            None => Ok(()),
        },
        Subject::Post(id) => match shop.store.post(id).await? {
            Some(view) => look_at_post(shop, &view).await,
            None => Ok(()),
        },
    }
}
