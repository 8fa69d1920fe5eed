//! Accounts that came back under another name.

use crate::accounts::{BATCH, account_of};
use crate::candidates::rescore;
use crate::db::places;
use crate::listing::Select;
use crate::row::Row;
use crate::value::{Value, json, pattern, values};
use crate::{Error, Listed, Paging, Store, accounts};
use model::source::SourceAddress;
use model::{
    Account, AccountId, Category, PersonId, Platform, Succession, SuccessionState, Timestamp,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// A contact that another account offers too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedContact {
    /// The other account.
    pub account: AccountId,
    /// The contact, normalised.
    pub value: String,
    /// Accounts that offer it in all.
    pub accounts: u32,
}

/// Which accounts are worth comparing by what they say of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLike<'a> {
    /// On this platform.
    pub platform: &'a Platform,
    /// With handle or shown name that begins like this.
    pub stem: &'a str,
    /// Or with this in the address of their picture.
    pub picture: Option<&'a str>,
}

/// How soon those who are gone come back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Reappearance {
    /// Accounts with offers that are confirmed gone.
    pub gone: u64,
    /// Of these, those with a confirmed successor.
    pub replaced: u64,
    /// Successions that wait for a person.
    pub proposed: u64,
    /// Milliseconds from the disappearance to the first post of the first confirmed successor that
    /// began after it: half of them were sooner.
    pub median_ms: Option<i64>,
}

const COLUMNS: &str = "u.gone, u.next, u.score, u.likenesses, u.gone_at, u.first_post, u.state, \
     u.decided_by, u.decided_at, u.reason, u.found_at, u.expires_at";

fn succession_of_row(row: &Row) -> Result<Succession, Error> {
    let mut c = row.columns();
    Ok(Succession {
        gone: c.id()?,
        next: c.id()?,
        score: c.real()?,
        likenesses: c.json()?,
        gone_at: c.time()?,
        first_post: c.time()?,
        state: c.word()?,
        decided: c.id_opt()?.zip(c.time_opt()?),
        reason: c.text()?,
        found_at: c.time()?,
        expires_at: c.time()?,
    })
}

impl Store {
    /// Accounts with offers that are confirmed gone and whose successor is to be looked for.
    pub async fn to_succeed(&self, now: Timestamp, limit: u32) -> Result<Vec<Account>, Error> {
        let sql = format!(
            "SELECT {} FROM accounts a WHERE a.presence = 'gone' AND a.offers > 0 \
             AND a.succession_due <= $1 ORDER BY a.succession_due, a.id LIMIT $2",
            accounts::COLUMNS
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![now, limit]).await?;
        rows.iter().map(|row| account_of(&mut row.columns())).collect()
    }

    /// Contacts in an account's offers that others offer too, and who does. Contacts that too many
    /// accounts share lead to nothing.
    pub async fn contacts_shared_with(
        &self,
        account: AccountId,
    ) -> Result<Vec<SharedContact>, Error> {
        let sql = "SELECT t.account, MIN(t.value), (SELECT COUNT(DISTINCT x.account) \
             FROM post_contacts x WHERE x.contact = t.contact) FROM post_contacts t \
             WHERE t.contact IN (SELECT m.contact FROM post_contacts m WHERE m.account = $1) \
             AND t.account <> $1 AND NOT EXISTS \
             (SELECT 1 FROM quarantined_contacts q WHERE q.contact = t.contact) \
             GROUP BY t.account, t.contact ORDER BY t.account, t.contact";
        let rows = self.db.all(sql, values![account]).await?;
        let read = |row: &Row| {
            let mut c = row.columns();
            Ok(SharedContact { account: c.id()?, value: c.text()?, accounts: c.num()? })
        };
        rows.iter().map(read).collect()
    }

    /// Fingerprints of an account's offers, each once, the latest ones.
    pub async fn fingerprints_of(
        &self,
        account: AccountId,
        limit: u32,
    ) -> Result<Vec<Vec<u64>>, Error> {
        let sql = "SELECT s.fingerprint, MAX(p.posted_at) AS latest FROM posts p \
             JOIN assessments s ON s.post = p.id WHERE p.account = $1 AND p.label = 'offer' \
             GROUP BY s.fingerprint ORDER BY latest DESC, s.fingerprint LIMIT $2";
        let rows = self.db.all(sql, values![account, limit]).await?;
        rows.iter().map(|row| row.columns().json()).collect()
    }

    /// Accounts with offers that look alike by name or picture.
    pub async fn accounts_named_like(&self, like: &NamedLike<'_>) -> Result<Vec<AccountId>, Error> {
        let begins = pattern(like.stem);
        let begins = begins.trim_start_matches('%');
        let picture = like.picture.map_or_else(|| "-".to_owned(), |part| format!("%{part}%"));
        let sql = "SELECT a.id FROM accounts a WHERE a.offers > 0 AND a.platform = $1 \
             AND (LOWER(a.handle) LIKE $2 ESCAPE '!' OR LOWER(a.display_name) LIKE $2 ESCAPE '!' \
             OR COALESCE(a.avatar, '') LIKE $3) ORDER BY a.id LIMIT 200";
        let rows = self.db.all(sql, values![like.platform.as_str(), begins, picture]).await?;
        rows.iter().map(|row| row.columns().id()).collect()
    }

    /// When each of these accounts first posted, as far as is on record.
    pub async fn first_posts(
        &self,
        ids: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Timestamp>, Error> {
        let mut first = BTreeMap::new();
        for some in ids.chunks(BATCH) {
            let sql = format!(
                "SELECT p.account, MIN(p.posted_at) FROM posts p WHERE p.account IN ({}) \
                 GROUP BY p.account",
                places(1, some.len())
            );
            let values = some.iter().copied().map(Value::from).collect();
            for row in self.db.all(AssertSqlSafe(sql), values).await? {
                let mut c = row.columns();
                first.insert(c.id()?, c.time()?);
            }
        }
        Ok(first)
    }

    /// Saves what was found for an account that is gone instead of what was proposed before, and
    /// when to look again. Decisions stay; a successor is proposed only for the account that it
    /// fits best.
    pub async fn save_successions(
        &self,
        gone: AccountId,
        found: &[Succession],
        again: Timestamp,
    ) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sql = "DELETE FROM successions WHERE gone = $1 AND state = 'proposed'";
        let known = "SELECT next, found_at FROM successions WHERE gone = $1";
        let mut since: BTreeMap<AccountId, Timestamp> = BTreeMap::new();
        for row in tx.all(known, values![gone]).await? {
            let mut c = row.columns();
            since.insert(c.id()?, c.time()?);
        }
        tx.run(sql, values![gone]).await?;
        for one in found {
            let sql = "INSERT INTO successions (gone, next, score, likenesses, gone_at, \
                 first_post, state, reason, found_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, 'proposed', '', $7, $8) \
                 ON CONFLICT (gone, next) DO UPDATE SET score = excluded.score, \
                 likenesses = excluded.likenesses, first_post = excluded.first_post";
            let values = values![
                gone,
                one.next,
                one.score,
                json(&one.likenesses),
                one.gone_at,
                one.first_post,
                since.get(&one.next).copied().unwrap_or(one.found_at),
                one.expires_at,
            ];
            tx.run(sql, values).await?;
            let sql = "DELETE FROM successions WHERE next = $1 AND state = 'proposed' AND score < \
                 (SELECT MAX(o.score) FROM successions o WHERE o.next = $1 \
                 AND o.state <> 'rejected')";
            tx.run(sql, values![one.next]).await?;
        }
        let sql = "UPDATE accounts SET succession_due = $2 WHERE id = $1";
        tx.run(sql, values![gone, again]).await?;
        tx.commit().await
    }

    /// Successions of which an account is one side, the likeliest first; rejected ones last.
    pub async fn successions_of(&self, account: AccountId) -> Result<Vec<Succession>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM successions u WHERE u.gone = $1 OR u.next = $1 \
             ORDER BY CASE u.state WHEN 'confirmed' THEN 0 WHEN 'proposed' THEN 1 ELSE 2 END, \
             u.score DESC, u.gone, u.next"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![account]).await?;
        rows.iter().map(succession_of_row).collect()
    }

    /// Successions in a state, the likeliest first.
    pub async fn successions(
        &self,
        state: SuccessionState,
        paging: Paging,
    ) -> Result<Listed<Succession>, Error> {
        let mut select = Select::new("successions u");
        select.and("u.state = $$", state.word());
        let order = "u.score DESC, u.gone, u.next";
        select.list(&self.db, COLUMNS, order, paging, succession_of_row).await
    }

    /// Enters a decision, or takes it back. Whether there is such a succession.
    pub async fn decide_succession(
        &self,
        (gone, next): (AccountId, AccountId),
        state: SuccessionState,
        by: PersonId,
        reason: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let decided = (state != SuccessionState::Proposed).then_some(at);
        let sql = "UPDATE successions SET state = $3, decided_by = $4, decided_at = $5, \
             reason = $6 WHERE gone = $1 AND next = $2";
        let by = decided.map(|_| by);
        Ok(self.db.run(sql, values![gone, next, state.word(), by, decided, reason]).await? > 0)
    }

    /// Proposes the place of a confirmed successor for watching. Whether it is new as a candidate;
    /// a place that is watched already, or was decided about, is left as it is.
    pub async fn propose_successor(
        &self,
        place: &SourceAddress,
        gone: AccountId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let id = place.id();
        let mut tx = self.db.write().await?;
        let sql = "INSERT INTO candidates (id, platform, kind, key, url, score, depth, state, \
             reason, found_at, expires_at, replaces) SELECT $1, $2, $3, $4, $5, 0.0, 1, \
             'proposed', '', $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM sources o \
             WHERE o.id = $1 AND o.state <> 'removed') ON CONFLICT (id) DO UPDATE SET \
             replaces = excluded.replaces, depth = 1";
        let values = values![
            id,
            place.platform.as_str(),
            place.kind.word(),
            &place.key,
            place.url.as_str(),
            now,
            self.keep.until(Category::Unsure, now),
            gone,
        ];
        let added = tx.run(sql, values).await? > 0;
        rescore(&mut tx, id).await?;
        tx.commit().await?;
        Ok(added)
    }

    /// Takes a confirmed successor's place back, unless offers name it too or it was decided about.
    pub async fn withdraw_successor(&self, place: &SourceAddress) -> Result<(), Error> {
        let id = place.id();
        let mut tx = self.db.write().await?;
        tx.run("UPDATE candidates SET replaces = NULL WHERE id = $1", values![id]).await?;
        rescore(&mut tx, id).await?;
        tx.commit().await
    }

    /// How soon those who are gone come back.
    pub async fn reappearance(&self) -> Result<Reappearance, Error> {
        let sql = "SELECT (SELECT COUNT(*) FROM accounts WHERE presence = 'gone' AND offers > 0), \
             (SELECT COUNT(DISTINCT gone) FROM successions WHERE state = 'confirmed'), \
             (SELECT COUNT(*) FROM successions WHERE state = 'proposed')";
        let Some(row) = self.db.one(sql, values![]).await? else {
            return Ok(Reappearance::default());
        };
        let mut c = row.columns();
        let (gone, replaced, proposed) = (c.num()?, c.num()?, c.num()?);
        let sql = "SELECT MIN(first_post - gone_at) FROM successions WHERE state = 'confirmed' \
             AND first_post >= gone_at GROUP BY gone ORDER BY 1";
        let rows = self.db.all(sql, values![]).await?;
        let spans: Vec<i64> = rows.iter().map(Row::number).collect::<Result<_, _>>()?;
        let low = spans.get(spans.len().saturating_sub(1) / 2);
        let high = spans.get(spans.len() / 2);
        let median_ms = low.zip(high).map(|(low, high)| i64::midpoint(*low, *high));
        Ok(Reappearance { gone, replaced, proposed, median_ms })
    }
}
