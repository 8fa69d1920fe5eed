//! The classifier's opinion of a post.

use crate::{Contact, Language, PostId, Price, Route, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $title:literal);+ $(;)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word stored and written to JSON.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The name shown to people.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The one of that word.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a post is. Only [`Label::Offer`] counts for an account; the scheme is
    /// `shared/domain/labels.toml`, level one.
    Label {
        /// Sells passage, papers, sham ties, or recruits for it.
        Offer = "offer", "offer";
        /// Asks for passage, tells of it, or searches for somebody.
        Seeker = "seeker", "seeker";
        /// Speaks about it: news, police, help, testimony, parody, research.
        About = "about", "about";
        /// Licensed travel, visa, transport or labour service.
        LicitService = "licit_service", "licit service";
        /// Anything else.
        Other = "other", "other";
    }
}

impl Label {
    /// Whether posts of this label may count towards an account's risk or a referral.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Offer)
    }
}

words! {
    /// What an offer sells.
    Service {
        /// By boat.
        Sea = "sea", "sea crossing";
        /// In or on a vehicle.
        Lorry = "lorry", "lorry or vehicle";
        /// On foot or overland.
        Land = "land", "overland";
        /// By plane.
        Air = "air", "flight";
        /// Papers.
        Document = "document", "documents";
        /// Visa or sham work contract.
        Visa = "visa", "visa or contract";
        /// Sham marriage or parentage.
        Marriage = "marriage", "sham marriage";
        /// Recruits drivers, skippers, guides.
        DriverRecruitment = "driver_recruitment", "driver recruitment";
        /// Escrow office, hawala, payment on arrival.
        Payment = "payment", "payment office";
        /// Several legs in one.
        Package = "package", "package";
    }
}

/// A calibrated probability, 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(f32);

impl Score {
    /// Clamps to 0..=1; not-a-number becomes 0.
    #[must_use]
    pub fn new(value: f32) -> Self {
        Self(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// The probability.
    #[must_use]
    pub const fn value(self) -> f32 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

/// One reason for or against the label, so that someone who cannot read the language sees why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Concept or signal, such as `escrow_release`.
    pub code: String,
    /// The words in the post, as written there.
    pub text: String,
    /// Where, in the original text.
    pub span: Span,
    /// How much it moved the score, in log-odds; positive speaks for an offer.
    pub weight: f32,
    /// What it means, in English.
    pub gloss: String,
}

/// An opinion that can be explained and repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Of which post.
    pub post: PostId,
    /// When it was formed.
    pub at: Timestamp,
    /// The label.
    pub label: Label,
    /// Probability that the post is an offer.
    pub score: Score,
    /// Whether the score lies in the band where a person must decide.
    pub abstain: bool,
    /// Language of the text.
    pub language: Language,
    /// What is sold; empty unless an offer.
    pub services: Vec<Service>,
    /// From where to where.
    pub route: Route,
    /// Contacts in the text.
    pub contacts: Vec<Contact>,
    /// Sums in the text.
    pub prices: Vec<Price>,
    /// Top reasons, strongest first.
    pub reasons: Vec<Reason>,
    /// Version of the model that formed it.
    pub model: String,
    /// Near-duplicate signature of the normalised text; see `classifier::grouping`.
    pub fingerprint: Vec<u64>,
}

impl Assessment {
    /// A number that texts of one template share: equal where the whole fingerprint is, which
    /// leaves numbers and addresses out. Nothing for a text too short to have a fingerprint.
    #[must_use]
    pub fn template(&self) -> Option<i64> {
        // FNV-1a (Fowler, Noll, Vo), a word at a time.
        let mix = |hash: u64, word: &u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3);
        let hash = self.fingerprint.iter().fold(0xcbf2_9ce4_8422_2325, mix);
        (!self.fingerprint.is_empty()).then(|| hash.cast_signed())
    }
}
