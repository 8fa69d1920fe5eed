//! What is learned of a source's habits.

use super::Options;
use model::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) const DAY_MS: f64 = 86_400_000.0;
const HOUR_MS: i64 = 3_600_000;

/// Days of watching that the prior rate is worth.
const PRIOR_DAYS: f64 = 1.0;

/// Posts, spread evenly over the day, that the prior profile is worth.
const PRIOR_POSTS: f64 = 6.0;

/// Posts that a silence must have cost before it counts.
const SILENCE: f64 = 2.0;

/// The profile of the day fades slower than the rate: habits last.
const PROFILE_HALF_LIVES: f64 = 4.0;

/// Habits of one source. Unknown fields are ignored and missing ones have defaults, so that older
/// and newer versions read each other's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub(super) struct Learned {
    /// Fading number of posts seen.
    pub(super) posts: f64,
    /// Equally fading number of days watched.
    pub(super) days: f64,
    /// Fading number of posts in each hour of the day, UTC.
    pub(super) hours: Vec<f64>,
    /// Until when (ms) everything was seen; 0 before the first look.
    pub(super) until: i64,
    /// Newest post (ms); 0 if none was seen.
    pub(super) newest: i64,
    /// Visits in a row that found the source gone.
    pub(super) gone: u32,
}

impl Learned {
    /// Reads what was kept; anything that cannot be is forgotten.
    pub(super) fn of(kept: &serde_json::Value) -> Self {
        let mut learned = Self::deserialize(kept).unwrap_or_default();
        let sane = |value: f64| if value.is_finite() { value.clamp(0.0, 1e9) } else { 0.0 };
        learned.posts = sane(learned.posts);
        learned.days = sane(learned.days);
        learned.newest = Timestamp::from_ms(learned.newest.max(0)).ms();
        learned.until = Timestamp::from_ms(learned.until.max(0)).ms();
        learned.hours.resize(24, 0.0);
        learned.hours.iter_mut().for_each(|hour| *hour = sane(*hour));
        learned
    }

    /// As kept.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Takes in a look that saw everything since the one before, or since its oldest post if that
    /// is later and older ones were kept back (`capped`) or if it was the first look.
    pub(super) fn see(
        &mut self,
        posted: &[Timestamp],
        capped: bool,
        now: Timestamp,
        options: &Options,
    ) {
        let first = self.until == 0;
        // A clock that was set back, or garbage: what lies ahead was not watched.
        self.until = self.until.min(now.ms());
        // Some platforms show posts of the future; they count as just made.
        let times: Vec<i64> = posted.iter().map(|t| t.ms().min(now.ms())).collect();
        let oldest = times.iter().copied().min();
        let since = match oldest {
            Some(oldest) if first => oldest,
            Some(oldest) if capped => oldest.max(self.until),
            _ if first => now.ms(),
            _ => self.until,
        };
        let half = options.half_life_days.clamp(0.1, 3650.0);
        let faded = fade(now.ms() - self.until, half);
        let watched = days(now.ms() - since).max(0.0);
        // ∫ of the fading weight over the time watched.
        let tau = half / std::f64::consts::LN_2;
        self.days = self.days * faded + tau * (1.0 - (-watched / tau).exp());
        self.posts *= faded;
        let faded = fade(now.ms() - self.until, half * PROFILE_HALF_LIVES);
        self.hours.iter_mut().for_each(|hour| *hour *= faded);
        for time in &times {
            let age = now.ms() - time;
            // At a first look the oldest post only marks where the watching begins; and a post from
            // before the watched time (found late) says nothing about the rate.
            if *time > since || (!first && *time == since) {
                self.posts += fade(age, half);
            }
            if let Some(hour) = self.hours.get_mut(hour_of(*time)) {
                *hour += fade(age, half * PROFILE_HALF_LIVES);
            }
        }
        self.newest = self.newest.max(times.iter().copied().max().unwrap_or(0));
        self.until = now.ms();
    }

    /// Posts a day, with the prior mixed in. A silence shows faster in its own length than in the
    /// fading count: at a rate above 2/gap it would have had a chance below e⁻² = 14 %.
    pub(super) fn per_day(&self, options: &Options) -> f64 {
        let habit = self.habit(options);
        let gap = self.silent_days();
        if gap * habit > SILENCE { SILENCE / gap } else { habit }
    }

    /// Posts a day as they were before a silence.
    fn habit(&self, options: &Options) -> f64 {
        let prior = options.prior_per_day.clamp(0.001, 1e6);
        (self.posts + prior * PRIOR_DAYS) / (self.days + PRIOR_DAYS)
    }

    /// Days between the newest post and the last look; 0 if no post was ever seen.
    pub(super) fn silent_days(&self) -> f64 {
        if self.newest == 0 { 0.0 } else { days(self.until - self.newest).max(0.0) }
    }

    /// Share of the day's posts in an hour, relative to an even spread (1 = even).
    pub(super) fn relative(&self, hour: usize) -> f64 {
        let total: f64 = self.hours.iter().sum();
        let here = self.hours.get(hour).copied().unwrap_or(0.0);
        (here + PRIOR_POSTS / 24.0) / (total + PRIOR_POSTS) * 24.0
    }

    /// Milliseconds until the next look: the point where ∫ √(w·λ(t)) dt has grown by as much as a
    /// source of weight 1 and one post a day gathers in [`Options::daily_ms`].
    pub(super) fn interval_ms(&self, weight: f64, now: Timestamp, options: &Options) -> i64 {
        let weight = if weight.is_finite() { weight.clamp(0.01, 100.0) } else { 1.0 };
        let pull = (weight * self.per_day(options)).sqrt();
        let mut owed = float(options.daily_ms.max(1));
        let mut at = now.ms();
        let end = at.saturating_add(options.ceiling_ms.max(1));
        while at < end {
            let speed = pull * self.relative(hour_of(at)).sqrt();
            let hour_left = HOUR_MS - at.rem_euclid(HOUR_MS);
            let gathered = speed * float(hour_left);
            if gathered >= owed {
                #[expect(clippy::cast_possible_truncation, reason = "less than an hour")]
                return at - now.ms() + (owed / speed) as i64;
            }
            owed -= gathered;
            at += hour_left;
        }
        end - now.ms()
    }
}

/// Weight left after some milliseconds.
fn fade(ms: i64, half_life_days: f64) -> f64 {
    (-days(ms.max(0)) / half_life_days).exp2()
}

fn days(ms: i64) -> f64 {
    float(ms) / DAY_MS
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of centuries stay below 2^53")]
const fn float(ms: i64) -> f64 {
    ms as f64
}

/// Hour of the day in UTC, 0..24.
fn hour_of(ms: i64) -> usize {
    usize::try_from((ms / HOUR_MS).rem_euclid(24)).unwrap_or(0)
}
