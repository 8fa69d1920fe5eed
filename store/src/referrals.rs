//! Requests that a platform act.

use crate::{Error, Listed, Paging, SaveError, Store};
use model::{AccountId, Notice, Recipient, Referral, ReferralId, ReferralState, Timestamp};
use serde::Serialize;

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

impl Store {
    /// Saves a referral. `expected_changed_at` is the `changed_at` it was read with (nothing for a
    /// new one); if it was changed since, nothing is saved.
    pub async fn save_referral(
        &self,
        referral: &Referral,
        expected_changed_at: Option<Timestamp>,
    ) -> Result<(), SaveError> {
        todo!()
    }

    /// One referral.
    pub async fn referral(&self, id: ReferralId) -> Result<Option<Referral>, Error> {
        todo!()
    }

    /// Referrals, last changed first.
    pub async fn referrals(
        &self,
        state: Option<ReferralState>,
        paging: Paging,
    ) -> Result<Listed<Referral>, Error> {
        todo!()
    }

    /// Referrals about an account, last changed first.
    pub async fn referrals_of(&self, account: AccountId) -> Result<Vec<Referral>, Error> {
        todo!()
    }

    /// Approved referrals that are not sent yet, oldest first.
    pub async fn referrals_to_send(&self) -> Result<Vec<Referral>, Error> {
        todo!()
    }

    /// Sent referrals without a final outcome, nearest deadline first. Those whose deadline has
    /// passed are among them until somebody closes them.
    pub async fn referrals_to_check(&self, now: Timestamp) -> Result<Vec<Referral>, Error> {
        todo!()
    }

    /// Saves a notice; the first one of a referral stays.
    pub async fn save_notice(&self, notice: &Notice) -> Result<(), Error> {
        todo!()
    }

    /// The notice of a referral.
    pub async fn notice(&self, referral: ReferralId) -> Result<Option<StoredNotice>, Error> {
        todo!()
    }
}
