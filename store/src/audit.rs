//! Who did what, chained.

use crate::{Error, Listed, Paging, Store};
use model::audit::Deed;
use model::{Action, AuditEntry, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Which entries. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// Only by this person.
    pub actor: Option<PersonId>,
    /// Only of this kind.
    pub action: Option<Action>,
    /// Only about this kind of record.
    pub record: Option<String>,
    /// Only about this record.
    pub record_id: Option<String>,
}

impl Store {
    /// Enters a deed at the end of the chain.
    pub async fn enter(&self, deed: Deed, now: Timestamp) -> Result<AuditEntry, Error> {
        todo!()
    }

    /// Entries, newest first.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        paging: Paging,
    ) -> Result<Listed<AuditEntry>, Error> {
        todo!()
    }

    /// Entries after that number in the order of the chain, for checking it.
    pub async fn audit_chain(&self, after_seq: i64, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        todo!()
    }
}
