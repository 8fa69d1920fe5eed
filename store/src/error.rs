//! What can go wrong.

/// Why a question to the database was not answered. "Not found" is not an error but `None`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database did not answer, or refused.
    #[error("the database did not do it; look at its log and at free disk space, then try again")]
    Database(#[from] sqlx::Error),
    /// A stored value cannot be read: the record was changed by other hands, or a bug.
    #[error("{what} holds a value that cannot be read; restore it from a dump")]
    Unreadable {
        /// Column or record.
        what: String,
    },
    /// A question was asked with too few or too many values (a bug in this crate).
    #[error("a question wants {wanted} values and was given {given}: this is a bug, report it")]
    Values {
        /// Highest `$n` in the text.
        wanted: usize,
        /// Values given.
        given: usize,
    },
    /// Somebody has that log-in name already.
    #[error("the log-in name is taken; choose another one")]
    NameTaken,
    /// A dump is loaded into a database that holds records.
    #[error("the database is not empty ({table} has records); load into a fresh one")]
    NotEmpty {
        /// First table with records.
        table: &'static str,
    },
    /// A line of a dump is not understood.
    #[error("line {line} of the dump is not understood: {reason}")]
    Dump {
        /// Line number, from 1.
        line: u64,
        /// Why.
        reason: String,
    },
    /// Reading or writing a dump failed.
    #[error("the dump cannot be read or written: {0}")]
    File(#[from] std::io::Error),
}

impl Error {
    /// A stored value that cannot be read.
    pub(crate) fn unreadable(what: impl Into<String>) -> Self {
        Self::Unreadable { what: what.into() }
    }
}

/// Why a database cannot be opened, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The address names no database that we can use.
    #[error(
        "not a database address: {0}; write sqlite:///path/to/file.db or \
         postgres://user:password@host/database"
    )]
    Url(String),
    /// The file or its folder cannot be used.
    #[error("cannot open {path}: {reason}; check that the folder exists and may be written to")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The server cannot be reached, or refuses.
    #[error(
        "cannot reach the PostgreSQL server: {0}; check host, port, user, password and that the \
         database exists"
    )]
    Server(String),
    /// A newer routewatch has used this database.
    #[error(
        "this database was made by a newer routewatch (schema {found}, this one knows {known}); \
         install the newer version, or load a dump of it into a fresh database"
    )]
    Newer {
        /// Version found.
        found: i64,
        /// Highest version known here.
        known: i64,
    },
    /// Migrations failed.
    #[error("the schema cannot be brought up to date: {0}; restore the last dump and report this")]
    Schema(String),
}

/// Why a record was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else changed it since it was read.
    #[error("somebody changed this in the meantime; read it again and repeat your change")]
    Conflict,
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<sqlx::Error> for SaveError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
