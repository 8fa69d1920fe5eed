//! Figures for the first page and the reports.

use crate::listing::{DAY_MS, day};
use crate::row::Row;
use crate::sources::BLIND;
use crate::value::values;
use crate::{DayCount, Error, Store};
use model::{Country, Route, Service, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

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

impl By {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Language, Self::Corridor, Self::Platform, Self::Service];

    /// The columns that tell the kinds apart: two texts.
    const fn columns(self) -> &'static str {
        match self {
            Self::Language => "p.language AS a, '' AS b",
            Self::Corridor => "COALESCE(p.origin, '') AS a, COALESCE(p.destination, '') AS b",
            Self::Platform => "p.platform AS a, '' AS b",
            Self::Service => "p.services AS a, '' AS b",
        }
    }

    /// The kinds that two such texts mean.
    fn keys(self, a: &str, b: &str) -> Vec<String> {
        let country = |code: &str| (!code.is_empty()).then(|| Country::new(code));
        match self {
            Self::Language | Self::Platform => vec![a.to_owned()],
            Self::Corridor => {
                vec![Route { origin: country(a), destination: country(b) }.to_string()]
            }
            Self::Service => {
                let services: Vec<Service> = serde_json::from_str(a).unwrap_or_default();
                services.into_iter().map(|service| service.word().to_owned()).collect()
            }
        }
    }
}

impl Store {
    /// Figures for the first page.
    pub async fn overview(&self, now: Timestamp) -> Result<Overview, Error> {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM sources WHERE state = 'active'), \
             (SELECT COUNT(*) FROM sources WHERE state = 'active' AND visit_outcome IN {BLIND}), \
             (SELECT COUNT(*) FROM accounts), \
             (SELECT COUNT(*) FROM accounts WHERE risk >= 0.5), \
             (SELECT COUNT(*) FROM posts), \
             (SELECT COUNT(*) FROM posts WHERE label = 'offer'), \
             (SELECT COUNT(*) FROM posts WHERE label = 'offer' AND posted_at >= $1), \
             (SELECT COUNT(*) FROM posts WHERE to_assess), \
             (SELECT COUNT(*) FROM posts WHERE waiting), \
             (SELECT COUNT(*) FROM reviews WHERE at >= $2 AND NOT undone), \
             (SELECT COUNT(*) FROM adverts), (SELECT COUNT(*) FROM networks), \
             (SELECT COUNT(*) FROM cases WHERE state = 'open'), \
             (SELECT COUNT(*) FROM alerts WHERE message IS NULL), \
             (SELECT COUNT(*) FROM referrals WHERE state IN ('draft', 'approved', 'sent')), \
             (SELECT COUNT(*) FROM messages WHERE state = 'failed'), \
             (SELECT MAX(visited_at) FROM sources), \
             (SELECT COUNT(*) FROM visits WHERE started_at >= $1), \
             (SELECT COUNT(*) FROM visits WHERE started_at >= $1 AND outcome IN {BLIND})"
        );
        let midnight = Timestamp::from_ms(now.ms().div_euclid(DAY_MS) * DAY_MS);
        let row = self.db.one(AssertSqlSafe(sql), values![now.plus_days(-1), midnight]).await?;
        row.map_or_else(|| Ok(Overview::default()), |row| overview_of_row(&row))
    }

    /// Offers published from `since` until before `until`, by day (UTC) and kind.
    pub async fn offers_per_day(
        &self,
        since: Timestamp,
        until: Timestamp,
        by: By,
    ) -> Result<Vec<DayCount>, Error> {
        let sql = format!(
            "SELECT t.day, t.a, t.b, COUNT(*) FROM (SELECT p.posted_at / 86400000 AS day, {} \
             FROM posts p WHERE p.label = 'offer' AND p.posted_at >= $1 AND p.posted_at < $2) t \
             GROUP BY t.day, t.a, t.b",
            by.columns()
        );
        let mut counts: BTreeMap<(i64, String), u64> = BTreeMap::new();
        for row in self.db.all(AssertSqlSafe(sql), values![since, until]).await? {
            let mut c = row.columns();
            let (number, a, b) = (c.int()?, c.text()?, c.text()?);
            let count: u64 = c.num()?;
            for key in by.keys(&a, &b) {
                *counts.entry((number, key)).or_default() += count;
            }
        }
        let listed = counts.into_iter();
        Ok(listed.map(|((number, key), count)| DayCount { day: day(number), key, count }).collect())
    }
}

fn overview_of_row(row: &Row) -> Result<Overview, Error> {
    let mut c = row.columns();
    Ok(Overview {
        sources: c.num()?,
        sources_troubled: c.num()?,
        accounts: c.num()?,
        suspects: c.num()?,
        posts: c.num()?,
        offers: c.num()?,
        offers_24h: c.num()?,
        to_assess: c.num()?,
        to_review: c.num()?,
        reviewed_today: c.num()?,
        adverts: c.num()?,
        networks: c.num()?,
        cases_open: c.num()?,
        alerts_new: c.num()?,
        referrals_open: c.num()?,
        messages_failed: c.num()?,
        last_visit: c.time_opt()?,
        visits_24h: c.num()?,
        visits_failed_24h: c.num()?,
    })
}
