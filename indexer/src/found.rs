//! What a search gives.

use model::{PostId, Span};
use serde::{Deserialize, Serialize};

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Last published first.
    #[default]
    Newest,
    /// Surest offers first, then the newest.
    Score,
    /// Best match of the words first (BM25).
    Relevance,
}

impl Order {
    /// All orders, as shown.
    pub const ALL: [Self; 3] = [Self::Newest, Self::Score, Self::Relevance];

    /// The word used in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Score => "score",
            Self::Relevance => "relevance",
        }
    }

    /// The order of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// One post that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The post.
    pub post: PostId,
    /// Its probability of being an offer, 0..=1, as indexed.
    pub score: f32,
    /// Where the words of the query stand in [`PostDocument::text`](crate::PostDocument::text), in
    /// order and without overlap; empty where only filters matched.
    pub spans: Vec<Span>,
}

/// How many of all hits have which value; most first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facets {
    /// Languages.
    pub language: Vec<(String, u64)>,
    /// Labels, as [`model::Label::word`].
    pub label: Vec<(String, u64)>,
    /// Platforms.
    pub platform: Vec<(String, u64)>,
    /// Services, as [`model::Service::word`]; a post may count for several.
    pub service: Vec<(String, u64)>,
    /// Countries of departure.
    pub origin: Vec<(String, u64)>,
    /// Countries of arrival.
    pub destination: Vec<(String, u64)>,
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Found {
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Number of all hits.
    pub total: u64,
    /// Counts over all hits.
    pub facets: Facets,
    /// Hits per day of publication (UTC, `YYYY-MM-DD`), in order, days without hits left out.
    pub days: Vec<(String, u64)>,
}
