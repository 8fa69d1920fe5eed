//! Erasing what may not be kept any longer.

use crate::{Error, Store};
use model::Timestamp;
use serde::Serialize;

/// What was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Expired {
    /// Posts, with their revisions, sightings, opinions and contacts.
    pub posts: u64,
    /// Accounts, with their history.
    pub accounts: u64,
    /// Sources that had been removed.
    pub sources: u64,
    /// Visits.
    pub visits: u64,
    /// Rows about captures (the archive's own files are not touched here).
    pub captures: u64,
    /// Messages.
    pub messages: u64,
    /// Sessions.
    pub sessions: u64,
    /// Closed cases.
    pub cases: u64,
    /// Closed or withdrawn referrals, with their notices.
    pub referrals: u64,
    /// Audit entries, from the beginning of the chain.
    pub audit: u64,
    /// Records past their time that an open case or referral holds.
    pub held: u64,
}

impl Store {
    /// Erases all records past their time, except what an open case or an open referral holds.
    /// Every erased post leaves a change behind, so that projections forget it too.
    pub async fn expire(&self, now: Timestamp) -> Result<Expired, Error> {
        todo!()
    }
}
