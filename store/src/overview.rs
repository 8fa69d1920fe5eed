//! Figures for the first page and the reports.

use crate::{DayCount, Error, Store};
use model::Timestamp;
use serde::{Deserialize, Serialize};

/// Figures for the first page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Active sources.
    pub sources: u64,
    /// Active sources whose last visit could not see.
    pub sources_troubled: u64,
    /// Accounts on record.
    pub accounts: u64,
    /// Accounts with a risk of at least one half.
    pub suspects: u64,
    /// Posts on record.
    pub posts: u64,
    /// Posts that are offers.
    pub offers: u64,
    /// Offers published in the last 24 hours.
    pub offers_24h: u64,
    /// Posts that wait for the classifier.
    pub to_assess: u64,
    /// Posts that wait for a person.
    pub to_review: u64,
    /// Reviews since midnight UTC.
    pub reviewed_today: u64,
    /// Adverts.
    pub adverts: u64,
    /// Networks.
    pub networks: u64,
    /// Open cases.
    pub cases_open: u64,
    /// Alerts that no digest has told of.
    pub alerts_new: u64,
    /// Referrals that are drafted, approved or sent.
    pub referrals_open: u64,
    /// Messages that were given up.
    pub messages_failed: u64,
    /// End of the last visit.
    pub last_visit: Option<Timestamp>,
    /// Visits of the last 24 hours.
    pub visits_24h: u64,
    /// Visits of the last 24 hours that could not see.
    pub visits_failed_24h: u64,
}

/// What offers are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Language, such as `ckb`.
    Language,
    /// From where to where, such as `TR → GR`.
    Corridor,
    /// Platform.
    Platform,
    /// What is sold; an offer of two services counts for both.
    Service,
}

impl Store {
    /// Figures for the first page.
    pub async fn overview(&self, now: Timestamp) -> Result<Overview, Error> {
        todo!()
    }

    /// Offers published from `since` until before `until`, by day (UTC) and kind.
    pub async fn offers_per_day(
        &self,
        since: Timestamp,
        until: Timestamp,
        by: By,
    ) -> Result<Vec<DayCount>, Error> {
        todo!()
    }
}
