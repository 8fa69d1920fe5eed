//! Requests that a platform act.

use crate::db::Tx;
use crate::listing::Select;
use crate::row::Row;
use crate::value::{Value, json, values};
use crate::{Error, Listed, Paging, SaveError, Store};
use model::{AccountId, Notice, Recipient, Referral, ReferralId, ReferralState, Timestamp};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// A notice as it was composed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredNotice {
    /// Of which referral.
    pub referral: ReferralId,
    /// Where it goes.
    pub recipient: Recipient,
    /// Subject line.
    pub subject: String,
    /// For people.
    pub text: String,
    /// For machines.
    pub json: String,
    /// SHA-256 (hex) of subject, text and JSON.
    pub sha256: String,
}

const COLUMNS: &str = "f.id, f.folder, f.recipient, f.account, f.grounds, f.statement, f.author, \
     f.drafted_at, f.approver, f.approved_at, f.state, f.receipt, f.outcome, f.outcome_at, \
     f.deadline, f.changed_at, f.expires_at";

/// A referral without its posts, which are kept apart.
fn referral_of_row(row: &Row) -> Result<Referral, Error> {
    let mut c = row.columns();
    Ok(Referral {
        id: c.id()?,
        case: c.id_opt()?,
        recipient: c.json()?,
        account: c.id()?,
        posts: Vec::new(),
        grounds: c.text()?,
        statement: c.text()?,
        author: c.id()?,
        drafted_at: c.time()?,
        approval: c.id_opt()?.zip(c.time_opt()?),
        state: c.word()?,
        receipt: c.json_opt()?,
        outcome: c.json_opt()?.zip(c.time_opt()?),
        deadline: c.time_opt()?,
        changed_at: c.time()?,
        expires_at: c.time()?,
    })
}

fn referral_values(referral: &Referral) -> Vec<Value> {
    values![
        referral.id,
        referral.case,
        json(&referral.recipient),
        referral.account,
        &referral.grounds,
        &referral.statement,
        referral.author,
        referral.drafted_at,
        referral.approval.map(|(approver, _)| approver),
        referral.approval.map(|(_, at)| at),
        referral.state.word(),
        referral.receipt.as_ref().map(json),
        referral.outcome.as_ref().map(|(outcome, _)| json(outcome)),
        referral.outcome.map(|(_, at)| at),
        referral.deadline,
        referral.changed_at,
        referral.expires_at,
    ]
}

/// Writes the row. False if somebody was faster.
async fn write(
    tx: &mut Tx,
    referral: &Referral,
    expected: Option<Timestamp>,
) -> Result<bool, Error> {
    let mut values = referral_values(referral);
    let Some(expected) = expected else {
        let sql = "INSERT INTO referrals (id, folder, recipient, account, grounds, statement, \
             author, drafted_at, approver, approved_at, state, receipt, outcome, outcome_at, \
             deadline, changed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
             $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (id) DO NOTHING";
        return Ok(tx.run(sql, values).await? > 0);
    };
    values.push(Value::from(expected));
    let sql = "UPDATE referrals SET folder = $2, recipient = $3, account = $4, grounds = $5, \
         statement = $6, author = $7, drafted_at = $8, approver = $9, approved_at = $10, \
         state = $11, receipt = $12, outcome = $13, outcome_at = $14, deadline = $15, \
         changed_at = $16, expires_at = $17 WHERE id = $1 AND changed_at = $18";
    Ok(tx.run(sql, values).await? > 0)
}

impl Store {
    /// Saves a referral. `expected_changed_at` is the `changed_at` it was read with (nothing for a
    /// new one); if it was changed since, nothing is saved.
    pub async fn save_referral(
        &self,
        referral: &Referral,
        expected_changed_at: Option<Timestamp>,
    ) -> Result<(), SaveError> {
        let mut tx = self.db.write().await?;
        if !write(&mut tx, referral, expected_changed_at).await? {
            return Err(SaveError::Conflict);
        }
        tx.run("DELETE FROM referral_posts WHERE referral = $1", values![referral.id]).await?;
        let sql = "INSERT INTO referral_posts (referral, post, place, expires_at) \
             VALUES ($1, $2, $3, $4)";
        for (place, post) in (0_u32..).zip(&referral.posts) {
            tx.run(sql, values![referral.id, *post, place, referral.expires_at]).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// One referral.
    pub async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, Error> {
        Ok(self.referrals_where("f.id = $1", values![id], "f.id").await?.pop())
    }

    /// Referrals, last changed first.
    pub async fn referrals(
        &self,
        state: Option<ReferralState>,
        paging: Paging,
    ) -> Result<Listed<Referral>, Error> {
        let mut select = Select::new("referrals f");
        if let Some(state) = state {
            select.and("f.state = $$", state.word());
        }
        let order = "f.changed_at DESC, f.id";
        let listed = select.list(&self.db, COLUMNS, order, paging, referral_of_row).await?;
        Ok(Listed { rows: self.with_posts(listed.rows).await?, total: listed.total })
    }

    /// Referrals about an account, last changed first.
    pub async fn referrals_of(&self, account: AccountId) -> Result<Vec<Referral>, Error> {
        let order = "f.changed_at DESC, f.id";
        self.referrals_where("f.account = $1", values![account], order).await
    }

    /// Approved referrals that are not sent yet, oldest first.
    pub async fn referrals_to_send(&self) -> Result<Vec<Referral>, Error> {
        self.referrals_where("f.state = 'approved'", values![], "f.changed_at, f.id").await
    }

    /// Sent referrals, nearest deadline first. Those whose deadline has passed are among them until
    /// somebody closes them, or their time of keeping ends.
    pub async fn referrals_to_check(&self, now: Timestamp) -> Result<Vec<Referral>, Error> {
        let condition = "f.state = 'sent' AND f.expires_at > $1";
        self.referrals_where(condition, values![now], "f.deadline, f.id").await
    }

    async fn referrals_where(
        &self,
        condition: &str,
        values: Vec<Value>,
        order: &str,
    ) -> Result<Vec<Referral>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM referrals f WHERE {condition} ORDER BY {order}");
        let rows = self.db.all(AssertSqlSafe(sql), values).await?;
        let referrals = rows.iter().map(referral_of_row).collect::<Result<Vec<_>, Error>>()?;
        self.with_posts(referrals).await
    }

    async fn with_posts(&self, mut referrals: Vec<Referral>) -> Result<Vec<Referral>, Error> {
        let sql = "SELECT post FROM referral_posts WHERE referral = $1 ORDER BY place";
        for referral in &mut referrals {
            for row in self.db.all(sql, values![referral.id]).await? {
                referral.posts.push(row.columns().id()?);
            }
        }
        Ok(referrals)
    }

    /// Saves a notice; the first one of a referral stays. A referral that is not on record gets
    /// none.
    pub async fn save_notice(&self, notice: &Notice) -> Result<(), Error> {
        let sql = "INSERT INTO notices (referral, recipient, subject, text, json, sha256, \
             expires_at) SELECT f.id, $2, $3, $4, $5, $6, f.expires_at FROM referrals f \
             WHERE f.id = $1 ON CONFLICT (referral) DO NOTHING";
        let values = values![
            notice.referral(),
            json(notice.recipient()),
            notice.subject(),
            notice.text(),
            notice.json(),
            notice.sha256(),
        ];
        self.db.run(sql, values).await?;
        Ok(())
    }

    /// The notice of a referral.
    pub async fn notice(&self, referral: ReferralId) -> Result<Option<StoredNotice>, Error> {
        let sql = "SELECT recipient, subject, text, json, sha256 FROM notices WHERE referral = $1";
        let Some(row) = self.db.one(sql, values![referral]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        Ok(Some(StoredNotice {
            referral,
            recipient: c.json()?,
            subject: c.text()?,
            text: c.text()?,
            json: c.text()?,
            sha256: c.text()?,
        }))
    }
}
