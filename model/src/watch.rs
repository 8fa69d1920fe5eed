//! Questions asked of the index, once or again and again.

use crate::{
    AccountId, AdvertId, Country, Label, Language, PersonId, Platform, Service, Timestamp, WatchId,
};
use serde::{Deserialize, Serialize};

/// What is searched for: words and filters, all of which must hold. Fits a web address: every
/// field is optional and empty ones are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Words in the index's query language; empty matches everything.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Only this label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Only this language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Only this platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// Only offers of this service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// Only departures from here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Country>,
    /// Only arrivals here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Country>,
    /// Only this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Only this advert.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advert: Option<AdvertId>,
    /// Only posts published at or after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Only posts published before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Only scores of at least this, 0..=1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
}

impl Query {
    /// A query of words only.
    pub fn words(q: impl Into<String>) -> Self {
        Self { q: q.into(), ..Self::default() }
    }

    /// The query as a sentence, for mails and headings.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if !self.q.is_empty() {
            parts.push(format!("“{}”", self.q));
        }
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                parts.push(format!("{name} {value}"));
            }
        };
        add("label", self.label.map(|l| l.title().to_owned()));
        add("language", self.language.as_ref().map(ToString::to_string));
        add("on", self.platform.as_ref().map(ToString::to_string));
        add("service", self.service.map(|s| s.title().to_owned()));
        add("from", self.origin.as_ref().map(ToString::to_string));
        add("to", self.destination.as_ref().map(ToString::to_string));
        add("account", self.account.map(|a| a.to_string()));
        add("advert", self.advert.map(|a| a.to_string()));
        add("since", self.since.map(|t| t.utc().format("%-d %b %Y").to_string()));
        add("until", self.until.map(|t| t.utc().format("%-d %b %Y").to_string()));
        add("score at least", self.min_score.map(|s| format!("{s:.2}")));
        if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") }
    }
}

/// How often a watch is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// As soon as there is something.
    Instant,
    /// Once an hour.
    Hourly,
    /// Once a day.
    Daily,
}

impl Rhythm {
    /// All rhythms.
    pub const ALL: [Self; 3] = [Self::Instant, Self::Hourly, Self::Daily];

    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
        }
    }

    /// The rhythm of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Milliseconds between two digests.
    #[must_use]
    pub const fn every_ms(self) -> i64 {
        match self {
            Self::Instant => 0,
            Self::Hourly => 3_600_000,
            Self::Daily => 86_400_000,
        }
    }
}

/// A saved search of somebody, who is told of new hits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// Id.
    pub id: WatchId,
    /// Whose.
    pub owner: PersonId,
    /// Name.
    pub name: String,
    /// What is searched for.
    pub query: Query,
    /// How often told.
    pub rhythm: Rhythm,
    /// Not matched while paused.
    pub paused: bool,
    /// Store sequence up to which posts were matched.
    pub matched_seq: i64,
    /// When its last digest was made.
    pub last_digest: Option<Timestamp>,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}
