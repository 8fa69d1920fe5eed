//! Who posts.

use crate::{DayCount, Error, Listed, Paging, Store};
use model::{Account, AccountId, Language, Platform, PresenceState};
use serde::{Deserialize, Serialize};

/// Which accounts. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountFilter {
    /// Part of handle, shown name or native id.
    pub text: Option<String>,
    /// Only on this platform.
    pub platform: Option<Platform>,
    /// Only in this state.
    pub presence: Option<PresenceState>,
    /// Only with at least this risk, 0..=1.
    pub min_risk: Option<f32>,
    /// Only with offers in this language.
    pub language: Option<Language>,
    /// Only those whose own place is (or is not) watched.
    pub watched: Option<bool>,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountOrder {
    /// Highest risk first.
    #[default]
    Risk,
    /// Last seen first.
    LastSeen,
    /// Most posts first.
    Posts,
    /// Newest first.
    FirstSeen,
    /// By handle.
    Name,
}

impl Store {
    /// One account.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, Error> {
        todo!()
    }

    /// Accounts in the order of `ids`; missing ones are left out.
    pub async fn accounts_by_ids(&self, ids: &[AccountId]) -> Result<Vec<Account>, Error> {
        todo!()
    }

    /// Accounts.
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        order: AccountOrder,
        paging: Paging,
    ) -> Result<Listed<Account>, Error> {
        todo!()
    }

    /// Posts a day, by key `offer` or `other`.
    pub async fn account_days(&self, id: AccountId) -> Result<Vec<DayCount>, Error> {
        todo!()
    }
}
