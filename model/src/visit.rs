//! One attempt to read a source.

use crate::{Complaint, SourceId, Timestamp, VisitId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a visit ended: exactly one of these. The last five never mean "no posts".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// Posts were read, or the page is unchanged since they were.
    Posts,
    /// The platform itself says that there are none.
    ProvenEmpty,
    /// Posts were read, and a limit kept older ones back.
    Capped,
    /// The place exists and is not public.
    NotPublic,
    /// It looks gone; confirmed or refuted by later checks.
    GoneCandidate,
    /// A log-in is wanted.
    AuthRequired,
    /// We were asked to slow down.
    RateLimited,
    /// The page is not what it used to look like.
    ParserDrift,
    /// No usable answer came.
    TransportError,
}

impl VisitOutcome {
    /// All outcomes.
    pub const ALL: [Self; 9] = [
        Self::Posts,
        Self::ProvenEmpty,
        Self::Capped,
        Self::NotPublic,
        Self::GoneCandidate,
        Self::AuthRequired,
        Self::RateLimited,
        Self::ParserDrift,
        Self::TransportError,
    ];

    /// The word stored and written to JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::ProvenEmpty => "proven_empty",
            Self::Capped => "capped",
            Self::NotPublic => "not_public",
            Self::GoneCandidate => "gone_candidate",
            Self::AuthRequired => "auth_required",
            Self::RateLimited => "rate_limited",
            Self::ParserDrift => "parser_drift",
            Self::TransportError => "transport_error",
        }
    }

    /// The outcome of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether the visit saw what there was to see. Only then may silence be believed.
    #[must_use]
    pub const fn saw(self) -> bool {
        matches!(self, Self::Posts | Self::ProvenEmpty | Self::Capped)
    }

    /// What it means, for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Posts => "posts read",
            Self::ProvenEmpty => "proven empty",
            Self::Capped => "posts read, older ones kept back by a limit",
            Self::NotPublic => "not open to the public",
            Self::GoneCandidate => "looks gone, to be confirmed",
            Self::AuthRequired => "could not see: a log-in is wanted",
            Self::RateLimited => "could not see: asked to slow down",
            Self::ParserDrift => "could not see: the page has changed",
            Self::TransportError => "could not see: no usable answer",
        }
    }
}

impl fmt::Display for VisitOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Id.
    pub id: VisitId,
    /// Which source.
    pub source: SourceId,
    /// Begin.
    pub started_at: Timestamp,
    /// End; nothing while it runs (or after a crash).
    pub finished_at: Option<Timestamp>,
    /// How it ended.
    pub outcome: Option<VisitOutcome>,
    /// Pages fetched.
    pub pages: u32,
    /// Posts on those pages.
    pub posts: u32,
    /// Posts not known before.
    pub new_posts: u32,
    /// What was not understood.
    pub complaints: Vec<Complaint>,
    /// What happened, in a sentence, where the outcome alone does not say.
    pub note: String,
}
