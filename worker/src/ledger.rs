//! The crawler's ledger of hosts, kept in the database.

use async_trait::async_trait;
use crawler::hosts::{Entry, Ledger, LedgerError, Note, Wish};
use model::source::STOP_SWITCH;
use store::{NoteHost, ReserveHost, Reserved, Store};

/// Lets all processes on one database keep each host's pace together.
#[derive(Debug, Clone)]
pub struct StoreLedger {
    store: Store,
    holder: String,
}

impl StoreLedger {
    /// A ledger in that database for the process of that name.
    #[must_use]
    pub const fn new(store: Store, holder: String) -> Self {
        Self { store, holder }
    }
}

fn failed(why: &store::Error) -> LedgerError {
    LedgerError(why.to_string())
}

#[async_trait]
impl Ledger for StoreLedger {
    async fn enter(&self, wish: Wish<'_>) -> Result<Entry, LedgerError> {
        let wish = ReserveHost {
            host: wish.host,
            holder: &self.holder,
            now: wish.now,
            interval_ms: wish.interval_ms,
            burst: wish.burst,
            alone: wish.alone,
            busy_ms: wish.busy_ms,
            most_ms: wish.most_ms,
        };
        Ok(match self.store.reserve_host(&wish).await.map_err(|why| failed(&why))? {
            Reserved::At { at, slow } => Entry::At { at, slow: Some(slow) },
            Reserved::Busy => Entry::Busy,
            Reserved::Held { until, reason } => Entry::Held { until, reason },
            Reserved::Late { at } => Entry::Late { at },
        })
    }

    async fn note(&self, note: Note) -> Result<(), LedgerError> {
        let note = NoteHost {
            host: &note.host,
            holder: &self.holder,
            now: note.now,
            ended: note.ended,
            not_before: note.not_before,
            hold: note.hold.as_ref().map(|(until, reason)| (*until, reason.as_str())),
            slow: note.slow,
        };
        self.store.note_host(&note).await.map_err(|why| failed(&why))
    }

    async fn spend(&self, platform: &str, day: i64, limit: u32) -> Result<bool, LedgerError> {
        self.store.spend_request(platform, day, limit).await.map_err(|why| failed(&why))
    }

    async fn spent(&self, platform: &str, day: i64) -> Result<u32, LedgerError> {
        self.store.spent_requests(platform, day).await.map_err(|why| failed(&why))
    }

    async fn stopped(&self) -> Result<bool, LedgerError> {
        let setting = self.store.setting(STOP_SWITCH).await.map_err(|why| failed(&why))?;
        Ok(setting.as_deref() == Some("on"))
    }
}
