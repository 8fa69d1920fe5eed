//! Tells administrators which alarms began and which are over.

use super::Job;
use crate::{Workshop, health};
use model::Role;

/// The job.
#[derive(Debug)]
pub(super) struct TellHealth;

/// The one of this file.
pub(super) const JOB: TellHealth = TellHealth;

#[async_trait::async_trait]
impl Job for TellHealth {
    fn name(&self) -> &'static str {
        "tell_health"
    }

    fn help(&self) -> &'static str {
        "mails administrators which alarms of sources began and which are over, all in one"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let since = shop.now().plus_ms(-shop.options.health_mail_ms);
        let alarms = shop.store.alarms_to_tell(since).await?;
        if alarms.is_empty() {
            return Ok(0);
        }
        let people = shop.store.people().await?;
        let mut messages = Vec::new();
        for person in people.iter().filter(|p| p.role == Role::Administrator && !p.disabled) {
            if person.email.is_some() {
                messages.push(health::mail::compose(shop, person, &alarms)?);
            }
        }
        if messages.is_empty() {
            return Ok(0);
        }
        shop.store.enqueue_health(&messages, &alarms).await?;
        Ok(messages.len() as u64)
    }
}
