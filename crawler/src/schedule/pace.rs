//! What a source is expected to post, for those who ask whether it does.

use super::habits::{Habits, days};
use super::pool::Pool;
use super::week::Profile;
use model::Timestamp;

/// How a source usually posts, as long as it has not fallen silent.
#[derive(Debug, Clone)]
pub struct Pace {
    per_day: f64,
    profile: Profile,
}

impl Pace {
    /// By what is believed of a source.
    #[must_use]
    pub fn of(habits: &Habits, pool: &Pool) -> Self {
        Self { per_day: habits.per_day(pool), profile: habits.profile(pool) }
    }

    /// By so many posts an ordinary day, of which each hour (UTC) has that part; all the same at
    /// weekends.
    #[must_use]
    pub fn new(per_day: f64, hours: [f64; 24]) -> Self {
        Self { per_day, profile: Profile::new(hours, 1.0) }
    }

    /// Posts to expect between two moments.
    #[must_use]
    pub fn posts(&self, from: Timestamp, to: Timestamp) -> f64 {
        self.per_day * self.days(from, to)
    }

    /// How many ordinary days lie between two moments, by when the source posts: its night is short.
    #[must_use]
    pub fn days(&self, from: Timestamp, to: Timestamp) -> f64 {
        self.profile.between(days(from.ms()), days(to.ms()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_short_and_a_day_is_a_day() {
        let hours = std::array::from_fn(|hour| if hour < 12 { 0.0 } else { 2.0 });
        let pace = Pace::new(30.0, hours);
        // 5 Jan 1970 was a Monday.
        let at = |hour: i64| Timestamp::from_ms((4 * 24 + hour) * 3_600_000);
        let check = |from, to, expect: f64| {
            let posts = pace.posts(at(from), at(to));
            assert!((posts - expect).abs() < 1e-6, "{from} {to} {posts}");
        };
        check(0, 24, 30.0);
        check(0, 12, 0.0);
        check(12, 18, 15.0);
        check(18, 12, 0.0);
    }
}
