//! Opening a database.

use crate::db::Db;
use crate::{Error, OpenError};
use model::Retention;
use serde::{Deserialize, Serialize};

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
        todo!()
    }

    /// `sqlite` or `postgresql`.
    #[must_use]
    pub const fn backend(&self) -> &'static str {
        todo!()
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), Error> {
        todo!()
    }
}
