//! How a page that was read becomes rows.
//!
//! Everything follows from the page itself: ids from natural keys, times from the capture. So
//! recording a page again (a job that was killed and runs again) meets the rows it made and changes
//! nothing, and a page that comes late does not overwrite what a later page said.

mod accounts;
mod findings;
mod posts;
mod presence;

use crate::accounts::BATCH;
use crate::db::{Tx, places};
use crate::effect::{extend_account, recount_account};
use crate::value::{Value, values};
use crate::{Error, Store, changes, sightings};
use model::{
    AccountId, Capture, Category, Finding, ImportId, Platform, PostId, Purpose, Reading, Retention,
    Sighting, SourceId, StoredCapture, Subject, Timestamp, VisitId, Witness,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeSet, HashMap};

/// A page to record.
#[derive(Debug, Clone, Copy)]
pub struct RecordPage<'a> {
    /// During which visit, if any (checks have none).
    pub visit: Option<VisitId>,
    /// Of which source, if any.
    pub source: Option<SourceId>,
    /// From which imported file, if any.
    pub import: Option<ImportId>,
    /// Where it is from.
    pub platform: &'a Platform,
    /// The page as it is kept.
    pub capture: &'a StoredCapture,
    /// What an adapter made of it.
    pub reading: &'a Reading,
    /// The present moment, from which the capture's row is kept as a trace of operation. What was
    /// seen takes its time from the capture.
    pub now: Timestamp,
}

impl<'a> RecordPage<'a> {
    /// A page of no visit, no source and no import.
    #[must_use]
    pub const fn of(
        platform: &'a Platform,
        capture: &'a StoredCapture,
        reading: &'a Reading,
        now: Timestamp,
    ) -> Self {
        Self { visit: None, source: None, import: None, platform, capture, reading, now }
    }
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

/// A page while it is being recorded.
#[derive(Debug)]
struct Recording<'a> {
    page: RecordPage<'a>,
    capture: &'a Capture,
    at: Timestamp,
    keep: Retention,
    /// What kind of page shows what it shows.
    witness: Witness,
    done: Recorded,
    /// Posts whose projection is out of date.
    stale: Vec<PostId>,
    /// Accounts with new posts.
    recount: BTreeSet<AccountId>,
    /// Accounts that were seen.
    extend: BTreeSet<AccountId>,
}

impl<'a> Recording<'a> {
    fn of(page: RecordPage<'a>, keep: Retention) -> Self {
        let capture = page.capture.capture();
        let witness = match capture.request.purpose {
            Purpose::Account => Witness::AccountPage,
            Purpose::Post => Witness::PostPage,
            Purpose::Newest | Purpose::Older | Purpose::Newer | Purpose::Settle => Witness::Listing,
        };
        Self {
            page,
            capture,
            at: capture.at,
            keep,
            witness,
            done: Recorded::default(),
            stale: Vec::new(),
            recount: BTreeSet::new(),
            extend: BTreeSet::new(),
        }
    }

    async fn keep_capture(&self, tx: &mut Tx) -> Result<(), Error> {
        let location = self.page.capture.location();
        let sql = "INSERT INTO captures (id, url, at, status, sha256, file, first_byte, bytes, \
             source, visit, import, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT (id) DO NOTHING";
        let values = values![
            self.capture.id,
            self.capture.request.url.as_str(),
            self.at,
            u32::from(self.capture.status),
            &self.capture.sha256,
            &location.file,
            location.offset,
            location.length,
            self.page.source,
            self.page.visit,
            self.page.import,
            self.keep.until(Category::Operation, self.page.now),
        ];
        tx.run(sql, values).await?;
        Ok(())
    }

    /// Saves that the page shows a subject, or what it shows of it.
    async fn sight(
        &self,
        tx: &mut Tx,
        subject: Subject,
        finding: Finding,
        expires_at: Timestamp,
    ) -> Result<Sighting, Error> {
        let sighting = self.sighting(subject, finding);
        sightings::save(tx, &sighting, expires_at).await?;
        Ok(sighting)
    }

    fn sighting(&self, subject: Subject, finding: Finding) -> Sighting {
        Sighting::new(subject, finding, self.witness, self.capture.id, self.at)
    }

    async fn settle_accounts(&self, tx: &mut Tx) -> Result<(), Error> {
        if let (Some(source), Some(account)) = (self.page.source, self.done.source_account) {
            let sql = "UPDATE sources SET account = $2 WHERE id = $1 AND account IS NULL";
            tx.run(sql, values![source, account]).await?;
        }
        for account in &self.recount {
            recount_account(tx, &self.keep, *account).await?;
        }
        for account in self.extend.difference(&self.recount) {
            extend_account(tx, &self.keep, *account).await?;
        }
        Ok(())
    }

    async fn number_changes(&self, tx: &mut Tx) -> Result<(), Error> {
        let mut expiry: HashMap<PostId, Timestamp> = HashMap::new();
        for some in self.stale.chunks(BATCH) {
            let marks = places(1, some.len());
            let sql = format!("SELECT id, expires_at FROM posts WHERE id IN ({marks})");
            let values = some.iter().copied().map(Value::from).collect();
            for row in tx.all(AssertSqlSafe(sql), values).await? {
                let mut c = row.columns();
                expiry.insert(c.id()?, c.time()?);
            }
        }
        let known = |post: &PostId| expiry.get(post).map(|expires_at| (*post, *expires_at));
        let changed: Vec<_> = self.stale.iter().filter_map(known).collect();
        changes::bump(tx, &changed, false).await
    }
}

impl Store {
    /// Records a page, in one transaction. Recording the same page again changes nothing.
    pub async fn record(&self, page: RecordPage<'_>) -> Result<Recorded, Error> {
        let mut recording = Recording::of(page, self.keep);
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        recording.keep_capture(&mut tx).await?;
        recording.record_accounts(&mut tx).await?;
        recording.record_posts(&mut tx).await?;
        recording.record_findings(&mut tx).await?;
        recording.settle_accounts(&mut tx).await?;
        recording.number_changes(&mut tx).await?;
        tx.commit().await?;
        Ok(recording.done)
    }
}
