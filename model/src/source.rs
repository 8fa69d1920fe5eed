//! A place that we watch.

use crate::{AccountId, Platform, PublicUrl, SourceId, Timestamp, VisitOutcome};
use serde::{Deserialize, Serialize};

/// Name of the setting in the store that stops all visits while its value is `on`.
pub const STOP_SWITCH: &str = "stop_collecting";

/// What kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A broadcast channel.
    Channel,
    /// One account's posts.
    Profile,
    /// Posts under a tag.
    Hashtag,
    /// Results of a platform's own search.
    Search,
    /// A feed.
    Feed,
    /// A place where many people post: a forum or a part of it, a community, a page of small ads.
    Board,
}

impl SourceKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Channel, Self::Profile, Self::Hashtag, Self::Search, Self::Feed, Self::Board];

    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Profile => "profile",
            Self::Hashtag => "hashtag",
            Self::Search => "search",
            Self::Feed => "feed",
            Self::Board => "board",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether the source is one account's own place, so that a gone source may be a gone account.
    #[must_use]
    pub const fn is_one_account(self) -> bool {
        matches!(self, Self::Channel | Self::Profile | Self::Feed)
    }
}

/// Whether it is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// Visited when due.
    Active,
    /// Not visited until somebody resumes it.
    Paused,
    /// No longer watched; kept so that its history stays readable.
    Removed,
}

impl SourceState {
    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Removed => "removed",
        }
    }
}

/// What was made of an address that somebody typed, before it is a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceAddress {
    /// Platform.
    pub platform: Platform,
    /// Kind.
    pub kind: SourceKind,
    /// The place's normalised name on its platform: `exampleroutes`, `mastodon.example/#tag`,
    /// `did:plc:…` or `name.example`, a feed address.
    pub key: String,
    /// Its public page, for people.
    pub url: PublicUrl,
}

impl SourceAddress {
    /// The id under which the same place is recognised however it was typed.
    #[must_use]
    pub fn id(&self) -> SourceId {
        SourceId::of(&[self.platform.as_str(), self.kind.word(), &self.key])
    }
}

/// A place that we watch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Derived from the address.
    pub id: SourceId,
    /// Where it is.
    pub address: SourceAddress,
    /// Host that is asked (`host:port`), under whose lease it is visited.
    pub host: String,
    /// Name shown; the key until the platform tells a better one.
    pub title: String,
    /// Why it is watched.
    pub note: String,
    /// The account whose place it is, once known.
    pub account: Option<AccountId>,
    /// State.
    pub state: SourceState,
    /// Why it is paused or removed.
    pub state_reason: String,
    /// Weight in scheduling; 1 is usual, more is visited more often.
    pub weight: f32,
    /// Platform's own cursor for the next visit.
    pub cursor: Option<String>,
    /// Last validators for a conditional request: (`ETag`, `Last-Modified`).
    pub validators: (Option<String>, Option<String>),
    /// When it is next due.
    pub next_due: Timestamp,
    /// Why it is due then, in words.
    pub due_reason: String,
    /// What the scheduler has learned, opaque to everyone else (JSON).
    pub learned: serde_json::Value,
    /// Last visit's end and outcome.
    pub last_visit: Option<(Timestamp, VisitOutcome)>,
    /// Visits in a row that could not see.
    pub failures: u32,
    /// Since when it is watched.
    pub added_at: Timestamp,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}

impl Source {
    /// A new, active source, due at once.
    #[must_use]
    pub fn new(
        address: SourceAddress,
        host: String,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            id: address.id(),
            title: address.key.clone(),
            address,
            host,
            note: String::new(),
            account: None,
            state: SourceState::Active,
            state_reason: String::new(),
            weight: 1.0,
            cursor: None,
            validators: (None, None),
            next_due: now,
            due_reason: "new".to_owned(),
            learned: serde_json::Value::Null,
            last_visit: None,
            failures: 0,
            added_at: now,
            expires_at,
        }
    }
}
