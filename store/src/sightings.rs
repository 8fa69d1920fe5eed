//! What was seen or found, and in which capture.

use crate::db::Tx;
use crate::row::Row;
use crate::rows::Rows;
use crate::value::{Value, json, values};
use crate::{Error, Store};
use model::{
    CaptureId, Finding, ImportId, Location, PublicUrl, Sighting, SourceId, Subject, Timestamp,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// A capture that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptureRow {
    /// Id.
    pub id: CaptureId,
    /// What was asked.
    pub url: PublicUrl,
    /// When.
    pub at: Timestamp,
    /// HTTP status.
    pub status: u16,
    /// SHA-256 (hex) of the body.
    pub sha256: String,
    /// Where in the archive.
    pub location: Location,
    /// For which source, if any.
    pub source: Option<SourceId>,
    /// From which imported file, if any.
    pub import: Option<ImportId>,
}

const COLUMNS: &str =
    "c.id, c.url, c.at, c.status, c.sha256, c.file, c.first_byte, c.bytes, c.source, c.import";

fn capture_of_row(row: &Row) -> Result<CaptureRow, Error> {
    let mut c = row.columns();
    Ok(CaptureRow {
        id: c.id()?,
        url: c.url()?,
        at: c.time()?,
        status: c.num()?,
        sha256: c.text()?,
        location: Location { file: c.text()?, offset: c.num()?, length: c.num()? },
        source: c.id_opt()?,
        import: c.id_opt()?,
    })
}

/// Kind and id of a subject, as they are stored.
pub(crate) fn key(subject: Subject) -> (&'static str, String) {
    match subject {
        Subject::Account(id) => ("account", id.to_string()),
        Subject::Post(id) => ("post", id.to_string()),
    }
}

/// The word of a finding, without its details.
pub(crate) const fn what(finding: &Finding) -> &'static str {
    match finding {
        Finding::Seen => "seen",
        Finding::Changed => "changed",
        Finding::Renamed { .. } => "renamed",
        Finding::Moved { .. } => "moved",
        Finding::Missing => "missing",
        Finding::Deleted => "deleted",
        Finding::Suspended => "suspended",
        Finding::Private => "private",
        Finding::Restricted => "restricted",
        Finding::CouldNotSee => "could_not_see",
    }
}

fn sighting_of(subject: Subject, row: &Row) -> Result<Sighting, Error> {
    let mut c = row.columns();
    Ok(Sighting {
        id: c.id()?,
        subject,
        finding: c.json()?,
        witness: c.word()?,
        capture: c.id()?,
        at: c.time()?,
    })
}

/// Sightings to be saved; those that are saved already stay as they are.
pub(crate) const fn rows() -> Rows {
    Rows::new(
        "INSERT INTO sightings (id, kind, subject, what, finding, witness, capture, at, turned, \
         expires_at)",
        "($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9)",
        "ON CONFLICT (id) DO NOTHING",
    )
}

/// The values of [`rows`].
pub(crate) fn row_of(sighting: &Sighting, expires_at: Timestamp) -> Vec<Value> {
    let (kind, subject) = key(sighting.subject);
    values![
        sighting.id,
        kind,
        subject,
        what(&sighting.finding),
        json(&sighting.finding),
        json(&sighting.witness).trim_matches('"'),
        sighting.capture,
        sighting.at,
        expires_at,
    ]
}

/// Saves a sighting. Whether it is new.
pub(crate) async fn save(
    tx: &mut Tx,
    sighting: &Sighting,
    expires_at: Timestamp,
) -> Result<bool, Error> {
    let mut rows = rows();
    rows.push(row_of(sighting, expires_at));
    Ok(rows.save(tx).await? > 0)
}

/// Sightings of a subject at or after a moment, earliest first.
pub(crate) async fn since(
    tx: &mut Tx,
    subject: Subject,
    from: Timestamp,
) -> Result<Vec<Sighting>, Error> {
    let (kind, id) = key(subject);
    let sql = "SELECT id, finding, witness, capture, at FROM sightings \
         WHERE subject = $1 AND kind = $2 AND at >= $3 ORDER BY at, id";
    let rows = tx.all(sql, values![id, kind, from]).await?;
    rows.iter().map(|row| sighting_of(subject, row)).collect()
}

impl Store {
    /// One capture.
    pub async fn capture(&self, id: CaptureId) -> Result<Option<CaptureRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM captures c WHERE c.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(capture_of_row).transpose()
    }

    /// Captures that show something of a subject, newest first.
    pub async fn captures_of(&self, subject: Subject) -> Result<Vec<CaptureRow>, Error> {
        let (kind, id) = key(subject);
        let history = match subject {
            Subject::Account(_) => "SELECT h.capture FROM account_changes h WHERE h.account = $1",
            Subject::Post(_) => "SELECT h.capture FROM revisions h WHERE h.post = $1",
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM captures c WHERE c.id IN (SELECT s.capture FROM sightings s \
             WHERE s.subject = $1 AND s.kind = $2 UNION {history}) ORDER BY c.at DESC, c.id"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![id, kind]).await?;
        rows.iter().map(capture_of_row).collect()
    }

    /// Sightings of a subject, newest first.
    pub async fn sightings(&self, subject: Subject) -> Result<Vec<Sighting>, Error> {
        let (kind, id) = key(subject);
        let sql = "SELECT id, finding, witness, capture, at FROM sightings \
             WHERE subject = $1 AND kind = $2 ORDER BY at DESC, id";
        let rows = self.db.all(sql, values![id, kind]).await?;
        rows.iter().map(|row| sighting_of(subject, row)).collect()
    }

    /// Accounts and posts that have looked gone since `before` or longer and wait for a second look,
    /// longest first; at most `limit` of each.
    pub async fn doubtful(&self, before: Timestamp, limit: u32) -> Result<Vec<Subject>, Error> {
        let asked = || values![before, limit];
        let accounts = "SELECT id FROM accounts WHERE presence = 'gone_candidate' \
             AND presence_since <= $1 ORDER BY presence_since, id LIMIT $2";
        let posts = "SELECT id FROM posts WHERE presence = 'gone_candidate' \
             AND presence_since <= $1 ORDER BY presence_since, id LIMIT $2";
        let mut subjects = Vec::new();
        for row in self.db.all(accounts, asked()).await? {
            subjects.push(Subject::Account(row.columns().id()?));
        }
        for row in self.db.all(posts, asked()).await? {
            subjects.push(Subject::Post(row.columns().id()?));
        }
        Ok(subjects)
    }
}
