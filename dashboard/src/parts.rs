//! What the dashboard is put together from.

use model::{Clock, Entropy, Retention};
use std::fmt;
use std::sync::Arc;

/// Everything a click may need. All of it is cheap to clone or shared.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub store: store::Store,
    /// Full-text search.
    pub index: indexer::Index,
    /// Explain assessments and know the languages.
    pub models: Arc<classifier::shelf::Models>,
    /// Captures kept as evidence.
    pub archive: evidence::Archive,
    /// Asked for how hosts are doing; pages are fetched by the worker only.
    pub fetcher: crawler::Fetcher,
    /// Recognises addresses that somebody pastes.
    pub platforms: Arc<crawler::platforms::Platforms>,
    /// Where referrals can go.
    pub recipients: referral::Options,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub entropy: Arc<dyn Entropy>,
    /// How long records are kept.
    pub keep: Retention,
    /// A line shown on top of every page, such as "demo: everybody here is invented".
    pub notice_banner: Option<String>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}
