//! When to look next. Pure: everything comes in as a parameter, what was learned goes out as JSON.
//!
//! Pages carry the times of their posts, so each look shows the exact past since the one before.
//! From it are learned, for each source ([`Habits`]): a probability of each posting rate and of
//! having fallen silent, the hours at which it posts, and the burst it may be in; and for all
//! sources together ([`Pool`]): which rates are usual, their common day, and how posts draw posts.
//! A source of which little is known is thought to be like the others.
//!
//! A visit is worth the waiting that it saves: of the posts expected unseen, weighted by the
//! source's weight. It is due when that reaches its price. On a host with room the price is fixed
//! ([`Options::daily_ms`]); on a busy one it is what visits that had to wait were worth, so that the
//! host's budget goes where it saves most ([`Fleet`]). With steady rates this is the optimum for
//! polling, intervals ∝ 1/√(weight × rate). No source is left unseen for longer than
//! [`Options::ceiling_ms`]. A visit that could not see teaches nothing: it is repeated after a time
//! that doubles, and that depends on what stood in the way.

mod backoff;
mod belief;
mod fleet;
mod habits;
mod outlook;
mod pace;
mod pool;
mod price;
mod week;
mod words;

pub use crate::schedule::fleet::{Candidate, Fleet, Standing};
pub use crate::schedule::habits::Habits;
pub use crate::schedule::pace::Pace;
pub use crate::schedule::pool::{Lesson, Pool};

use model::{Source, Timestamp, VisitOutcome};
use serde::{Deserialize, Serialize};

/// How often sources are visited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Milliseconds between two visits at the least.
    pub floor_ms: i64,
    /// Milliseconds between two visits at the most, so that the quiet are not forgotten. A host
    /// whose budget does not suffice for that is visited in turn.
    pub ceiling_ms: i64,
    /// Milliseconds between two visits of a source of weight 1 that posts once a day, spread evenly,
    /// on a host with room; the scale of all other intervals.
    pub daily_ms: i64,
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
            confirm_ms: 12 * 60_000,
            backoff_ceiling_ms: 7 * 86_400_000,
        }
    }
}

/// When a source is due again.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// When to consider it again.
    pub due: Timestamp,
    /// Why then, in words, such as "posts about 3 a day, mostly 18–22 h UTC; next look in 2 h".
    pub reason: String,
    /// What has been learned; goes into [`Source::learned`].
    pub learned: serde_json::Value,
    /// What the visit taught about the fleet; goes into [`Fleet::learn`].
    pub lesson: Option<Lesson>,
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
    fleet: &Fleet,
    options: &Options,
) -> Next {
    let mut habits = Habits::of(&source.learned);
    if !outcome.saw() {
        if outcome == VisitOutcome::GoneCandidate {
            habits.gone = habits.gone.saturating_add(1);
        }
        let tries = source.failures.saturating_add(1);
        let (wait_ms, why) = backoff::after(outcome, tries, habits.gone, options);
        let reason = format!("{why}; next look in {}", words::span(wait_ms));
        return Next { due: now.plus_ms(wait_ms), reason, learned: habits.json(), lesson: None };
    }
    habits.gone = 0;
    let capped = outcome == VisitOutcome::Capped;
    let lesson = habits.see(posted, capped, now, fleet.pool());
    let candidate = Candidate::seen(&habits, source.weight, fleet);
    let cost = fleet.cost(&source.host, options);
    let wait_ms = cost.due(&candidate, options).ms() - now.ms();
    // A limit hid posts: what came after them may be hidden next time, so look sooner.
    let missed = capped && !posted.is_empty();
    let (wait_ms, due) = if missed {
        let wait_ms = clamp(wait_ms / 2, options);
        (wait_ms, now.plus_ms(wait_ms))
    } else {
        let due = cost.consider(&candidate, now, options);
        (wait_ms, due.max(now.plus_ms(options.floor_ms.max(1))))
    };
    let why = words::habit(&habits, missed, cost.is_busy(), fleet.pool());
    Next {
        due,
        reason: format!("{why}; next look in {}", words::span(wait_ms)),
        learned: habits.json(),
        lesson: Some(lesson),
    }
}

fn clamp(ms: i64, options: &Options) -> i64 {
    ms.max(options.floor_ms).min(options.ceiling_ms.max(options.floor_ms)).max(1)
}

#[cfg(test)]
mod tests;
