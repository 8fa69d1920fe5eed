//! Pages of long lists.

use serde::{Deserialize, Serialize};

/// Which part of a long list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// Rows to skip.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

impl Paging {
    /// The first `limit` rows.
    #[must_use]
    pub const fn first(limit: u32) -> Self {
        Self { offset: 0, limit }
    }
}

impl Default for Paging {
    fn default() -> Self {
        Self::first(50)
    }
}

/// Part of a long list, and how long the whole is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    /// The rows asked for.
    pub rows: Vec<T>,
    /// Number of rows in the whole list.
    pub total: u64,
}

/// How many on one day (UTC), of one kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DayCount {
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    /// Which kind.
    pub key: String,
    /// How many.
    pub count: u64,
}
