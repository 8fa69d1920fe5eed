//! Opening a database.

use crate::db::Db;
use crate::{Error, OpenError};
use model::Retention;
use serde::{Deserialize, Serialize};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// Pages of the write-ahead log at which it is folded into the file. SQLite's own 1,000 are three
/// recorded pages of twenty posts, and each folding writes and forces the same index pages again.
const LOG_PAGES: &str = "4000";

/// Bytes that the write-ahead log keeps on disk once it is folded: twice [`LOG_PAGES`].
const LOG_BYTES: &str = "33554432";

/// Memory of the writer's page cache, in KiB (negative, as SQLite writes KiB).
const WRITER_CACHE: &str = "-16384";

/// How long a question waits for its turn.
const PATIENCE: Duration = Duration::from_secs(15);

/// Settings of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// `postgres://user:password@host/database`, or `sqlite:///path/to/file.db`; without it, a
    /// SQLite file in the data folder.
    pub url: Option<String>,
    /// Connections kept open at most (SQLite: readers beside the one writer).
    pub connections: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { url: None, connections: 6 }
    }
}

/// The database. Cheap to clone; every clone is the same database.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) keep: Retention,
}

impl Store {
    /// Opens a database and brings its schema up to date. `url` is an address as in
    /// [`Options::url`], or the path of a SQLite file, which is made if it is not there.
    pub async fn open(url: &str, options: &Options, keep: Retention) -> Result<Self, OpenError> {
        let connections = options.connections.max(1);
        let db = match Place::of(url)? {
            Place::File(path) => open_file(&path, connections).await?,
            Place::Server(server) => open_server(*server, connections).await?,
        };
        Ok(Self { db, keep })
    }

    /// `sqlite` or `postgresql`.
    #[must_use]
    pub const fn backend(&self) -> &'static str {
        match self.db {
            Db::Lite { .. } => "sqlite",
            Db::Pg(_) => "postgresql",
        }
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), Error> {
        self.db.count("SELECT value FROM counters WHERE name = 'changes'", vec![]).await?;
        Ok(())
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.db {
            Db::Lite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Pg(pool) => pool.close().await,
        }
    }
}

/// Where a database is.
#[derive(Debug)]
enum Place {
    File(PathBuf),
    Server(Box<PgConnectOptions>),
}

impl Place {
    fn of(url: &str) -> Result<Self, OpenError> {
        let url = url.trim();
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let server = PgConnectOptions::from_str(url)
                .map_err(|_| OpenError::Url("the PostgreSQL address cannot be read".to_owned()))?;
            return Ok(Self::Server(Box::new(server)));
        }
        let path = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.split('?').next().unwrap_or_default();
            path.strip_prefix("//").unwrap_or(path)
        } else if let Some((scheme, _)) = url.split_once("://") {
            return Err(OpenError::Url(format!("{scheme}: is neither sqlite: nor postgres:")));
        } else {
            url
        };
        if path.is_empty() || path == ":memory:" {
            let reason = "routewatch keeps its records in a file; name one";
            return Err(OpenError::Url(reason.to_owned()));
        }
        Ok(Self::File(PathBuf::from(path)))
    }
}

async fn open_file(path: &Path, connections: u32) -> Result<Db, OpenError> {
    let shown = path.display().to_string();
    let failed =
        |error: &sqlx::Error| OpenError::File { path: shown.clone(), reason: reason(error) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        let reason = "its folder is not there".to_owned();
        return Err(OpenError::File { path: shown, reason });
    }
    let file = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(PATIENCE)
        .foreign_keys(true);
    let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
    let writing = file
        .clone()
        .pragma("wal_autocheckpoint", LOG_PAGES)
        .pragma("journal_size_limit", LOG_BYTES)
        .pragma("cache_size", WRITER_CACHE);
    let writer = pool.connect_with(writing).await.map_err(|error| failed(&error))?;
    migrate_file(&writer).await?;
    let pool = SqlitePoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    let file = file.create_if_missing(false).pragma("query_only", "on");
    let readers = pool.connect_with(file).await.map_err(|error| failed(&error))?;
    Ok(Db::Lite { writer, readers })
}

/// Several processes may open a fresh file at the same moment, and SQLite has no lock around a
/// whole run of migrations. Who is refused was beaten to one of them by another process, so there
/// are at most as many refusals as migrations; then the work is found done.
async fn migrate_file(writer: &sqlx::SqlitePool) -> Result<(), OpenError> {
    let mut outcome = SQLITE.run(writer).await;
    for _ in SQLITE.iter() {
        match outcome {
            Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) => {
                outcome = SQLITE.run(writer).await;
            }
            _ => break,
        }
    }
    outcome.map_err(|error| outdated(&error, &SQLITE))
}

async fn open_server(server: PgConnectOptions, connections: u32) -> Result<Db, OpenError> {
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .connect_with(server)
        .await
        .map_err(|error| OpenError::Server(reason(&error)))?;
    let version: i32 =
        sqlx::query_scalar("SELECT CAST(current_setting('server_version_num') AS INTEGER)")
            .fetch_one(&pool)
            .await
            .map_err(|error| OpenError::Server(reason(&error)))?;
    if version < 150_000 {
        let old = format!("version 15 or newer is needed, this one is {}", version / 10_000);
        return Err(OpenError::Server(old));
    }
    POSTGRES.run(&pool).await.map_err(|error| outdated(&error, &POSTGRES))?;
    Ok(Db::Pg(pool))
}

fn outdated(error: &MigrateError, migrator: &Migrator) -> OpenError {
    let known = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
    match error {
        MigrateError::VersionMissing(found) | MigrateError::VersionTooNew(found, _) => {
            OpenError::Newer { found: *found, known }
        }
        MigrateError::VersionMismatch(version) => {
            OpenError::Schema(format!("migration {version} differs from the one it was made with"))
        }
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            OpenError::Schema(reason(error))
        }
        other => OpenError::Schema(other.to_string()),
    }
}

/// What the system says, without addresses or passwords.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => "no answer in time".to_owned(),
        sqlx::Error::Tls(_) => "the encrypted connection could not be made".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expect: &str) {
        let place = match Place::of(url) {
            Ok(Place::File(path)) => path.display().to_string(),
            Ok(Place::Server(_)) => "server".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(place.contains(expect), "{url}: {place}");
    }

    #[test]
    fn addresses_of_databases_are_understood() {
        check("sqlite:///var/lib/x.db", "/var/lib/x.db");
        check("sqlite:x.db?mode=rwc", "x.db");
        check("data/x.db", "data/x.db");
        check("postgres://a:b@h/d", "server");
        check("postgresql://h/d", "server");
        check("mysql://h/d", "mysql: is neither");
        check("sqlite::memory:", "name one");
        check("", "name one");
    }

    #[test]
    fn both_schemas_have_the_same_lines() {
        assert_eq!(SQLITE.iter().count(), POSTGRES.iter().count());
        for (lite, pg) in SQLITE.iter().zip(POSTGRES.iter()) {
            assert_eq!((lite.version, &lite.description), (pg.version, &pg.description));
            assert_eq!(lite.sql.as_str(), pg.sql.as_str(), "migration {}", lite.version);
        }
    }

    #[test]
    fn every_table_says_until_when_a_row_may_be_kept() {
        for migration in SQLITE.iter() {
            for table in migration.sql.as_str().split("CREATE TABLE ").skip(1) {
                let body = table.split(");").next().unwrap_or_default();
                assert!(body.contains("expires_at BIGINT NOT NULL"), "{table}");
            }
        }
    }
}
