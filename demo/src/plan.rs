//! How big a world is to be, and when.

use model::Timestamp;
use serde::{Deserialize, Serialize};

/// What a world is invented from; equal plans give equal worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// The present moment when serving begins; history lies before it.
    pub start: Timestamp,
    /// Days of posts before `start`.
    pub history_days: u32,
    /// Accounts in the cast, about; successors after a takedown come on top.
    pub accounts: u32,
    /// Days of posts and events after `start`.
    pub future_days: u32,
    /// Share of advertisers among them, in hundredths.
    pub advertisers_percent: u32,
}

impl Plan {
    /// The usual world, with `start` as its present.
    #[must_use]
    pub fn starting(start: Timestamp) -> Self {
        Self { start, ..Self::default() }
    }

    /// When the first post of the world may appear.
    #[must_use]
    pub fn beginning(&self) -> Timestamp {
        self.start.plus_days(-i64::from(self.history_days))
    }

    /// After which nothing is planned.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.start.plus_days(i64::from(self.future_days))
    }
}

impl Default for Plan {
    /// About 120 accounts and 3,000 posts in the 30 days before 2026-11-23, and 30 days to come.
    fn default() -> Self {
        Self {
            seed: 7,
            start: Timestamp::from_ms(1_795_435_200_000),
            history_days: 30,
            accounts: 120,
            future_days: 30,
            advertisers_percent: 42,
        }
    }
}
