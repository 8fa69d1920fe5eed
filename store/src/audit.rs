//! Who did what, chained.

use crate::listing::Select;
use crate::row::Row;
use crate::value::{clean, values};
use crate::{Error, Listed, Paging, Store};
use model::audit::Deed;
use model::{Action, AuditEntry, Category, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

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

const COLUMNS: &str = "x.id, x.seq, x.at, x.actor, x.action, x.record, x.record_id, x.reason, \
     x.previous, x.hash";

fn entry_of_row(row: &Row) -> Result<AuditEntry, Error> {
    let mut c = row.columns();
    Ok(AuditEntry {
        id: c.id()?,
        seq: c.int()?,
        at: c.time()?,
        deed: Deed {
            actor: c.id_opt()?,
            action: c.word()?,
            record: c.text()?,
            record_id: c.text()?,
            reason: c.text()?,
        },
        previous: c.text()?,
        hash: c.text()?,
    })
}

impl Store {
    /// Enters a deed at the end of the chain. The end is kept in a row of its own, which is locked
    /// meanwhile: so the chain has no forks, and does not begin anew when old entries expire.
    pub async fn enter(&self, deed: Deed, now: Timestamp) -> Result<AuditEntry, Error> {
        let mut tx = self.db.ordered("audit").await?;
        let end = "SELECT value, text FROM counters WHERE name = 'audit'";
        let row = tx.one(end, values![]).await?;
        let row = row.ok_or_else(|| Error::unreadable("counter audit"))?;
        let mut c = row.columns();
        let (seq, previous) = (c.int()?, c.text()?);
        // Sealed as it will be read back, or the entry would not hold.
        let deed = Deed {
            record: clean(&deed.record),
            record_id: clean(&deed.record_id),
            reason: clean(&deed.reason),
            ..deed
        };
        let entry = AuditEntry::after(seq, &previous, now, deed);
        let sql = "INSERT INTO audit (seq, id, at, actor, action, record, record_id, reason, \
             previous, hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let values = values![
            entry.seq,
            entry.id,
            entry.at,
            entry.deed.actor,
            entry.deed.action.word(),
            &entry.deed.record,
            &entry.deed.record_id,
            &entry.deed.reason,
            &entry.previous,
            &entry.hash,
            self.keep.until(Category::Audit, now),
        ];
        tx.run(sql, values).await?;
        let sql = "UPDATE counters SET value = $1, text = $2 WHERE name = 'audit'";
        tx.run(sql, values![entry.seq, &entry.hash]).await?;
        tx.commit().await?;
        Ok(entry)
    }

    /// Entries, newest first.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        paging: Paging,
    ) -> Result<Listed<AuditEntry>, Error> {
        let mut select = Select::new("audit x");
        if let Some(actor) = filter.actor {
            select.and("x.actor = $$", actor);
        }
        if let Some(action) = filter.action {
            select.and("x.action = $$", action.word());
        }
        if let Some(record) = &filter.record {
            select.and("x.record = $$", record);
        }
        if let Some(record_id) = &filter.record_id {
            select.and("x.record_id = $$", record_id);
        }
        select.list(&self.db, COLUMNS, "x.seq DESC", paging, entry_of_row).await
    }

    /// Entries after that number in the order of the chain, for checking it.
    pub async fn audit_chain(&self, after_seq: i64, limit: u32) -> Result<Vec<AuditEntry>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM audit x WHERE x.seq > $1 ORDER BY x.seq LIMIT $2");
        let rows = self.db.all(AssertSqlSafe(sql), values![after_seq, limit]).await?;
        rows.iter().map(entry_of_row).collect()
    }
}
