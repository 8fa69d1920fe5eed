//! Saved searches, and the alerts they give.

use crate::listing::Select;
use crate::people::{self, person_of};
use crate::posts::{VIEW_TABLES, view_columns, view_of};
use crate::row::{Columns, Row};
use crate::value::{json, values};
use crate::{Error, Listed, Paging, PostView, Store, changes};
use model::{Alert, Person, PersonId, Watch, WatchId};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// An alert as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlertView {
    /// The alert.
    pub alert: Alert,
    /// Name of its watch.
    pub watch_name: String,
    /// The post.
    pub post: PostView,
}

const COLUMNS: &str = "w.id, w.owner, w.name, w.query, w.rhythm, w.paused, w.matched_seq, \
     w.last_digest, w.created_at, w.expires_at";

const ALERT_COLUMNS: &str = "l.id, l.watch, l.post, l.at, l.message";

fn watch_of(c: &mut Columns<'_>) -> Result<Watch, Error> {
    Ok(Watch {
        id: c.id()?,
        owner: c.id()?,
        name: c.text()?,
        query: c.json()?,
        rhythm: c.word()?,
        paused: c.flag()?,
        matched_seq: c.int()?,
        last_digest: c.time_opt()?,
        created_at: c.time()?,
        expires_at: c.time()?,
    })
}

fn watch_of_row(row: &Row) -> Result<Watch, Error> {
    watch_of(&mut row.columns())
}

fn alert_of(c: &mut Columns<'_>) -> Result<Alert, Error> {
    Ok(Alert { id: c.id()?, watch: c.id()?, post: c.id()?, at: c.time()?, message: c.id_opt()? })
}

fn alert_view_of_row(row: &Row) -> Result<AlertView, Error> {
    let mut c = row.columns();
    let alert = alert_of(&mut c)?;
    let watch_name = c.text()?;
    Ok(AlertView { alert, watch_name, post: view_of(&mut c)? })
}

impl Store {
    /// Saves a watch, new or changed. `matched_seq` and `last_digest` of a known watch never go
    /// back.
    pub async fn save_watch(&self, watch: &Watch) -> Result<(), Error> {
        let sql = "INSERT INTO watches (id, owner, name, query, rhythm, paused, matched_seq, \
             last_digest, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, name = excluded.name, \
             query = excluded.query, rhythm = excluded.rhythm, paused = excluded.paused, \
             matched_seq = CASE WHEN excluded.matched_seq > watches.matched_seq \
             THEN excluded.matched_seq ELSE watches.matched_seq END, \
             last_digest = CASE WHEN watches.last_digest IS NULL \
             OR excluded.last_digest > watches.last_digest \
             THEN excluded.last_digest ELSE watches.last_digest END, \
             expires_at = excluded.expires_at";
        let values = values![
            watch.id,
            watch.owner,
            &watch.name,
            json(&watch.query),
            watch.rhythm.word(),
            watch.paused,
            watch.matched_seq,
            watch.last_digest,
            watch.created_at,
            watch.expires_at,
        ];
        self.db.run(sql, values).await?;
        Ok(())
    }

    /// One watch.
    pub async fn watch(&self, id: WatchId) -> Result<Option<Watch>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM watches w WHERE w.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(watch_of_row).transpose()
    }

    /// Watches of a person, or of all, by name.
    pub async fn watches(&self, owner: Option<PersonId>) -> Result<Vec<Watch>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM watches w WHERE ($1 IS NULL OR w.owner = $1) \
             ORDER BY w.name, w.created_at, w.id"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![owner]).await?;
        rows.iter().map(watch_of_row).collect()
    }

    /// Deletes a watch and its alerts. Whether there was one.
    pub async fn delete_watch(&self, id: WatchId) -> Result<bool, Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let deleted = tx.run("DELETE FROM watches WHERE id = $1", values![id]).await?;
        tx.commit().await?;
        Ok(deleted > 0)
    }

    /// Says up to which change a watch was matched; never goes back.
    pub async fn set_matched(&self, id: WatchId, seq: i64) -> Result<(), Error> {
        let sql = "UPDATE watches SET matched_seq = $2 WHERE id = $1 AND matched_seq < $2";
        self.db.run(sql, values![id, seq]).await?;
        Ok(())
    }

    /// Saves alerts; those already known, or about erased posts or deleted watches, are left out.
    /// How many are new.
    pub async fn record_alerts(&self, alerts: &[Alert]) -> Result<u64, Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let mut new = 0;
        for alert in alerts {
            let sql = "INSERT INTO alerts (id, watch, post, at, message, expires_at) \
                 SELECT $1, w.id, p.id, $4, $5, p.expires_at FROM watches w, posts p \
                 WHERE w.id = $2 AND p.id = $3 ON CONFLICT (id) DO NOTHING";
            let values = values![alert.id, alert.watch, alert.post, alert.at, alert.message];
            new += tx.run(sql, values).await?;
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Alerts of a person, or of all, newest first.
    pub async fn alerts(
        &self,
        owner: Option<PersonId>,
        paging: Paging,
    ) -> Result<Listed<AlertView>, Error> {
        let mut select = Select::new(&format!(
            "{VIEW_TABLES} JOIN alerts l ON l.post = p.id JOIN watches w ON w.id = l.watch"
        ));
        if let Some(owner) = owner {
            select.and("w.owner = $$", owner);
        }
        let columns = format!("{ALERT_COLUMNS}, w.name, {}", view_columns());
        let order = "l.at DESC, l.id";
        select.list(&self.db, &columns, order, paging, alert_view_of_row).await
    }

    /// Alerts that no digest has told of, by watch, oldest first. Disabled people are left out.
    pub async fn unsent_alerts(&self) -> Result<Vec<(Person, Watch, Vec<Alert>)>, Error> {
        let sql = format!(
            "SELECT {}, {COLUMNS}, {ALERT_COLUMNS} FROM alerts l JOIN watches w ON w.id = l.watch \
             JOIN people e ON e.id = w.owner WHERE l.message IS NULL AND NOT e.disabled \
             ORDER BY w.owner, w.created_at, w.id, l.at, l.id",
            people::COLUMNS
        );
        let mut unsent: Vec<(Person, Watch, Vec<Alert>)> = Vec::new();
        for row in self.db.all(AssertSqlSafe(sql), values![]).await? {
            let mut c = row.columns();
            let (person, watch) = (person_of(&mut c)?, watch_of(&mut c)?);
            let alert = alert_of(&mut c)?;
            match unsent.last_mut() {
                Some((_, last, alerts)) if last.id == watch.id => alerts.push(alert),
                _ => unsent.push((person, watch, vec![alert])),
            }
        }
        Ok(unsent)
    }
}
