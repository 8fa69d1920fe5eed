//! An analyst's folder.

use crate::{AccountId, CaseId, PersonId, PostId, Timestamp};
use serde::{Deserialize, Serialize};

/// Whether it is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Worked on.
    Open,
    /// Done.
    Closed,
}

impl CaseState {
    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// A note in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNote {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: PersonId,
    /// What.
    pub text: String,
}

/// A folder of accounts, posts and notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Id.
    pub id: CaseId,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Who opened it.
    pub owner: PersonId,
    /// State.
    pub state: CaseState,
    /// Accounts in it.
    pub accounts: Vec<AccountId>,
    /// Posts in it.
    pub posts: Vec<PostId>,
    /// Notes, oldest first.
    pub notes: Vec<CaseNote>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Last change.
    pub changed_at: Timestamp,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}
