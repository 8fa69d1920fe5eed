//! Files that were brought in.

use crate::listing::Select;
use crate::row::Row;
use crate::value::{json, values};
use crate::{Error, Listed, Paging, Store};
use model::{Import, ImportCounts, ImportId, Timestamp};
use sqlx::AssertSqlSafe;

const COLUMNS: &str = "i.id, i.file, i.sha256, i.bytes, i.format, i.note, i.collected_at, \
     i.started_at, i.finished_at, i.counts, i.expires_at";

fn import_of_row(row: &Row) -> Result<Import, Error> {
    let mut c = row.columns();
    Ok(Import {
        id: c.id()?,
        file: c.text()?,
        sha256: c.text()?,
        bytes: c.num()?,
        format: c.text()?,
        note: c.text()?,
        collected_at: c.time()?,
        started_at: c.time()?,
        finished_at: c.time_opt()?,
        counts: c.json()?,
        expires_at: c.time()?,
    })
}

impl Store {
    /// Enters that a file is being brought in. A file that was brought in before stays entered as it
    /// was then. Whether it is new.
    pub async fn open_import(&self, import: &Import) -> Result<bool, Error> {
        let sql = "INSERT INTO imports (id, file, sha256, bytes, format, note, collected_at, \
             started_at, finished_at, counts, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING";
        let values = values![
            import.id,
            &import.file,
            &import.sha256,
            import.bytes,
            &import.format,
            &import.note,
            import.collected_at,
            import.started_at,
            import.finished_at,
            json(&import.counts),
            import.expires_at,
        ];
        Ok(self.db.run(sql, values).await? > 0)
    }

    /// Enters that a file was read to its end. What was counted the first time stays.
    pub async fn close_import(
        &self,
        id: ImportId,
        at: Timestamp,
        counts: &ImportCounts,
    ) -> Result<(), Error> {
        let sql = "UPDATE imports SET finished_at = $2, counts = $3 \
             WHERE id = $1 AND finished_at IS NULL";
        self.db.run(sql, values![id, at, json(counts)]).await?;
        Ok(())
    }

    /// One import.
    pub async fn import(&self, id: ImportId) -> Result<Option<Import>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM imports i WHERE i.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(import_of_row).transpose()
    }

    /// Imports, newest first.
    pub async fn imports(&self, paging: Paging) -> Result<Listed<Import>, Error> {
        let select = Select::new("imports i");
        select.list(&self.db, COLUMNS, "i.started_at DESC, i.id", paging, import_of_row).await
    }
}
