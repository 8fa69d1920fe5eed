//! An account's life, as far as it was seen.

use crate::{Error, Listed, Paging, Store};
use model::{AccountId, CaptureId, Finding, PostId, Timestamp};
use serde::{Deserialize, Serialize};

/// A part of a profile whose changes are kept. (Follower counts change all the time and are not.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileField {
    /// Handle.
    Handle,
    /// Shown name.
    DisplayName,
    /// Self-description.
    Biography,
    /// Picture.
    Avatar,
    /// Links, a line each.
    Links,
    /// Public page.
    Url,
}

impl ProfileField {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Handle, Self::DisplayName, Self::Biography, Self::Avatar, Self::Links, Self::Url];

    /// The word stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::DisplayName => "display_name",
            Self::Biography => "biography",
            Self::Avatar => "avatar",
            Self::Links => "links",
            Self::Url => "url",
        }
    }

    /// The name shown to people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::DisplayName => "name",
            Self::Biography => "biography",
            Self::Avatar => "picture",
            Self::Links => "links",
            Self::Url => "address",
        }
    }

    /// The field of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum TimelineKind {
    /// The account was seen for the first time.
    FirstSeen,
    /// A part of its profile changed; before and after are given.
    ProfileChanged {
        /// Which part.
        field: ProfileField,
    },
    /// Something else was found out about the account: moved, missing, suspended, back again.
    AccountFound {
        /// What.
        finding: Finding,
    },
    /// It published a post (at the platform's time); its text is `text_after`.
    Posted,
    /// It changed a post; before and after are given.
    PostEdited,
    /// Something was found out about a post: missing, deleted, back again.
    PostFound {
        /// What.
        finding: Finding,
    },
}

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: TimelineKind,
    /// What it said before.
    pub text_before: Option<String>,
    /// What it says since.
    pub text_after: Option<String>,
    /// Which post, if about one.
    pub post: Option<PostId>,
    /// The evidence.
    pub capture: Option<CaptureId>,
}

impl Store {
    /// An account's timeline, newest first.
    pub async fn timeline(
        &self,
        account: AccountId,
        paging: Paging,
    ) -> Result<Listed<TimelineEntry>, Error> {
        todo!()
    }
}
