//! Who posts.

use crate::db::places;
use crate::listing::{Select, day};
use crate::row::{Columns, Row};
use crate::value::{Value, pattern, values};
use crate::{DayCount, Error, Listed, Paging, Store};
use model::{
    Account, AccountId, AccountProfile, Handle, Language, Platform, Presence, PresenceState,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

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

/// Columns of an account, in the order [`account_of`] reads them.
pub(crate) const COLUMNS: &str = "a.id, a.platform, a.native_id, a.handle, a.display_name, \
     a.biography, a.followers, a.avatar, a.links, a.url, a.first_seen, a.last_seen, a.presence, \
     a.presence_since, a.presence_finding, a.posts, a.offers, a.risk, a.expires_at";

/// Ids asked for at once.
pub(crate) const BATCH: usize = 400;

/// Reads [`COLUMNS`].
pub(crate) fn account_of(c: &mut Columns<'_>) -> Result<Account, Error> {
    Ok(Account {
        id: c.id()?,
        platform: Platform::new(c.text()?),
        native_id: c.text()?,
        profile: AccountProfile {
            handle: Handle::new(c.text()?),
            display_name: c.text()?,
            biography: c.text()?,
            followers: c.num_opt()?,
            avatar: c.text_opt()?,
            links: c.json()?,
        },
        url: c.url_opt()?,
        first_seen: c.time()?,
        last_seen: c.time()?,
        presence: presence_of(c)?,
        posts: c.num()?,
        offers: c.num()?,
        risk: c.real()?,
        expires_at: c.time()?,
    })
}

/// Reads state, since and finding of a presence.
pub(crate) fn presence_of(c: &mut Columns<'_>) -> Result<Presence, Error> {
    Ok(Presence { state: c.word()?, since: c.time()?, finding: c.json()? })
}

fn account_of_row(row: &Row) -> Result<Account, Error> {
    account_of(&mut row.columns())
}

impl AccountOrder {
    const fn sql(self) -> &'static str {
        match self {
            Self::Risk => "a.risk DESC, a.id DESC",
            Self::LastSeen => "a.last_seen DESC, a.id DESC",
            Self::Posts => "a.posts DESC, a.id",
            Self::FirstSeen => "a.first_seen DESC, a.id DESC",
            Self::Name => "LOWER(a.handle), LOWER(a.display_name), a.id",
        }
    }
}

impl Store {
    /// One account.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM accounts a WHERE a.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(account_of_row).transpose()
    }

    /// Accounts in the order of `ids`; missing ones are left out.
    pub async fn accounts_by_ids(&self, ids: &[AccountId]) -> Result<Vec<Account>, Error> {
        let mut found = HashMap::new();
        for some in ids.chunks(BATCH) {
            let sql = format!(
                "SELECT {COLUMNS} FROM accounts a WHERE a.id IN ({})",
                places(1, some.len())
            );
            let values = some.iter().copied().map(Value::from).collect();
            for row in self.db.all(AssertSqlSafe(sql), values).await? {
                let account = account_of_row(&row)?;
                found.insert(account.id, account);
            }
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    /// Accounts.
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        order: AccountOrder,
        paging: Paging,
    ) -> Result<Listed<Account>, Error> {
        let mut select = Select::new("accounts a");
        if let Some(text) = filter.text.as_deref().filter(|text| !text.trim().is_empty()) {
            let text = text.trim().trim_start_matches('@');
            select.and("a.folded LIKE $$ ESCAPE '!'", pattern(text));
        }
        if let Some(platform) = &filter.platform {
            select.and("a.platform = $$", platform.as_str());
        }
        if let Some(presence) = filter.presence {
            select.and("a.presence = $$", presence.word());
        }
        if let Some(risk) = filter.min_risk {
            select.and("a.risk >= $$", risk);
        }
        if let Some(language) = &filter.language {
            let sql = "EXISTS (SELECT 1 FROM posts p WHERE p.account = a.id \
                 AND p.label = 'offer' AND p.language = $$)";
            select.and(sql, language.as_str());
        }
        let watched = "EXISTS (SELECT 1 FROM sources o WHERE o.account = a.id \
             AND o.state <> 'removed')";
        match filter.watched {
            Some(true) => select.also(watched),
            Some(false) => select.also(&format!("NOT {watched}")),
            None => {}
        }
        select.list(&self.db, COLUMNS, order.sql(), paging, account_of_row).await
    }

    /// Posts a day (of publication), by key `offer` or `other`.
    pub async fn account_days(&self, id: AccountId) -> Result<Vec<DayCount>, Error> {
        let sql = "SELECT d.day, d.kind, COUNT(*) FROM (SELECT p.posted_at / 86400000 AS day, \
             CASE WHEN p.label = 'offer' THEN 'offer' ELSE 'other' END AS kind \
             FROM posts p WHERE p.account = $1) d GROUP BY d.day, d.kind ORDER BY d.day, d.kind";
        let rows = self.db.all(sql, values![id]).await?;
        let read = |row: &Row| {
            let mut c = row.columns();
            Ok(DayCount { day: day(c.int()?), key: c.text()?, count: c.num()? })
        };
        rows.iter().map(read).collect()
    }
}
