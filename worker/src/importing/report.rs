//! What an import brought.

use crawler::importers::Refused;
use model::{Import, ImportCounts, Platform, Reading, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Refusals that are told one by one; all are counted by their reason.
const MOST_REFUSED: usize = 100_000;

/// What an import brought.
#[derive(Debug, Clone, Serialize)]
pub struct ImportReport {
    /// The import as on record; its own counts are those of the first time.
    pub import: Import,
    /// Whether nothing was stored.
    pub dry_run: bool,
    /// What was counted this time.
    pub counts: ImportCounts,
    /// Posts by platform.
    pub platforms: BTreeMap<String, u64>,
    /// Accounts.
    pub accounts: u64,
    /// When the oldest and the newest post were published.
    pub published: Option<(Timestamp, Timestamp)>,
    /// How many rows were refused for which reason.
    pub reasons: BTreeMap<String, u64>,
    /// The refused rows, in order, up to 100,000.
    #[serde(skip)]
    pub refused: Vec<RefusedRow>,
    #[serde(skip)]
    known: BTreeSet<(String, String)>,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// Line in which it begins, from 1; for a web archive the record's first byte.
    pub at: u64,
    /// Why.
    pub reason: String,
}

impl ImportReport {
    pub(super) fn of(import: &Import, dry_run: bool) -> Self {
        Self {
            import: import.clone(),
            dry_run,
            counts: ImportCounts::default(),
            platforms: BTreeMap::new(),
            accounts: 0,
            published: None,
            reasons: BTreeMap::new(),
            refused: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    pub(super) fn refuse(&mut self, refused: Vec<Refused>) {
        self.counts.refused += refused.len() as u64;
        for Refused { at, why } in refused {
            let reason = why.to_string();
            *self.reasons.entry(reason.clone()).or_default() += 1;
            if self.refused.len() < MOST_REFUSED {
                self.refused.push(RefusedRow { at, reason });
            }
        }
    }

    pub(super) fn take(&mut self, platform: &Platform, reading: &Reading) {
        let posts = reading.posts.len() as u64;
        self.counts.posts += posts;
        *self.platforms.entry(platform.to_string()).or_default() += posts;
        for account in &reading.accounts {
            let key = (platform.to_string(), account.native_id.clone());
            self.accounts += u64::from(self.known.insert(key));
        }
        for at in reading.posts.iter().filter_map(|post| post.posted_at) {
            let (first, last) = self.published.unwrap_or((at, at));
            self.published = Some((first.min(at), last.max(at)));
        }
    }
}
