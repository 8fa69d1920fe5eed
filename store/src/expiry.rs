//! Erasing what may not be kept any longer.

use crate::db::Tx;
use crate::effect::recount_account;
use crate::groups::refresh_advert;
use crate::value::values;
use crate::{Error, Store, changes};
use model::{AccountId, AdvertId, Category, PostId, Timestamp};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// What was erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Expired {
    /// Posts, with their revisions, sightings, opinions and contacts.
    pub posts: u64,
    /// Accounts, with their history.
    pub accounts: u64,
    /// Sources that had been removed.
    pub sources: u64,
    /// Visits.
    pub visits: u64,
    /// Rows about captures (the archive's own files are not touched here).
    pub captures: u64,
    /// Messages.
    pub messages: u64,
    /// Sessions.
    pub sessions: u64,
    /// Closed cases.
    pub cases: u64,
    /// Closed or withdrawn referrals, with their notices.
    pub referrals: u64,
    /// Audit entries, from the beginning of the chain.
    pub audit: u64,
    /// Records past their time that an open case or referral holds.
    pub held: u64,
}

/// Posts or accounts erased in one transaction.
const BATCH: u32 = 200;

/// Ids of accounts (or posts) in an open case.
const IN_OPEN_CASE: &str = "SELECT t.subject FROM case_subjects t JOIN cases k \
     ON k.id = t.folder WHERE k.state = 'open'";

/// Open referrals.
const OPEN_REFERRAL: &str = "f.state IN ('draft', 'approved', 'sent')";

/// Condition on `accounts a`: held by an open case or an open referral.
fn account_is_held() -> String {
    format!(
        "(a.id IN ({IN_OPEN_CASE}) OR a.id IN (SELECT f.account FROM referrals f \
         WHERE {OPEN_REFERRAL}))"
    )
}

/// Condition on `posts p`: held itself, or an offer of an account that is held.
fn post_is_held() -> String {
    format!(
        "(p.id IN ({IN_OPEN_CASE}) OR p.id IN (SELECT q.post FROM referral_posts q \
         JOIN referrals f ON f.id = q.referral WHERE {OPEN_REFERRAL}) \
         OR (p.label = 'offer' AND p.account IN (SELECT a.id FROM accounts a WHERE {})))",
        account_is_held()
    )
}

/// Rows that hang on another one and live as long: table, column, and the other table. Their own
/// time is brought up to date only when it runs out, not at every sighting of the other one.
const HANGING: [(&str, &str, &str); 12] = [
    ("revisions", "post", "posts"),
    ("assessments", "post", "posts"),
    ("post_contacts", "post", "posts"),
    ("bands", "post", "posts"),
    ("alerts", "post", "posts"),
    ("changes", "post", "posts"),
    ("leads", "post", "posts"),
    ("trials", "post", "posts"),
    ("second_opinions", "post", "posts"),
    ("account_changes", "account", "accounts"),
    ("successions", "gone", "accounts"),
    ("case_subjects", "folder", "cases"),
];

impl Store {
    /// Erases all records past their time, except what an open case or an open referral holds.
    /// Every erased post leaves a change behind, so that projections forget it too.
    pub async fn expire(&self, now: Timestamp) -> Result<Expired, Error> {
        let mut expired = Expired::default();
        self.expire_casework(now, &mut expired).await?;
        loop {
            let erased = self.expire_posts(now).await?;
            expired.posts += erased;
            if erased == 0 {
                break;
            }
        }
        loop {
            let erased = self.expire_accounts(now).await?;
            expired.accounts += erased;
            if erased == 0 {
                break;
            }
        }
        self.renew_hanging(now).await?;
        self.expire_captures(now, &mut expired).await?;
        self.expire_operation(now, &mut expired).await?;
        self.count_held(now, &mut expired).await?;
        Ok(expired)
    }

    async fn expire_casework(&self, now: Timestamp, expired: &mut Expired) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sql = "DELETE FROM cases WHERE expires_at <= $1 AND state = 'closed'";
        expired.cases = tx.run(sql, values![now]).await?;
        let sql = "DELETE FROM referrals WHERE expires_at <= $1 \
             AND state IN ('closed', 'withdrawn')";
        expired.referrals = tx.run(sql, values![now]).await?;
        tx.commit().await
    }

    /// Erases some posts. How many; 0 when there are none left.
    async fn expire_posts(&self, now: Timestamp) -> Result<u64, Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = format!(
            "SELECT p.id, p.account, p.advert FROM posts p WHERE p.expires_at <= $1 AND NOT {} \
             ORDER BY p.expires_at, p.id LIMIT $2",
            post_is_held()
        );
        let rows = tx.all(AssertSqlSafe(sql), values![now, BATCH]).await?;
        let forgotten = self.keep.until(Category::Operation, now);
        let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
        let mut adverts: BTreeSet<AdvertId> = BTreeSet::new();
        let mut erased = Vec::new();
        for row in &rows {
            let mut c = row.columns();
            let post: PostId = c.id()?;
            accounts.insert(c.id()?);
            adverts.extend(c.id_opt::<AdvertId>()?);
            erase_post(&mut tx, post).await?;
            erased.push((post, forgotten));
        }
        for account in accounts {
            recount_account(&mut tx, &self.keep, account).await?;
        }
        for advert in adverts {
            refresh_advert(&mut tx, advert).await?;
        }
        changes::bump(&mut tx, &erased, true).await?;
        tx.commit().await?;
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }

    /// Erases some accounts that have no posts. How many; 0 when there are none left.
    async fn expire_accounts(&self, now: Timestamp) -> Result<u64, Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = format!(
            "SELECT a.id FROM accounts a WHERE a.expires_at <= $1 AND NOT {} AND NOT EXISTS \
             (SELECT 1 FROM posts p WHERE p.account = a.id) ORDER BY a.expires_at, a.id LIMIT $2",
            account_is_held()
        );
        let rows = tx.all(AssertSqlSafe(sql), values![now, BATCH]).await?;
        for row in &rows {
            let account: AccountId = row.columns().id()?;
            for sql in [
                "DELETE FROM sightings WHERE subject = $1",
                "DELETE FROM network_accounts WHERE account = $1",
                "UPDATE sources SET account = NULL WHERE account = $1",
                "DELETE FROM accounts WHERE id = $1",
            ] {
                tx.run(sql, values![account]).await?;
            }
        }
        tx.commit().await?;
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }

    async fn renew_hanging(&self, now: Timestamp) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        for (table, column, other) in HANGING {
            let sql = format!(
                "UPDATE {table} SET expires_at = (SELECT o.expires_at FROM {other} o \
                 WHERE o.id = {table}.{column}) WHERE expires_at <= $1 \
                 AND EXISTS (SELECT 1 FROM {other} o WHERE o.id = {table}.{column})"
            );
            tx.run(AssertSqlSafe(sql), values![now]).await?;
        }
        for (kind, other) in [("post", "posts"), ("account", "accounts")] {
            let sql = format!(
                "UPDATE sightings SET expires_at = (SELECT o.expires_at FROM {other} o \
                 WHERE o.id = sightings.subject) WHERE expires_at <= $1 AND kind = $2 \
                 AND EXISTS (SELECT 1 FROM {other} o WHERE o.id = sightings.subject)"
            );
            tx.run(AssertSqlSafe(sql), values![now, kind]).await?;
        }
        let sql = "UPDATE adverts SET expires_at = COALESCE((SELECT MAX(p.expires_at) \
             FROM posts p WHERE p.advert = adverts.id), expires_at) WHERE expires_at <= $1";
        tx.run(sql, values![now]).await?;
        tx.commit().await
    }

    /// A capture is kept as long as anything on record was seen in it.
    async fn expire_captures(&self, now: Timestamp, expired: &mut Expired) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sql = "DELETE FROM captures WHERE expires_at <= $1 \
             AND NOT EXISTS (SELECT 1 FROM sightings s WHERE s.capture = captures.id) \
             AND NOT EXISTS (SELECT 1 FROM revisions v WHERE v.capture = captures.id) \
             AND NOT EXISTS (SELECT 1 FROM account_changes h WHERE h.capture = captures.id)";
        expired.captures = tx.run(sql, values![now]).await?;
        let sql = "UPDATE captures SET expires_at = $2 WHERE expires_at <= $1";
        tx.run(sql, values![now, now.plus_days(1)]).await?;
        tx.commit().await
    }

    async fn expire_operation(&self, now: Timestamp, expired: &mut Expired) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "DELETE FROM sources WHERE expires_at <= $1 AND state = 'removed'";
        expired.sources = tx.run(sql, values![now]).await?;
        expired.visits = tx.run("DELETE FROM visits WHERE expires_at <= $1", values![now]).await?;
        expired.messages =
            tx.run("DELETE FROM messages WHERE expires_at <= $1", values![now]).await?;
        expired.sessions =
            tx.run("DELETE FROM sessions WHERE expires_at <= $1", values![now]).await?;
        // The chain is shortened from its beginning only, so that what remains still holds.
        let sql = "DELETE FROM audit WHERE expires_at <= $1 AND seq < COALESCE((SELECT MIN(x.seq) \
             FROM audit x WHERE x.expires_at > $1), 9223372036854775807)";
        expired.audit = tx.run(sql, values![now]).await?;
        for sql in [
            "DELETE FROM reviews WHERE expires_at <= $1 AND NOT EXISTS \
             (SELECT 1 FROM posts p WHERE p.id = reviews.post)",
            "DELETE FROM changes WHERE expires_at <= $1 AND erased",
            "DELETE FROM leases WHERE expires_at <= $1",
            "DELETE FROM hosts WHERE expires_at <= $1",
            "DELETE FROM budgets WHERE expires_at <= $1",
            "DELETE FROM watches WHERE expires_at <= $1",
            "DELETE FROM networks WHERE expires_at <= $1",
            "DELETE FROM candidates WHERE expires_at <= $1",
            "DELETE FROM alarms WHERE expires_at <= $1",
            // As long as anything that came from a file is kept, so is the word on where it came from.
            "DELETE FROM imports WHERE expires_at <= $1 AND NOT EXISTS \
             (SELECT 1 FROM captures c WHERE c.import = imports.id)",
            "DELETE FROM quarantined_contacts WHERE expires_at <= $1",
        ] {
            tx.run(sql, values![now]).await?;
        }
        tx.commit().await
    }

    async fn count_held(&self, now: Timestamp, expired: &mut Expired) -> Result<(), Error> {
        let sql =
            format!("SELECT COUNT(*) FROM posts p WHERE p.expires_at <= $1 AND {}", post_is_held());
        expired.held = self.db.count(AssertSqlSafe(sql), values![now]).await?;
        let sql = format!(
            "SELECT COUNT(*) FROM accounts a WHERE a.expires_at <= $1 AND {}",
            account_is_held()
        );
        expired.held += self.db.count(AssertSqlSafe(sql), values![now]).await?;
        Ok(())
    }
}

/// Erases a post with all that hangs on it. Its reviews stay if a case or a referral names the
/// post: they are part of why somebody acted, and end with their own time.
async fn erase_post(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    for sql in [
        "DELETE FROM sightings WHERE subject = $1",
        "DELETE FROM reviews WHERE post = $1 \
         AND NOT EXISTS (SELECT 1 FROM case_subjects t WHERE t.subject = $1) \
         AND NOT EXISTS (SELECT 1 FROM referral_posts q WHERE q.post = $1)",
        "DELETE FROM posts WHERE id = $1",
    ] {
        tx.run(sql, values![post]).await?;
    }
    Ok(())
}
