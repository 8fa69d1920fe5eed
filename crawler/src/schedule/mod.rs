//! When to look next. Pure: everything comes in as a parameter, what was learned goes out as JSON.
//!
//! A source's posting rate is learned online ([`learned`]): an exponentially fading count of its
//! posts over the equally fading time that was watched, with a weak prior, and how its posts spread
//! over the hours of the day. Visits then follow the optimum for polling independent sources, an
//! interval ∝ 1/√(weight × rate) (the stationary point of Σ w·λ·I/2 under a budget Σ 1/I), taken
//! hour by hour, between a floor and a ceiling. A visit that could not see teaches nothing: it is
//! repeated after a time that doubles, and that depends on what stood in the way.

mod backoff;
mod learned;
mod words;

use crate::schedule::learned::Learned;
use model::{Source, Timestamp, VisitOutcome};
use serde::{Deserialize, Serialize};

/// How often sources are visited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Milliseconds between two visits at the least.
    pub floor_ms: i64,
    /// Milliseconds between two visits at the most, so that the quiet are not forgotten.
    pub ceiling_ms: i64,
    /// Milliseconds between two visits of a source of weight 1 that posts once a day, spread evenly;
    /// the scale of all other intervals.
    pub daily_ms: i64,
    /// Days after which what was learned of the rate counts half.
    pub half_life_days: f64,
    /// Posts a day that a source is thought to make before anything is known of it.
    pub prior_per_day: f64,
    /// Milliseconds after which a source that looks gone is looked at again; at least the ten
    /// minutes that two witnesses must lie apart.
    pub confirm_ms: i64,
    /// Milliseconds between two visits at the most while they cannot see.
    pub backoff_ceiling_ms: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            floor_ms: 5 * 60_000,
            ceiling_ms: 24 * 3_600_000,
            daily_ms: 4 * 3_600_000,
            half_life_days: 7.0,
            prior_per_day: 1.0,
            confirm_ms: 12 * 60_000,
            backoff_ceiling_ms: 7 * 86_400_000,
        }
    }
}

/// When a source is due again.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// When.
    pub due: Timestamp,
    /// Why then, in words, such as "posts about 3 a day, mostly 18–22 h UTC; next look in 2 h".
    pub reason: String,
    /// What has been learned; goes into [`Source::learned`].
    pub learned: serde_json::Value,
}

/// Decides when to look next.
///
/// `source` is as it was before the visit (its `failures` do not count this one); `posted` are the
/// times of the posts that were new to us. What is unreadable in [`Source::learned`] is forgotten.
#[must_use]
pub fn after_visit(
    source: &Source,
    outcome: VisitOutcome,
    posted: &[Timestamp],
    now: Timestamp,
    options: &Options,
) -> Next {
    let mut learned = Learned::of(&source.learned);
    let (wait_ms, why) = if outcome.saw() {
        learned.gone = 0;
        learned.see(posted, outcome == VisitOutcome::Capped, now, options);
        let ms = learned.interval_ms(f64::from(source.weight), now, options);
        // A limit hid posts: what came after them may be hidden next time, so look sooner.
        let missed = outcome == VisitOutcome::Capped && !posted.is_empty();
        let ms = if missed { ms / 2 } else { ms };
        (clamp(ms, options), words::habit(&learned, missed, options))
    } else {
        if outcome == VisitOutcome::GoneCandidate {
            learned.gone = learned.gone.saturating_add(1);
        }
        let tries = source.failures.saturating_add(1);
        backoff::after(outcome, tries, learned.gone, options)
    };
    Next {
        due: now.plus_ms(wait_ms),
        reason: format!("{why}; next look in {}", words::span(wait_ms)),
        learned: learned.json(),
    }
}

fn clamp(ms: i64, options: &Options) -> i64 {
    ms.max(options.floor_ms).min(options.ceiling_ms.max(options.floor_ms)).max(1)
}

#[cfg(test)]
mod tests;
