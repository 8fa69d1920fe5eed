//! The two drivers behind one face: the only file that names one when asking.
//!
//! One SQL text with `$1` parameters runs on both. A number of values that does not fit the text is
//! an error here, because SQLite would take a missing value for NULL.

use crate::Error;
use crate::row::Row;
use crate::value::Value;
use futures::TryStreamExt as _;
use futures::stream::BoxStream;
use sqlx::{PgPool, Postgres, SqlSafeStr, SqlStr, Sqlite, SqlitePool, Transaction};

/// A database.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// A file: one writer, several readers.
    Lite {
        /// One connection.
        writer: SqlitePool,
        /// Several connections that cannot write.
        readers: SqlitePool,
    },
    /// A server.
    Pg(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub(crate) enum Tx {
    /// On SQLite.
    Lite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Pg(Transaction<'static, Postgres>),
}

/// A question with its values, for the driver that follows from where it is asked.
macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(number) => query.bind(number),
                Value::Real(number) => query.bind(number),
                Value::Flag(flag) => query.bind(flag),
            };
        }
        query
    }};
}

/// Highest `$n` in a text.
fn wanted(sql: &str) -> usize {
    let number = |part: &str| {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        part.get(..end).and_then(|digits| digits.parse::<usize>().ok()).unwrap_or(0)
    };
    sql.split('$').skip(1).map(number).max().unwrap_or(0)
}

/// The text, if it wants as many values as there are.
fn checked(sql: impl SqlSafeStr, values: &[Value]) -> Result<SqlStr, Error> {
    let sql = sql.into_sql_str();
    let (wanted, given) = (wanted(sql.as_str()), values.len());
    if wanted == given { Ok(sql) } else { Err(Error::Values { wanted, given }) }
}

/// `$from, $from+1, …`: places for `count` values.
pub(crate) fn places(from: usize, count: usize) -> String {
    let places: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    places.join(", ")
}

impl Db {
    /// All rows of an answer.
    pub(crate) async fn all(
        &self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Error> {
        let sql = checked(sql, &values)?;
        Ok(match self {
            Self::Lite { readers, .. } => {
                let rows = bound!(sql, values).fetch_all(readers).await?;
                rows.into_iter().map(Row::Lite).collect()
            }
            Self::Pg(pool) => {
                let rows = bound!(sql, values).fetch_all(pool).await?;
                rows.into_iter().map(|row| Row::Pg(Box::new(row))).collect()
            }
        })
    }

    /// The first row of an answer, if any.
    pub(crate) async fn one(
        &self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<Option<Row>, Error> {
        let sql = checked(sql, &values)?;
        Ok(match self {
            Self::Lite { readers, .. } => {
                bound!(sql, values).fetch_optional(readers).await?.map(Row::Lite)
            }
            Self::Pg(pool) => {
                let row = bound!(sql, values).fetch_optional(pool).await?;
                row.map(|row| Row::Pg(Box::new(row)))
            }
        })
    }

    /// The only number of an answer; 0 where there is no row.
    pub(crate) async fn count(
        &self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<u64, Error> {
        self.one(sql, values).await?.map_or(Ok(0), |row| row.count())
    }

    /// Changes rows by one statement, which is a transaction by itself. How many.
    pub(crate) async fn run(&self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<u64, Error> {
        let sql = checked(sql, &values)?;
        Ok(match self {
            Self::Lite { writer, .. } => bound!(sql, values).execute(writer).await?.rows_affected(),
            Self::Pg(pool) => bound!(sql, values).execute(pool).await?.rows_affected(),
        })
    }

    /// Begins to write.
    pub(crate) async fn write(&self) -> Result<Tx, Error> {
        Ok(match self {
            // A deferred transaction that turns into a writing one would not wait its turn.
            Self::Lite { writer, .. } => Tx::Lite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Pg(pool) => Tx::Pg(pool.begin().await?),
        })
    }

    /// Begins to write after everybody else who holds that counter, so that its numbers become
    /// visible in their order and without gaps. Whoever writes to several posts begins like this
    /// too, or two of them could wait for each other. (SQLite has one writer anyway.)
    pub(crate) async fn ordered(&self, counter: &'static str) -> Result<Tx, Error> {
        let mut tx = self.write().await?;
        if matches!(tx, Tx::Pg(_)) {
            let sql = "SELECT value FROM counters WHERE name = $1 FOR UPDATE";
            tx.one(sql, vec![Value::from(counter)]).await?;
        }
        Ok(tx)
    }

    /// Begins to read one state of everything, however long it takes.
    pub(crate) async fn snapshot(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Lite { readers, .. } => Tx::Lite(readers.begin().await?),
            Self::Pg(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Tx::Pg(pool.begin_with(begin).await?)
            }
        })
    }
}

impl Tx {
    /// All rows of an answer.
    pub(crate) async fn all(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Error> {
        self.stream(sql, values)?.try_collect().await
    }

    /// The rows of an answer as they come.
    pub(crate) fn stream(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<BoxStream<'_, Result<Row, Error>>, Error> {
        let sql = checked(sql, &values)?;
        Ok(match self {
            Self::Lite(tx) => {
                let rows = bound!(sql, values).fetch(&mut **tx);
                Box::pin(rows.map_ok(Row::Lite).map_err(Error::from))
            }
            Self::Pg(tx) => {
                let rows = bound!(sql, values).fetch(&mut **tx);
                Box::pin(rows.map_ok(|row| Row::Pg(Box::new(row))).map_err(Error::from))
            }
        })
    }

    /// The first row of an answer, if any.
    pub(crate) async fn one(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<Option<Row>, Error> {
        let sql = checked(sql, &values)?;
        Ok(match self {
            Self::Lite(tx) => bound!(sql, values).fetch_optional(&mut **tx).await?.map(Row::Lite),
            Self::Pg(tx) => {
                let row = bound!(sql, values).fetch_optional(&mut **tx).await?;
                row.map(|row| Row::Pg(Box::new(row)))
            }
        })
    }

    /// The only number of an answer; 0 where there is no row.
    pub(crate) async fn count(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<u64, Error> {
        self.one(sql, values).await?.map_or(Ok(0), |row| row.count())
    }

    /// Changes rows. How many.
    pub(crate) async fn run(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> Result<u64, Error> {
        let sql = checked(sql, &values)?;
        Ok(match self {
            Self::Lite(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Self::Pg(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// What to write behind a `SELECT` whose rows nobody else may take meanwhile.
    pub(crate) const fn taking(&self) -> &'static str {
        match self {
            Self::Lite(_) => "",
            Self::Pg(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Makes it so.
    pub(crate) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Lite(tx) => tx.commit().await?,
            Self::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_too_few_or_too_many_is_noticed_before_the_database_is_asked() {
        let check = |sql: &'static str, given: usize, fits: bool| {
            let values = vec![Value::Flag(true); given];
            assert_eq!(checked(sql, &values).is_ok(), fits, "{sql} with {given}");
        };
        check("SELECT 1", 0, true);
        check("SELECT $1, $2, $1", 2, true);
        check("SELECT $1, $2", 1, false);
        check("SELECT $1", 2, false);
        check("SELECT $12, $3", 12, true);
    }

    #[test]
    fn places_are_numbered_from_where_they_begin() {
        assert_eq!(places(3, 3), "$3, $4, $5");
        assert_eq!(places(1, 0), "");
    }
}
