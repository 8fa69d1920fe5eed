//! People who use routewatch.

use crate::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a person may do. Each role may do all that the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Searches and reads.
    Viewer,
    /// Reviews, opens cases, drafts referrals, keeps watches and sources.
    Analyst,
    /// Approves referrals that others drafted.
    Approver,
    /// Keeps people and settings. Cannot approve what it drafted either.
    Administrator,
}

impl Role {
    /// All roles, least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Analyst, Self::Approver, Self::Administrator];

    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Analyst => "analyst",
            Self::Approver => "approver",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether this role may do what `needed` may.
    #[must_use]
    pub fn may(self, needed: Self) -> bool {
        self >= needed
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Somebody with a log-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Log-in name, lower case.
    pub name: String,
    /// Name shown to colleagues.
    pub display_name: String,
    /// Where digests go; none: no mail.
    pub email: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Time zone for dates in mails and pages, an IANA name such as `Europe/Rome`.
    pub time_zone: String,
    /// Locked out.
    pub disabled: bool,
    /// Since when.
    pub created_at: Timestamp,
}
