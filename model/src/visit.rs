//! One attempt to read a source.

use crate::{CaptureId, Complaint, PostSeen, SourceId, Timestamp, VisitId};
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

/// How many of a visit's posts carried what: a field that was always filled and is so no more shows
/// that a page has changed, even where nothing was complained about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filled {
    /// Posts counted.
    pub posts: u32,
    /// With words.
    pub text: u32,
    /// With a time.
    pub time: u32,
    /// With an address of their own.
    pub link: u32,
    /// With any counter.
    pub counters: u32,
    /// With an attachment.
    pub media: u32,
}

impl Filled {
    /// Names of the fields, and how many posts carried each.
    #[must_use]
    pub const fn fields(&self) -> [(&'static str, u32); 5] {
        [
            ("text", self.text),
            ("time", self.time),
            ("link", self.link),
            ("counters", self.counters),
            ("attachments", self.media),
        ]
    }

    /// Counts these posts too.
    pub fn add(&mut self, posts: &[PostSeen]) {
        let count = |carries: fn(&PostSeen) -> bool| {
            u32::try_from(posts.iter().filter(|post| carries(post)).count()).unwrap_or(u32::MAX)
        };
        let counted = |post: &PostSeen| post.metrics != crate::post::Metrics::default();
        self.posts = self.posts.saturating_add(count(|_| true));
        self.text = self.text.saturating_add(count(|post| !post.content.text.is_empty()));
        self.time = self.time.saturating_add(count(|post| post.posted_at.is_some()));
        self.link = self.link.saturating_add(count(|post| post.url.is_some()));
        self.counters = self.counters.saturating_add(count(counted));
        self.media = self.media.saturating_add(count(|post| !post.content.media.is_empty()));
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
    /// What those posts carried.
    #[serde(default)]
    pub filled: Filled,
    /// The last page that came: where the visit could not see, the one that shows why.
    #[serde(default)]
    pub capture: Option<CaptureId>,
    /// What was not understood.
    pub complaints: Vec<Complaint>,
    /// What happened, in a sentence, where the outcome alone does not say.
    pub note: String,
}
