//! What the desk has been told, and decided.

use crate::truth::Takedown;
use model::Timestamp;
use std::sync::{Mutex, PoisonError};

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its ticket.
    pub(crate) ticket: String,
    /// When it came.
    pub(crate) received_at: Timestamp,
    /// When it is decided.
    pub(crate) due: Timestamp,
    /// Keys of the accounts it names, and whether each advertises.
    pub(crate) named: Vec<(String, bool)>,
}

impl Entry {
    /// What is decided when it is due.
    pub(crate) fn decision(&self) -> Result<(), &'static str> {
        if self.named.is_empty() {
            return Err("the notice names no account of ours");
        }
        if self.named.iter().any(|(_, advertises)| *advertises) {
            return Ok(());
        }
        Err("the account does not break our rules")
    }
}

/// All notices of this run, in memory.
#[derive(Debug)]
pub(crate) struct Book {
    delay_minutes: u32,
    entries: Mutex<Vec<Entry>>,
}

impl Book {
    /// An empty book of a desk that takes so long.
    pub(crate) const fn new(delay_minutes: u32) -> Self {
        Self { delay_minutes, entries: Mutex::new(Vec::new()) }
    }

    /// Enters a notice.
    pub(crate) fn enter(&self, now: Timestamp, named: Vec<(String, bool)>) -> Entry {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = Entry {
            ticket: format!("T{:06}", entries.len() + 1),
            received_at: now,
            due: now.plus_secs(i64::from(self.delay_minutes) * 60),
            named,
        };
        entries.push(entry.clone());
        entry
    }

    /// The notice of that ticket.
    pub(crate) fn entry(&self, ticket: &str) -> Option<Entry> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().find(|entry| entry.ticket == ticket).cloned()
    }

    /// Whom the desk takes down, and when; moments to come included.
    pub(crate) fn takedowns(&self) -> Vec<Takedown> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |entry: &Entry| {
            let (ticket, at) = (entry.ticket.clone(), entry.due);
            let advertisers = entry.named.clone().into_iter().filter(|(_, advertises)| *advertises);
            advertisers
                .map(move |(account, _)| Takedown { account, at, ticket: ticket.clone() })
                .collect::<Vec<_>>()
        };
        entries.iter().flat_map(of).collect()
    }
}
