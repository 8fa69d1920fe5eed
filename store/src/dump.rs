//! All records as text, to keep or to move between SQLite and PostgreSQL.
//!
//! One line of JSON per record, `{"table": …, "row": {column: value, …}}`, after a first line that
//! names the format. A dump holds everything: texts, people and the hashes of their passwords. It
//! wants as much care as the database.

use crate::db::{Tx, places};
use crate::row::Row;
use crate::tables::{Holds, TABLES, Table};
use crate::value::{Value, values};
use crate::{Error, Store};
use futures::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

/// The format that is written, and the only one that is read.
const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    routewatch_dump: u32,
}

/// Any other line.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    table: String,
    row: serde_json::Map<String, Json>,
}

impl Store {
    /// Writes every record as a line of JSON, all as of one moment. Rows by table.
    pub async fn dump(&self, out: &mut (dyn Write + Send)) -> Result<BTreeMap<String, u64>, Error> {
        let mut tx = self.db.snapshot().await?;
        let mut counts = BTreeMap::new();
        write_line(out, &Head { routewatch_dump: FORMAT })?;
        for table in TABLES {
            let columns: Vec<&str> = table.columns().map(|(name, _)| name).collect();
            let (columns, name, key) = (columns.join(", "), table.name, table.key);
            let sql = format!("SELECT {columns} FROM {name} ORDER BY {key}");
            let mut rows = tx.stream(AssertSqlSafe(sql), values![])?;
            let mut count = 0;
            while let Some(row) = rows.try_next().await? {
                let line = Line { table: table.name.to_owned(), row: row_out(table, &row)? };
                write_line(out, &line)?;
                count += 1;
            }
            counts.insert(table.name.to_owned(), count);
        }
        out.flush()?;
        Ok(counts)
    }

    /// Loads a dump into an empty database, in one transaction. Rows by table.
    pub async fn load(
        &self,
        input: &mut (dyn BufRead + Send),
    ) -> Result<BTreeMap<String, u64>, Error> {
        let mut tx = self.db.write().await?;
        refuse_records(&mut tx).await?;
        tx.run("DELETE FROM counters", values![]).await?;
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut text = String::new();
        let mut number = 0;
        while read_line(input, &mut text)? {
            number += 1;
            let wrong = |reason: String| Error::Dump { line: number, reason };
            if number == 1 {
                head_in(&text).map_err(wrong)?;
                continue;
            }
            let line: Line = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
            let table = TABLES.iter().find(|table| table.name == line.table);
            let table = table.ok_or_else(|| wrong(format!("no table {:?}", line.table)))?;
            let (sql, values) = row_in(table, &line.row).map_err(wrong)?;
            tx.run(AssertSqlSafe(sql), values).await?;
            *counts.entry(line.table).or_default() += 1;
        }
        // A dump cut short would leave the counters out, or miss its end unnoticed.
        if counts.get("counters") != Some(&2) {
            return Err(Error::Dump {
                line: number,
                reason: "the counters are missing".to_owned(),
            });
        }
        tx.commit().await?;
        Ok(counts)
    }
}

async fn refuse_records(tx: &mut Tx) -> Result<(), Error> {
    for table in TABLES.iter().filter(|table| table.name != "counters") {
        let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {} LIMIT 1) t", table.name);
        if tx.count(AssertSqlSafe(sql), values![]).await? > 0 {
            return Err(Error::NotEmpty { table: table.name });
        }
    }
    Ok(())
}

fn write_line(out: &mut (dyn Write + Send), line: &impl Serialize) -> Result<(), Error> {
    let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
    text.push(b'\n');
    Ok(out.write_all(&text)?)
}

/// The next line that is not empty.
fn read_line(input: &mut (dyn BufRead + Send), text: &mut String) -> Result<bool, Error> {
    loop {
        text.clear();
        if input.read_line(text)? == 0 {
            return Ok(false);
        }
        if !text.trim().is_empty() {
            return Ok(true);
        }
    }
}

fn head_in(text: &str) -> Result<(), String> {
    let head: Head =
        serde_json::from_str(text).map_err(|_| "this is not a dump of routewatch".to_owned())?;
    if head.routewatch_dump == FORMAT {
        return Ok(());
    }
    Err(format!("format {} is not {FORMAT}", head.routewatch_dump))
}

fn row_out(table: &Table, row: &Row) -> Result<serde_json::Map<String, Json>, Error> {
    let mut c = row.columns();
    let mut out = serde_json::Map::new();
    for (name, holds) in table.columns() {
        let value = match holds {
            Holds::Text => c.text_opt()?.map_or(Json::Null, Json::String),
            Holds::Int => c.int_opt()?.map_or(Json::Null, Json::from),
            Holds::Real => Json::from(c.double()?),
            Holds::Flag => Json::Bool(c.flag()?),
        };
        out.insert(name.to_owned(), value);
    }
    Ok(out)
}

fn row_in(
    table: &Table,
    row: &serde_json::Map<String, Json>,
) -> Result<(String, Vec<Value>), String> {
    let mut names = Vec::new();
    let mut values = Vec::new();
    for (name, holds) in table.columns() {
        let value = row.get(name).unwrap_or(&Json::Null);
        let wrong = || format!("{}.{name} holds something else", table.name);
        let value = match (holds, value) {
            (Holds::Text, Json::Null) => Value::Text(None),
            (Holds::Text, Json::String(text)) => Value::from(text),
            (Holds::Int, Json::Null) => Value::Int(None),
            (Holds::Int, number) => Value::from(number.as_i64().ok_or_else(wrong)?),
            (Holds::Real, number) => Value::Real(single(number.as_f64().ok_or_else(wrong)?)),
            (Holds::Flag, Json::Bool(flag)) => Value::from(*flag),
            _ => return Err(wrong()),
        };
        names.push(name);
        values.push(value);
    }
    if let Some(other) = row.keys().find(|key| !names.contains(&key.as_str())) {
        return Err(format!("{} has no column {other:?}", table.name));
    }
    let (columns, marks) = (names.join(", "), places(1, names.len()));
    Ok((format!("INSERT INTO {} ({columns}) VALUES ({marks})", table.name), values))
}

/// All fractions were written from single precision; reading decimals may miss by the last bit.
fn single(number: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "written from an f32")]
    let single = number as f32;
    f64::from(single)
}
