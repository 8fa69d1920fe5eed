//! Attempts to read a source.

use crate::listing::Select;
use crate::row::Row;
use crate::value::{Value, folded, json, values};
use crate::{Error, Listed, Paging, Store};
use model::{Category, SourceId, Timestamp, Visit, VisitOutcome};
use serde::Serialize;
use sqlx::AssertSqlSafe;

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

const COLUMNS: &str = "v.id, v.source, v.started_at, v.finished_at, v.outcome, v.pages, v.posts, \
     v.new_posts, v.filled, v.capture, v.complaints, v.note";

/// Enters a visit, or how it ended; one that has ended stays as it is.
const WRITE_VISIT: &str = "INSERT INTO visits (id, source, started_at, finished_at, outcome, \
     pages, posts, new_posts, complaints, note, expires_at, filled, capture) \
     SELECT $1, o.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM sources o \
     WHERE o.id = $2 \
     ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, \
     outcome = excluded.outcome, pages = excluded.pages, posts = excluded.posts, \
     new_posts = excluded.new_posts, complaints = excluded.complaints, \
     note = excluded.note, filled = excluded.filled, \
     capture = excluded.capture WHERE visits.finished_at IS NULL";

fn visit_of_row(row: &Row) -> Result<Visit, Error> {
    let mut c = row.columns();
    Ok(Visit {
        id: c.id()?,
        source: c.id()?,
        started_at: c.time()?,
        finished_at: c.time_opt()?,
        outcome: c.word_opt()?,
        pages: c.num()?,
        posts: c.num()?,
        new_posts: c.num()?,
        filled: c.json()?,
        capture: c.id_opt()?,
        complaints: c.json()?,
        note: c.text()?,
    })
}

impl Store {
    /// Enters that a visit begins. A visit to a source that is not there any more is not entered.
    pub async fn open_visit(&self, visit: &Visit) -> Result<(), Error> {
        self.db.run(WRITE_VISIT, self.visit_values(visit)).await?;
        Ok(())
    }

    /// Values for [`WRITE_VISIT`].
    fn visit_values(&self, visit: &Visit) -> Vec<Value> {
        values![
            visit.id,
            visit.source,
            visit.started_at,
            visit.finished_at,
            visit.outcome.map(VisitOutcome::word),
            visit.pages,
            visit.posts,
            visit.new_posts,
            json(&visit.complaints),
            &visit.note,
            self.keep.until(Category::Operation, visit.started_at),
            json(&visit.filled),
            visit.capture,
        ]
    }

    /// Enters how a visit ended, and what follows for its source. A source that was paused or
    /// removed meanwhile stays so. Closing a visit again changes nothing of the visit.
    pub async fn close_visit(&self, visit: &Visit, after: &SourceAfter) -> Result<(), Error> {
        let ended = visit.finished_at.unwrap_or(visit.started_at);
        let title = after.title.as_deref().filter(|title| !title.trim().is_empty());
        let mut tx = self.db.write().await?;
        tx.run(WRITE_VISIT, self.visit_values(visit)).await?;
        let known = "SELECT title, key, note FROM sources WHERE id = $1";
        let Some(row) = tx.one(known, values![visit.source]).await? else {
            return Ok(());
        };
        let mut c = row.columns();
        let (known, key, note) = (c.text()?, c.text()?, c.text()?);
        let title = title.unwrap_or(&known);
        let sql = "UPDATE sources SET next_due = $2, due_reason = $3, learned = $4, \
             cursor_text = COALESCE($5, cursor_text), etag = $6, last_modified = $7, \
             failures = $8, title = $9, folded = $10, visited_at = $11, visit_outcome = $12, \
             claimed_by = NULL, claimed_until = 0, to_judge = TRUE, \
             expires_at = CASE WHEN expires_at < $13 THEN $13 ELSE expires_at END WHERE id = $1";
        let values = values![
            visit.source,
            after.next_due,
            &after.due_reason,
            json(&after.learned),
            after.cursor.as_ref(),
            after.validators.0.as_ref(),
            after.validators.1.as_ref(),
            after.failures,
            title,
            folded(&[title, &key, &note]),
            ended,
            visit.outcome.map(VisitOutcome::word),
            self.keep.until(Category::Offer, ended),
        ];
        tx.run(sql, values).await?;
        tx.commit().await
    }

    /// Finished visits to a source that began before a moment, newest first.
    pub async fn visits_before(
        &self,
        source: SourceId,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Visit>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM visits v WHERE v.source = $1 AND v.started_at < $2 \
             AND v.outcome IS NOT NULL ORDER BY v.started_at DESC, v.id DESC LIMIT $3"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![source, before, limit]).await?;
        rows.iter().map(visit_of_row).collect()
    }

    /// Visits, newest first.
    pub async fn visits(
        &self,
        source: Option<SourceId>,
        paging: Paging,
    ) -> Result<Listed<Visit>, Error> {
        let mut select = Select::new("visits v");
        if let Some(source) = source {
            select.and("v.source = $$", source);
        }
        let order = "v.started_at DESC, v.id DESC";
        select.list(&self.db, COLUMNS, order, paging, visit_of_row).await
    }
}
