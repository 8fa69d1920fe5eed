//! What the processes that share one installation must agree on about a host.
//!
//! Within a process a [`super::Host`] keeps order by itself. Before it sends a request it enters it
//! in a ledger as well, which `worker` keeps in the database: so one host's pace, its single file
//! and its wishes hold for all processes together, and survive a restart.

use async_trait::async_trait;
use model::Timestamp;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// The wish to send a request.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Name of the host (see [`super::registrable`]) or its address.
    pub host: &'a str,
    /// The present moment.
    pub now: Timestamp,
    /// Milliseconds between two requests.
    pub interval_ms: i64,
    /// Requests that may follow each other without it, after a rest.
    pub burst: u32,
    /// Whether nobody else may have a request on its way there.
    pub alone: bool,
    /// Milliseconds after which a request of which nothing was heard counts as ended.
    pub busy_ms: i64,
    /// Milliseconds that we are ready to wait; a place further off is not reserved.
    pub most_ms: i64,
}

/// What a ledger says to a [`Wish`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The place is reserved.
    At {
        /// When to send.
        at: Timestamp,
        /// Doublings of the interval as all processes know them, if the ledger knows.
        slow: Option<u32>,
    },
    /// Somebody else has a request on its way there. Wish again soon.
    Busy,
    /// The host is left alone.
    Held {
        /// Until when.
        until: Timestamp,
        /// Why, in words.
        reason: String,
    },
    /// The next free place is further off than we wait.
    Late {
        /// When it is.
        at: Timestamp,
    },
}

/// What is known of a host after a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Name of the host or its address, as in the [`Wish`].
    pub host: String,
    /// The present moment.
    pub now: Timestamp,
    /// Whether the request has ended, so that the next one may begin.
    pub ended: bool,
    /// Not before then, whatever the pace: a Crawl-delay, or a host that was slowed down.
    pub not_before: Timestamp,
    /// Until when the host is left alone, and why.
    pub hold: Option<(Timestamp, String)>,
    /// Doublings of the interval.
    pub slow: u32,
}

/// The ledger cannot be read or written; then nothing is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the shared record of hosts cannot be used: {0}")]
pub struct LedgerError(pub String);

/// What the processes agree by.
#[async_trait]
pub trait Ledger: fmt::Debug + Send + Sync {
    /// Reserves a place for a request.
    async fn enter(&self, wish: Wish<'_>) -> Result<Entry, LedgerError>;

    /// Takes down what a request taught.
    async fn note(&self, note: Note) -> Result<(), LedgerError>;

    /// Takes one request out of a platform's budget of `limit` for a day (counted since 1970, UTC).
    /// Whether there was one left.
    async fn spend(&self, platform: &str, day: i64, limit: u32) -> Result<bool, LedgerError>;

    /// Requests taken out of a platform's budget for a day so far.
    async fn spent(&self, platform: &str, day: i64) -> Result<u32, LedgerError>;

    /// Whether the stop switch is on.
    async fn stopped(&self) -> Result<bool, LedgerError>;
}

/// The ledger of a process that shares its hosts with nobody: agrees to everything and counts.
#[derive(Debug, Default)]
pub struct Alone(Mutex<HashMap<String, (i64, u32)>>);

impl Alone {
    /// Adds to a platform's count if it stays within the limit. What it is, and whether it did.
    fn add(&self, platform: &str, day: i64, more: u32, limit: u32) -> (u32, bool) {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = spent.entry(platform.to_owned()).or_default();
        if count.0 != day {
            *count = (day, 0);
        }
        let fits = count.1.saturating_add(more) <= limit;
        if fits {
            count.1 = count.1.saturating_add(more);
        }
        (count.1, fits)
    }
}

#[async_trait]
impl Ledger for Alone {
    async fn enter(&self, wish: Wish<'_>) -> Result<Entry, LedgerError> {
        Ok(Entry::At { at: wish.now, slow: None })
    }

    async fn note(&self, _: Note) -> Result<(), LedgerError> {
        Ok(())
    }

    async fn spend(&self, platform: &str, day: i64, limit: u32) -> Result<bool, LedgerError> {
        Ok(self.add(platform, day, 1, limit).1)
    }

    async fn spent(&self, platform: &str, day: i64) -> Result<u32, LedgerError> {
        Ok(self.add(platform, day, 0, u32::MAX).0)
    }

    async fn stopped(&self) -> Result<bool, LedgerError> {
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_budget_is_spent_once_a_day() {
        let alone = Alone::default();
        for (day, expect) in [(1, true), (1, true), (1, false), (2, true)] {
            assert_eq!(alone.spend("telegram", day, 2).await, Ok(expect), "{day}");
        }
        assert_eq!(alone.spend("mastodon", 2, 0).await, Ok(false));
        assert_eq!(alone.spent("telegram", 2).await, Ok(1));
        assert_eq!(alone.spent("telegram", 3).await, Ok(0));
    }
}
