//! The two drivers behind one face.

/// A database.
#[derive(Debug, Clone)]
pub(crate) enum Db {}
