//! Pages of long lists.

use crate::Error;
use crate::db::Db;
use crate::row::Row;
use crate::value::Value;
use model::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

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

/// Milliseconds in a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// The day (UTC) of a day number since 1970, as `YYYY-MM-DD`.
pub(crate) fn day(number: i64) -> String {
    Timestamp::from_ms(number.saturating_mul(DAY_MS)).utc().format("%Y-%m-%d").to_string()
}

/// A list under construction: which rows of which tables.
#[derive(Debug)]
pub(crate) struct Select {
    tables: String,
    wheres: Vec<String>,
    values: Vec<Value>,
}

impl Select {
    /// All rows of these tables.
    pub(crate) fn new(tables: &str) -> Self {
        Self { tables: tables.to_owned(), wheres: Vec::new(), values: Vec::new() }
    }

    /// Only those for which a condition with one value (`$$`) holds.
    pub(crate) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.wheres.push(condition.replace("$$", &place));
    }

    /// Only those for which a condition without values holds.
    pub(crate) fn also(&mut self, condition: &str) {
        self.wheres.push(condition.to_owned());
    }

    fn tail(&self) -> String {
        let mut tail = format!("FROM {}", self.tables);
        if !self.wheres.is_empty() {
            tail.push_str(" WHERE ");
            tail.push_str(&self.wheres.join(" AND "));
        }
        tail
    }

    /// The rows of one page, and how many there are in all.
    pub(crate) async fn list<T>(
        self,
        db: &Db,
        columns: &str,
        order: &str,
        paging: Paging,
        read: fn(&Row) -> Result<T, Error>,
    ) -> Result<Listed<T>, Error> {
        let tail = self.tail();
        let count = format!("SELECT COUNT(*) {tail}");
        let total = db.count(AssertSqlSafe(count), self.values.clone()).await?;
        let n = self.values.len();
        let sql =
            format!("SELECT {columns} {tail} ORDER BY {order} LIMIT ${} OFFSET ${}", n + 1, n + 2);
        let mut values = self.values;
        values.push(Value::from(paging.limit));
        values.push(Value::from(paging.offset));
        let rows = db.all(AssertSqlSafe(sql), values).await?;
        let rows = rows.iter().map(read).collect::<Result<Vec<T>, Error>>()?;
        Ok(Listed { rows, total })
    }
}
