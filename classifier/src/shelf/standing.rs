//! What follows from a history.

use super::{Deed, Entry, SHIPPED};
use model::Timestamp;

/// Which version judges, and which one wants to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Promoted versions above the shipped one; the last one judges.
    promoted: Vec<String>,
    /// The version trained last since anybody was promoted or withdrawn, and when.
    challenger: Option<(String, Timestamp)>,
}

impl Standing {
    /// Reads a history from its beginning.
    #[must_use]
    pub fn of(history: &[Entry]) -> Self {
        let mut standing = Self::default();
        for entry in history {
            match entry.deed {
                Deed::Train => standing.challenger = Some((entry.version.clone(), entry.at)),
                Deed::Promote => {
                    standing.promoted.push(entry.version.clone());
                    standing.challenger = None;
                }
                Deed::Rollback => {
                    standing.promoted.pop();
                    standing.challenger = None;
                }
            }
        }
        if standing.challenger.as_ref().is_some_and(|(name, _)| name == standing.champion()) {
            standing.challenger = None;
        }
        standing
    }

    /// The version that judges.
    #[must_use]
    pub fn champion(&self) -> &str {
        self.promoted.last().map_or(SHIPPED, String::as_str)
    }

    /// The version that judges after a rollback; nothing where the shipped one was never left.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        let (_, below) = self.promoted.split_last()?;
        Some(below.last().map_or(SHIPPED, String::as_str))
    }

    /// The version that runs in shadow, and since when.
    #[must_use]
    pub fn challenger(&self) -> Option<(&str, Timestamp)> {
        self.challenger.as_ref().map(|(version, at)| (version.as_str(), *at))
    }
}
