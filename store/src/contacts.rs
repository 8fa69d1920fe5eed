//! Contacts in offers, and who else uses them. Contacts in other posts are not kept here.

use crate::{Error, Store};
use model::{AccountId, AdvertId, ContactId, ContactKind, PostId, Timestamp};
use serde::Serialize;

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

impl Store {
    /// Contacts in an account's offers, most used first.
    pub async fn contacts_of(&self, account: AccountId) -> Result<Vec<ContactUse>, Error> {
        todo!()
    }

    /// Offers that carry one of these contacts.
    pub async fn posts_sharing_contacts(
        &self,
        contacts: &[ContactId],
    ) -> Result<Vec<ContactHit>, Error> {
        todo!()
    }

    /// Number of accounts that offer a contact.
    pub async fn contact_reach(&self, contact: ContactId) -> Result<u64, Error> {
        todo!()
    }
}
