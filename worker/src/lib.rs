//! The scheduled jobs: everything that happens without a click.
//!
//! A conductor: it joins crawler, evidence, classifier, indexer, store, notifier and referral,
//! which do not know each other. It serves no pages and reads no settings file. Begin reading at
//! [`visiting::visit`], which is the data flow's first half, then [`jobs`], one file each.

pub mod checking;
mod digest;
pub mod discovering;
mod experience;
mod grouping;
pub mod health;
pub mod importing;
pub mod jobs;
mod ledger;
mod options;
mod rounds;
pub mod succeeding;
mod tally;
pub mod visiting;
mod workshop;

pub use experience::Experience;
pub use ledger::StoreLedger;
pub use options::Options;
pub use rounds::{catch_up_index, keep_index, run, run_until_idle};
pub use tally::{Counts, Tally};
pub use workshop::Workshop;
