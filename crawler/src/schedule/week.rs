//! When in the week a source posts.

use serde::{Deserialize, Serialize};

/// A number for each hour of the day, UTC.
pub(super) type Hours = [f64; 24];

/// Posts that the fleet's profile is worth in a source's own.
const FLEET_POSTS: f64 = 12.0;

/// Posts that the fleet's weekend is worth in a source's own.
const FLEET_WEEKEND: f64 = 3.0;

/// Habits of the week fade slowly: days after which they count half.
const HALF_LIFE_DAYS: f64 = 60.0;

/// Standard deviation, in hours, with which a post speaks for its neighbouring hours: people do not
/// keep the hour.
const SPREAD_HOURS: f64 = 2.5;

/// Posts by hour of the day and at weekends. Posts drawn by earlier ones (bursts) count only as far
/// as they were not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub(super) struct Week {
    /// Fading number of posts in each hour, each spread over its neighbours. Empty is none.
    hours: Vec<f32>,
    /// Fading number of posts at weekends.
    weekend: f32,
    /// Number that would have been posted at weekends, were they like other days.
    expected: f32,
}

impl Week {
    /// Lets some days pass.
    pub(super) fn fade(&mut self, days: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "a factor below one")]
        let factor = (-days / HALF_LIFE_DAYS).exp2() as f32;
        self.hours.iter_mut().for_each(|hour| *hour *= factor);
        self.weekend *= factor;
        self.expected *= factor;
    }

    /// Takes in a post at a moment (days since 1970); `count` of it is the source's own doing.
    pub(super) fn post(&mut self, at: f64, count: f64) {
        self.hours.resize(24, 0.0);
        let hour = hour_of(at);
        #[expect(clippy::cast_possible_truncation, reason = "at most one")]
        let count = count as f32;
        for (distance, share) in SPREAD.iter().enumerate() {
            if let Some(held) = self.hours.get_mut((hour + distance) % 24) {
                *held += share * count;
            }
        }
        if is_weekend(at) {
            self.weekend += count;
        }
    }

    /// Takes in that `rate` posts a day were expected between two moments.
    pub(super) fn expect(&mut self, from: f64, to: f64, rate: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "a few posts")]
        let posts = (weekend_days(from, to) * rate) as f32;
        self.expected += posts;
    }

    /// Forgets what cannot be.
    pub(super) fn check(&mut self) {
        let sane = |n: &f32| (0.0..1e9).contains(n);
        let numbers = [self.weekend, self.expected];
        if self.hours.len() > 24 || !self.hours.iter().chain(&numbers).all(sane) {
            *self = Self::default();
        }
    }

    /// Posts counted.
    pub(super) fn posts(&self) -> f64 {
        self.hours.iter().map(|hour| f64::from(*hour)).sum()
    }

    /// Posts by hour, if any were counted.
    pub(super) fn hours(&self) -> &[f32] {
        &self.hours
    }

    /// The profile to expect: the source's own as far as it is known, else the fleet's.
    pub(super) fn profile(&self, fleet: &Hours, fleet_weekend: f64) -> Profile {
        let sum = FLEET_POSTS + self.posts();
        let own = self.hours.iter().copied().map(f64::from).chain(std::iter::repeat(0.0));
        let mut hours = *fleet;
        for (hour, own) in hours.iter_mut().zip(own) {
            *hour = (FLEET_POSTS * *hour + 24.0 * own) / sum;
        }
        let weekend = (FLEET_WEEKEND * fleet_weekend + f64::from(self.weekend))
            / (FLEET_WEEKEND + f64::from(self.expected));
        Profile::new(hours, weekend.clamp(0.05, 20.0))
    }
}

/// How posts spread over the week: 1 is an even spread over weekdays.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    hours: Hours,
    /// Days (weighted) from midnight until each hour begins.
    before: Hours,
    /// Weight of a day at the weekend.
    weekend: f64,
}

impl Profile {
    pub(super) fn new(hours: Hours, weekend: f64) -> Self {
        let mut sum = 0.0;
        let before = hours.map(|hour| {
            let before = sum;
            sum += hour / 24.0;
            before
        });
        Self { hours: hours.map(|hour| hour / sum), before: before.map(|b| b / sum), weekend }
    }

    /// Weight of a moment.
    pub(super) fn at(&self, at: f64) -> f64 {
        let hour = self.hours.get(hour_of(at)).copied().unwrap_or(1.0);
        if is_weekend(at) { hour * self.weekend } else { hour }
    }

    /// ∫ of the weight between two moments, days.
    pub(super) fn between(&self, from: f64, to: f64) -> f64 {
        (self.until(to) - self.until(from)).max(0.0)
    }

    /// ∫ of the weight from the first Monday on.
    fn until(&self, at: f64) -> f64 {
        let day = at.floor();
        let (week, weekday) = week_of(day);
        let before = week * (5.0 + 2.0 * self.weekend)
            + weekday.min(5.0)
            + (weekday - 5.0).max(0.0) * self.weekend;
        let hour = hour_of(at);
        #[expect(clippy::cast_precision_loss, reason = "at most 24")]
        let part = at - day - hour as f64 / 24.0;
        let today = self.before.get(hour).copied().unwrap_or_default()
            + self.hours.get(hour).copied().unwrap_or_default() * part;
        before + if weekday >= 5.0 { today * self.weekend } else { today }
    }
}

/// Week and weekday (Monday is 0) of a day since 1970, which began on a Thursday.
fn week_of(day: f64) -> (f64, f64) {
    let week = ((day + 3.0) / 7.0).floor();
    (week, day + 3.0 - week * 7.0)
}

/// Whether a moment is on a Saturday or Sunday, UTC.
pub(super) fn is_weekend(at: f64) -> bool {
    week_of(at.floor()).1 >= 5.0
}

/// Days at weekends between two moments.
pub(super) fn weekend_days(from: f64, to: f64) -> f64 {
    let until = |at: f64| {
        let (week, weekday) = week_of(at.floor());
        week * 2.0 + (weekday - 5.0 + at - at.floor()).max(0.0)
    };
    (until(to) - until(from)).max(0.0)
}

/// Hour of the day, 0..24.
pub(super) fn hour_of(at: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..24")]
    let hour = ((at - at.floor()) * 24.0) as usize;
    hour.min(23)
}

/// Share of a post that speaks for the hour so many hours later, around the clock.
static SPREAD: std::sync::LazyLock<[f32; 24]> = std::sync::LazyLock::new(|| {
    let bell = |distance: f64| (-0.5 * (distance / SPREAD_HOURS).powi(2)).exp();
    let mut shares = Hours::default();
    let mut hour = 0.0;
    for share in &mut shares {
        *share = bell(f64::min(hour, 24.0 - hour));
        hour += 1.0;
    }
    let sum: f64 = shares.iter().sum();
    #[expect(clippy::cast_possible_truncation, reason = "shares of one")]
    shares.map(|share| (share / sum) as f32)
});
