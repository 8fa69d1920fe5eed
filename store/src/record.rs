//! How a page that was read becomes rows.

use crate::{Error, Store};
use model::{AccountId, Platform, PostId, Reading, SourceId, StoredCapture, Timestamp, VisitId};
use serde::Serialize;

/// A page to record.
#[derive(Debug, Clone, Copy)]
pub struct RecordPage<'a> {
    /// During which visit, if any (checks have none).
    pub visit: Option<VisitId>,
    /// Of which source, if any.
    pub source: Option<SourceId>,
    /// Where it is from.
    pub platform: &'a Platform,
    /// The page as it is kept.
    pub capture: &'a StoredCapture,
    /// What an adapter made of it.
    pub reading: &'a Reading,
    /// The present moment.
    pub now: Timestamp,
}

/// What recording a page did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Posts not known before.
    pub new_posts: Vec<PostId>,
    /// Known posts whose content changed.
    pub changed_posts: Vec<PostId>,
    /// Known posts that did not change.
    pub known_posts: u32,
    /// Accounts on the page, each once.
    pub accounts: Vec<AccountId>,
    /// The account whose place the source is, if the page says.
    pub source_account: Option<AccountId>,
    /// When the new posts were published.
    pub posted: Vec<Timestamp>,
}

impl Store {
    /// Records a page, in one transaction. Recording the same page again changes nothing.
    pub async fn record(&self, page: RecordPage<'_>) -> Result<Recorded, Error> {
        todo!()
    }
}
