//! Writes one digest per person of what their watches found.

use super::Job;
use crate::{Workshop, digest};
use model::{Alert, Person, Watch};

/// The job.
#[derive(Debug)]
pub(super) struct ComposeDigests;

/// The one of this file.
pub(super) const JOB: ComposeDigests = ComposeDigests;

#[async_trait::async_trait]
impl Job for ComposeDigests {
    fn name(&self) -> &'static str {
        "compose_digests"
    }

    fn help(&self) -> &'static str {
        "puts new alerts into one mail per person, at the rhythm each watch asks for"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let now = shop.now();
        let due = |watch: &Watch| {
            watch.last_digest.is_none_or(|last| now.ms() - last.ms() >= watch.rhythm.every_ms())
        };
        let mut people: Vec<(Person, Vec<(Watch, Vec<Alert>)>)> = Vec::new();
        for (person, watch, alerts) in shop.store.unsent_alerts().await? {
            if person.email.is_none() || person.disabled || !due(&watch) {
                continue;
            }
            match people.iter_mut().find(|(known, _)| known.id == person.id) {
                Some((_, watches)) => watches.push((watch, alerts)),
                None => people.push((person, vec![(watch, alerts)])),
            }
        }
        for (person, watches) in &people {
            let message = digest::compose(shop, person, watches).await?;
            let alerts: Vec<_> = watches.iter().flat_map(|(_, a)| a.iter().map(|a| a.id)).collect();
            let watches: Vec<_> = watches.iter().map(|(watch, _)| watch.id).collect();
            shop.store.enqueue_digest(&message, &alerts, &watches, now).await?;
        }
        Ok(people.len() as u64)
    }
}
