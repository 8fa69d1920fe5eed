//! The scheduled jobs; one file each, listed here in the order of the data flow. Every job may run
//! twice and may be killed at any point: what it does is found again by natural keys.

mod assess_posts;
mod check_outcomes;
mod compose_digests;
mod confirm_gone;
mod expire_records;
mod find_successors;
mod group_adverts;
mod index_posts;
mod judge_sources;
mod match_watches;
mod propose_candidates;
mod send_messages;
mod send_referrals;
mod tell_health;
mod try_challenger;
mod visit_sources;

use crate::{Options, Workshop};
use std::fmt::Debug;
use std::time::Duration;

/// One job.
#[async_trait::async_trait]
pub trait Job: Debug + Send + Sync {
    /// Its name: verb and noun.
    fn name(&self) -> &'static str;
    /// What it does, in a sentence.
    fn help(&self) -> &'static str;
    /// Does some of what there is to do and says how much; 0 means that nothing is left for now.
    /// `number` tells copies of one job apart.
    async fn run(&self, shop: &Workshop, number: u32) -> anyhow::Result<u64>;
    /// Whether only one process may do it at a time, because what it does is seen outside. Others
    /// find out for themselves that there is nothing left to do.
    fn alone(&self) -> bool {
        false
    }
    /// How many copies run at the same time.
    fn copies(&self, _options: &Options) -> u32 {
        1
    }
    /// Pause after finding nothing to do.
    fn pause(&self, options: &Options) -> Duration {
        Duration::from_millis(options.pause_ms)
    }
}

/// All jobs.
pub const ALL: &[&dyn Job] = &[
    &visit_sources::JOB,
    &judge_sources::JOB,
    &confirm_gone::JOB,
    &assess_posts::JOB,
    &try_challenger::JOB,
    &group_adverts::JOB,
    &propose_candidates::JOB,
    &find_successors::JOB,
    &index_posts::JOB,
    &match_watches::JOB,
    &compose_digests::JOB,
    &tell_health::JOB,
    &send_referrals::JOB,
    &send_messages::JOB,
    &check_outcomes::JOB,
    &expire_records::JOB,
];

/// The job that keeps the index, which a dashboard node runs alone.
pub(crate) const INDEX_POSTS: &dyn Job = &index_posts::JOB;

/// The job that assesses, which an import runs before it ends.
pub(crate) const ASSESS_POSTS: &dyn Job = &assess_posts::JOB;
