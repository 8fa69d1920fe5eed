//! Contacts in offers, and who else uses them. Contacts in other posts are not kept here.

use crate::accounts::BATCH;
use crate::db::places;
use crate::row::Row;
use crate::value::{Value, values};
use crate::{Error, Store};
use model::{AccountId, AdvertId, ContactId, ContactKind, PostId, Timestamp};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// How a contact is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactUse {
    /// Id.
    pub id: ContactId,
    /// Kind.
    pub kind: ContactKind,
    /// Normalised value.
    pub value: String,
    /// Offers that carry it, of any account.
    pub posts: u64,
    /// Accounts that offer it.
    pub accounts: u64,
    /// First offer.
    pub first: Timestamp,
    /// Last offer.
    pub last: Timestamp,
}

/// An offer that carries a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ContactHit {
    /// Which contact.
    pub contact: ContactId,
    /// Which post.
    pub post: PostId,
    /// Its advert, if it has one yet.
    pub advert: Option<AdvertId>,
    /// Its account.
    pub account: AccountId,
}

fn use_of_row(row: &Row) -> Result<ContactUse, Error> {
    let mut c = row.columns();
    Ok(ContactUse {
        id: c.id()?,
        kind: c.word()?,
        value: c.text()?,
        posts: c.num()?,
        accounts: c.num()?,
        first: c.time()?,
        last: c.time()?,
    })
}

fn hit_of_row(row: &Row) -> Result<ContactHit, Error> {
    let mut c = row.columns();
    Ok(ContactHit { contact: c.id()?, post: c.id()?, advert: c.id_opt()?, account: c.id()? })
}

impl Store {
    /// Contacts in an account's offers, most used first.
    pub async fn contacts_of(&self, account: AccountId) -> Result<Vec<ContactUse>, Error> {
        let sql = "SELECT t.contact, MIN(t.kind), MIN(t.value), COUNT(*) AS uses, \
             COUNT(DISTINCT t.account), MIN(p.posted_at), MAX(p.posted_at) \
             FROM post_contacts t JOIN posts p ON p.id = t.post WHERE t.contact IN \
             (SELECT m.contact FROM post_contacts m WHERE m.account = $1) \
             GROUP BY t.contact ORDER BY uses DESC, t.contact";
        let rows = self.db.all(sql, values![account]).await?;
        rows.iter().map(use_of_row).collect()
    }

    /// Offers that carry one of these contacts. Contacts that too many accounts share (see
    /// [`Store::rebuild_networks`]) lead to nothing.
    pub async fn posts_sharing_contacts(
        &self,
        contacts: &[ContactId],
    ) -> Result<Vec<ContactHit>, Error> {
        let mut hits = Vec::new();
        for some in contacts.chunks(BATCH) {
            let sql = format!(
                "SELECT t.contact, t.post, p.advert, t.account FROM post_contacts t \
                 JOIN posts p ON p.id = t.post WHERE t.contact IN ({}) AND NOT EXISTS \
                 (SELECT 1 FROM quarantined_contacts q WHERE q.contact = t.contact) \
                 ORDER BY t.contact, p.posted_at, t.post",
                places(1, some.len())
            );
            let values = some.iter().copied().map(Value::from).collect();
            let rows = self.db.all(AssertSqlSafe(sql), values).await?;
            for row in &rows {
                hits.push(hit_of_row(row)?);
            }
        }
        Ok(hits)
    }

    /// Number of accounts that offer a contact.
    pub async fn contact_reach(&self, contact: ContactId) -> Result<u64, Error> {
        let sql = "SELECT COUNT(DISTINCT account) FROM post_contacts WHERE contact = $1";
        self.db.count(sql, values![contact]).await
    }
}
