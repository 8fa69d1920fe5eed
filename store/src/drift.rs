//! How opinions change from week to week.

use crate::row::Row;
use crate::value::values;
use crate::{Error, Store};
use model::{Language, Timestamp};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// Milliseconds of a week, and from Monday to the Thursday on which 1970 began.
const WEEK_MS: i64 = 604_800_000;
const TO_MONDAY_MS: i64 = 259_200_000;

/// What the classifier thought of the posts first seen in one week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Monday, midnight UTC.
    pub begins: Timestamp,
    /// Posts that have an opinion.
    pub posts: u64,
    /// Posts where a person must decide.
    pub unsure: u64,
    /// Posts in a language that nobody recognised.
    pub unknown: u64,
    /// Posts by score, in ten steps of equal width.
    pub steps: [u64; 10],
}

impl Store {
    /// Weeks since a moment in which posts were seen first, oldest first.
    pub async fn weeks_of_scores(&self, since: Timestamp) -> Result<Vec<Week>, Error> {
        let week = format!("(p.first_seen + {TO_MONDAY_MS}) / {WEEK_MS}");
        let mut sql = format!(
            "SELECT {week}, COUNT(*), SUM(CASE WHEN s.abstain THEN 1 ELSE 0 END), \
             SUM(CASE WHEN s.language = $2 THEN 1 ELSE 0 END)"
        );
        for step in 0..10 {
            // The last step ends above 1, so that it holds 1 too.
            let (low, high) = (step, if step == 9 { 11 } else { step + 1 });
            let _ = write!(
                sql,
                ", SUM(CASE WHEN s.score * 10 >= {low} AND s.score * 10 < {high} THEN 1 ELSE 0 END)"
            );
        }
        let _ = write!(
            sql,
            " FROM assessments s JOIN posts p ON p.id = s.post WHERE p.first_seen >= $1 \
             GROUP BY {week} ORDER BY 1"
        );
        let unknown = Language::unknown();
        let rows = self.db.all(AssertSqlSafe(sql), values![since, unknown.as_str()]).await?;
        rows.iter().map(week_of_row).collect()
    }
}

fn week_of_row(row: &Row) -> Result<Week, Error> {
    let mut c = row.columns();
    let begins = Timestamp::from_ms(c.int()? * WEEK_MS - TO_MONDAY_MS);
    let (posts, unsure, unknown) = (c.num()?, c.num()?, c.num()?);
    let mut steps = [0; 10];
    for step in &mut steps {
        *step = c.num()?;
    }
    Ok(Week { begins, posts, unsure, unknown, steps })
}
