//! Many rows put into a table by few statements.

use crate::Error;
use crate::db::Tx;
use crate::value::Value;
use sqlx::AssertSqlSafe;

/// How many rows one statement takes. Few sizes, so that each statement is prepared once and found
/// again: twenty posts of a full page are one of sixteen and one of four.
const SIZES: [usize; 3] = [16, 4, 1];

/// Rows on their way into a table.
#[derive(Debug)]
pub(crate) struct Rows {
    insert: &'static str,
    places: &'static str,
    after: &'static str,
    waiting: Vec<Vec<Value>>,
}

impl Rows {
    /// No rows yet. `insert` names table and columns (`INSERT INTO t (a, b)`), `places` is one row as
    /// it would follow `VALUES` (`($1, $2)`), `after` what follows the last one (`ON CONFLICT …`).
    pub(crate) const fn new(
        insert: &'static str,
        places: &'static str,
        after: &'static str,
    ) -> Self {
        Self { insert, places, after, waiting: Vec::new() }
    }

    /// Adds a row: values for `$1`, `$2`, … in order.
    pub(crate) fn push(&mut self, values: Vec<Value>) {
        self.waiting.push(values);
    }

    /// Puts them in, in order. How many there are in the table because of it.
    pub(crate) async fn save(self, tx: &mut Tx) -> Result<u64, Error> {
        let (mut left, mut saved) = (self.waiting.len(), 0);
        let mut rows = self.waiting.into_iter();
        for size in SIZES {
            while left >= size {
                left -= size;
                let values: Vec<Value> = rows.by_ref().take(size).flatten().collect();
                let places = repeated(self.places, values.len() / size, size);
                let sql = format!("{} VALUES {places} {}", self.insert, self.after);
                saved += tx.run(AssertSqlSafe(sql), values).await?;
            }
        }
        Ok(saved)
    }
}

/// A row of `width` places, written so often, its places numbered on.
fn repeated(row: &str, width: usize, times: usize) -> String {
    let mut text = String::with_capacity((row.len() + 16) * times);
    for time in 0..times {
        if time > 0 {
            text.push_str(", ");
        }
        let mut parts = row.split('$');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let (number, rest) = part.split_at_checked(end).unwrap_or((part, ""));
            let number = number.parse::<usize>().unwrap_or_default() + time * width;
            text.push('$');
            text.push_str(&number.to_string());
            text.push_str(rest);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_on_from_row_to_row() {
        let check = |row, width, times, expect| assert_eq!(repeated(row, width, times), expect);
        check("($1, $2)", 2, 1, "($1, $2)");
        check(
            "($1, 0, $2, $2, 'x')",
            2,
            3,
            "($1, 0, $2, $2, 'x'), ($3, 0, $4, $4, 'x'), ($5, 0, $6, $6, 'x')",
        );
        check("($10, $9)", 10, 2, "($10, $9), ($20, $19)");
    }
}
