//! Which of the sources that are due to visit, and when to consider the others again.

use super::habits::{Habits, days};
use super::outlook::Outlook;
use super::pool::{Lesson, Pool};
use super::price::Price;
use super::week::Profile;
use super::{Options, clamp};
use model::{Source, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const DAY_MS: f64 = 86_400_000.0;

/// A visit may be worth so much less than its price: what is nearly due is not put off by moments.
const NEARLY: f64 = 0.97;

/// On a busy host, whose price moves, a source is considered again after this part of its interval.
const PART: f64 = 0.7;

/// Milliseconds after which it is considered again at the least.
const MINUTE: i64 = 60_000;

/// What is known of all sources together: their habits, and what a visit costs on each host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Fleet {
    pool: Pool,
    /// By `host:port`; only hosts that have been busy.
    prices: BTreeMap<String, Price>,
}

/// A source that may be visited.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// How it is expected to post; nothing if it was never seen, or not at the last try.
    outlook: Option<Outlook>,
    /// Last look, or when it was added.
    since: Timestamp,
    weight: f64,
}

/// How a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// To be visited before all others: never seen, or not for the longest time allowed. The last
    /// look.
    Must(Timestamp),
    /// A visit is worth its price: days of waiting that it saves, summed over posts, by weight.
    Worth(f64),
    /// A visit is not worth its price now; to be considered again then.
    Later(Timestamp),
}

impl Standing {
    /// Orders standings by what to visit first.
    #[must_use]
    pub fn before(&self, other: &Self) -> std::cmp::Ordering {
        let rank = |standing: &Self| match standing {
            Self::Must(since) => (0, since.ms(), 0.0),
            Self::Worth(worth) => (1, 0, -worth),
            Self::Later(at) => (2, at.ms(), 0.0),
        };
        let (a, b) = (rank(self), rank(other));
        (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2))
    }
}

impl Candidate {
    /// From what is stored of a source.
    #[must_use]
    pub fn of(source: &Source, fleet: &Fleet) -> Self {
        let habits = Habits::of(&source.learned);
        let blind = source.failures > 0 || !habits.looked();
        let since = if habits.looked() { habits.seen_until() } else { source.added_at };
        let outlook = (!blind).then(|| habits.outlook(&fleet.pool));
        Self { outlook, since, weight: weight(source.weight) }
    }

    /// From habits just learned.
    #[must_use]
    pub fn seen(habits: &Habits, weight_: f32, fleet: &Fleet) -> Self {
        let outlook = Some(habits.outlook(&fleet.pool));
        Self { outlook, since: habits.seen_until(), weight: weight(weight_) }
    }

    /// One of which nothing is known, added at a moment.
    #[must_use]
    pub const fn unseen(since: Timestamp) -> Self {
        Self { outlook: None, since, weight: 1.0 }
    }

    /// What a visit is worth at a moment, for those that have been seen: days of waiting that it
    /// saves, summed over posts, by weight.
    #[must_use]
    pub fn worth(&self, now: Timestamp) -> f64 {
        let worth = self.outlook.as_ref().map(|outlook| outlook.worth(days(now.ms())));
        worth.unwrap_or_default() * self.weight
    }
}

/// A source's weight, kept within reason.
pub(super) fn weight(weight: f32) -> f64 {
    if weight.is_finite() { f64::from(weight).clamp(0.01, 100.0) } else { 1.0 }
}

impl Fleet {
    /// Reads what was kept; anything that cannot be is forgotten.
    #[must_use]
    pub fn of(kept: &serde_json::Value) -> Self {
        let mut fleet = Self::deserialize(kept).unwrap_or_default();
        fleet.pool.check();
        fleet.prices.retain(|_, price| price.is_sane());
        fleet
    }

    /// As kept.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What all sources have in common.
    #[must_use]
    pub const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Takes in what a visit taught.
    pub fn learn(&mut self, lesson: &Lesson) {
        self.pool.learn(lesson);
    }

    /// What a visit costs on a host from now on.
    pub(super) fn cost(&self, host: &str, options: &Options) -> Cost {
        let busy = self.prices.get(host).map(Price::worth);
        Cost { idle: idle(options), busy: busy.unwrap_or(0.0), pace: self.pool.profile() }
    }

    /// When to consider a source on a host again: when a visit will be worth its price, and on a
    /// busy host, whose price moves, on the way there too.
    #[must_use]
    pub fn consider(
        &self,
        host: &str,
        one: &Candidate,
        now: Timestamp,
        options: &Options,
    ) -> Timestamp {
        self.cost(host, options).consider(one, now, options)
    }

    /// How candidates on one host stand, in their order.
    #[must_use]
    pub fn standings<'a>(
        &self,
        host: &str,
        candidates: impl IntoIterator<Item = &'a Candidate>,
        now: Timestamp,
        options: &Options,
    ) -> Vec<Standing> {
        let cost = self.cost(host, options);
        candidates.into_iter().map(|one| cost.standing(one, now, options)).collect()
    }

    /// Takes in what visits just chosen on a host are worth, on average; nothing if the host had
    /// room for all that were due.
    pub fn pay(&mut self, host: &str, worth: Option<f64>, now: Timestamp, options: &Options) {
        let pace = self.pool.profile().at(days(now.ms())).max(1e-6);
        let worth_now = worth.unwrap_or(0.0).max(idle(options)) / pace;
        if let Some(price) = self.prices.get_mut(host) {
            price.pay(worth_now, days(now.ms()));
        } else if worth.is_some() {
            self.prices.insert(host.to_owned(), Price::new(worth_now, days(now.ms())));
        }
    }
}

/// Price on a host with room: that of a source of weight 1 that posts once a day, evenly, after
/// [`Options::daily_ms`].
fn idle(options: &Options) -> f64 {
    let interval = days(options.daily_ms.max(1));
    interval * interval / 2.0
}

/// What a visit costs on a host: never less than on an idle one, and on a busy one in step with the
/// fleet's day, since all pages then change faster and the budget does not grow.
#[derive(Debug, Clone)]
pub(super) struct Cost {
    idle: f64,
    /// At the fleet's mean pace.
    busy: f64,
    pace: Profile,
}

impl Cost {
    fn at(&self, at: f64) -> f64 {
        self.idle.max(self.busy * self.pace.at(at))
    }

    /// Whether visits cost more than on a host with room.
    pub(super) fn is_busy(&self) -> bool {
        self.busy > self.idle
    }

    fn standing(&self, one: &Candidate, now: Timestamp, options: &Options) -> Standing {
        let Some(outlook) = &one.outlook else { return Standing::Must(one.since) };
        // Half a minute early rather than late.
        if now.ms() - one.since.ms() >= options.ceiling_ms.saturating_sub(MINUTE / 2) {
            return Standing::Must(one.since);
        }
        let moment = days(now.ms());
        let worth = outlook.worth(moment) * one.weight;
        if worth >= self.at(moment) * NEARLY {
            return Standing::Worth(worth);
        }
        Standing::Later(self.consider(one, now, options))
    }

    /// When a visit will be worth its price.
    pub(super) fn due(&self, one: &Candidate, options: &Options) -> Timestamp {
        let Some(outlook) = &one.outlook else { return one.since };
        let most = days(options.ceiling_ms.max(options.floor_ms).max(1));
        let due = outlook.reaches(|at| self.at(at) / one.weight, most);
        let wait = (due - days(one.since.ms())) * DAY_MS;
        #[expect(clippy::cast_possible_truncation, reason = "at most the ceiling")]
        let wait = wait.ceil() as i64;
        one.since.plus_ms(clamp(wait, options))
    }

    /// See [`Fleet::consider`].
    pub(super) fn consider(&self, one: &Candidate, now: Timestamp, options: &Options) -> Timestamp {
        let due = self.due(one, options).max(now.plus_ms(MINUTE));
        if !self.is_busy() {
            return due;
        }
        let wait = due.ms() - now.ms();
        #[expect(clippy::cast_possible_truncation, reason = "at most the ceiling")]
        let part = (days(wait) * PART * DAY_MS) as i64;
        now.plus_ms(part.max(MINUTE).min(wait))
    }
}
