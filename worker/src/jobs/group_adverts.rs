//! Joins near-identical posts and shared contacts into adverts, and accounts into networks.

use super::Job;
use crate::Workshop;
use crate::grouping::{Evidence, bands_of, contacts_of, join};
use std::collections::BTreeSet;

/// The job.
#[derive(Debug)]
pub(super) struct GroupAdverts;

/// The one of this file.
pub(super) const JOB: GroupAdverts = GroupAdverts;

/// Posts grouped in one run.
const BATCH: u32 = 200;

#[async_trait::async_trait]
impl Job for GroupAdverts {
    fn name(&self) -> &'static str {
        "group_adverts"
    }

    fn help(&self) -> &'static str {
        "groups offers into adverts and their accounts into networks"
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let posts = shop.store.posts_to_group(BATCH).await?;
        if posts.is_empty() {
            return Ok(0);
        }
        let limit = u64::from(shop.options.max_accounts_per_contact);
        for view in &posts {
            let contacts = contacts_of(view);
            let mut quarantined = BTreeSet::new();
            for contact in &contacts {
                if shop.store.contact_reach(*contact).await? > limit {
                    quarantined.insert(*contact);
                }
            }
            let evidence = Evidence {
                similar: shop.store.posts_sharing_bands(&bands_of(view)).await?,
                contacts: shop.store.posts_sharing_contacts(&contacts).await?,
                quarantined,
            };
            shop.store.save_group(&join(view, &evidence), shop.now()).await?;
        }
        shop.store.rebuild_networks(shop.now(), shop.options.max_accounts_per_contact).await?;
        shop.tally.grouped(posts.len() as u64);
        Ok(posts.len() as u64)
    }
}
