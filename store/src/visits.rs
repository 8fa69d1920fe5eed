//! Attempts to read a source.

use crate::{Error, Listed, Paging, Store};
use model::{SourceId, Timestamp, Visit};
use serde::Serialize;

/// What a visit leaves behind at its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceAfter {
    /// When it is next due.
    pub next_due: Timestamp,
    /// Why then.
    pub due_reason: String,
    /// What the scheduler has learned.
    pub learned: serde_json::Value,
    /// The platform's cursor for the next visit; nothing keeps the one before.
    pub cursor: Option<String>,
    /// Validators for the next conditional request; they replace the ones before.
    pub validators: (Option<String>, Option<String>),
    /// Visits in a row that could not see.
    pub failures: u32,
    /// A better name, once the platform tells one.
    pub title: Option<String>,
}

impl Store {
    /// Enters that a visit begins.
    pub async fn open_visit(&self, visit: &Visit) -> Result<(), Error> {
        todo!()
    }

    /// Enters how a visit ended, and what follows for its source. A source that was paused or
    /// removed meanwhile stays so.
    pub async fn close_visit(&self, visit: &Visit, after: &SourceAfter) -> Result<(), Error> {
        todo!()
    }

    /// Visits, newest first.
    pub async fn visits(
        &self,
        source: Option<SourceId>,
        paging: Paging,
    ) -> Result<Listed<Visit>, Error> {
        todo!()
    }
}
