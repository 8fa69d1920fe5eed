//! The order in which posts changed, for those who keep a projection of them.

use crate::db::Tx;
use crate::row::Row;
use crate::rows::Rows;
use crate::value::values;
use crate::{Error, Store};
use model::{PostId, Timestamp};
use serde::Serialize;
use std::collections::HashSet;

/// That a post, or what is thought of it, changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// 1, 2, 3 …; later changes have higher numbers and become visible later.
    pub seq: i64,
    /// Which post.
    pub post: PostId,
    /// Whether it was erased.
    pub erased: bool,
}

/// Name of the counter behind the sequence.
pub(crate) const COUNTER: &str = "changes";

/// Gives each of these posts the next number, and says until when that row is kept. The transaction
/// must come from `Db::ordered(COUNTER)`, which makes writers wait for each other: so numbers have no
/// gaps and become visible in their order.
pub(crate) async fn bump(
    tx: &mut Tx,
    posts: &[(PostId, Timestamp)],
    erased: bool,
) -> Result<(), Error> {
    if posts.is_empty() {
        return Ok(());
    }
    let mut seq = last(tx).await?;
    let mut rows = Rows::new(
        "INSERT INTO changes (post, seq, erased, expires_at)",
        "($1, $2, $3, $4)",
        "ON CONFLICT (post) DO UPDATE SET seq = excluded.seq, erased = excluded.erased, \
         expires_at = excluded.expires_at",
    );
    // One statement cannot change a row twice.
    let mut numbered = HashSet::new();
    for (post, expires_at) in posts.iter().filter(|(post, _)| numbered.insert(*post)) {
        seq += 1;
        rows.push(values![*post, seq, erased, *expires_at]);
    }
    rows.save(tx).await?;
    let sql = "UPDATE counters SET value = $1 WHERE name = 'changes'";
    tx.run(sql, values![seq]).await?;
    Ok(())
}

async fn last(tx: &mut Tx) -> Result<i64, Error> {
    let row = tx.one("SELECT value FROM counters WHERE name = 'changes'", values![]).await?;
    row.ok_or_else(|| Error::unreadable("counter changes"))?.number()
}

impl Store {
    /// The number of the latest change; 0 before the first.
    pub async fn latest_seq(&self) -> Result<i64, Error> {
        let sql = "SELECT value FROM counters WHERE name = 'changes'";
        self.db.one(sql, values![]).await?.map_or(Ok(0), |row| row.number())
    }

    /// Changes after that number, oldest first; of each post only its latest.
    pub async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Changed>, Error> {
        let sql = "SELECT seq, post, erased FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2";
        let rows = self.db.all(sql, values![seq, limit]).await?;
        let read = |row: &Row| {
            let mut c = row.columns();
            Ok(Changed { seq: c.int()?, post: c.id()?, erased: c.flag()? })
        };
        rows.iter().map(read).collect()
    }
}
