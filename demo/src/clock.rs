//! Clocks for an invented world.

use model::{Clock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// A clock that runs so many times faster than the wall.
#[derive(Debug, Clone)]
pub struct ScaledClock {
    start: Timestamp,
    factor: f64,
    since: Instant,
}

impl ScaledClock {
    /// Shows `start` now, and from here on `factor` seconds a second. A factor that is no positive
    /// number counts as 1.
    #[must_use]
    pub fn new(start: Timestamp, factor: f64) -> Self {
        let factor = if factor.is_finite() && factor > 0.0 { factor } else { 1.0 };
        Self { start, factor, since: Instant::now() }
    }
}

impl Clock for ScaledClock {
    #[expect(clippy::cast_possible_truncation, reason = "Timestamp clamps what no calendar shows")]
    fn now(&self) -> Timestamp {
        let passed = self.since.elapsed().as_secs_f64() * 1000.0 * self.factor;
        self.start.plus_ms(passed as i64)
    }
}

/// A clock that stands until somebody moves it.
#[derive(Debug)]
pub struct StandingClock(AtomicI64);

impl StandingClock {
    /// Shows `start`.
    #[must_use]
    pub const fn new(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.ms()))
    }

    /// Moves it to a moment, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.ms(), Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_clock_starts_where_told_and_never_goes_back() {
        let start = Timestamp::from_ms(1_795_435_200_000);
        for factor in [1440.0, f64::NAN, -3.0, f64::INFINITY] {
            let clock = ScaledClock::new(start, factor);
            let first = clock.now();
            assert!(first >= start && clock.now() >= first, "{factor}");
        }
    }

    #[test]
    fn a_standing_clock_shows_what_it_was_set_to() {
        let clock = StandingClock::new(Timestamp::from_ms(5));
        clock.set(Timestamp::from_ms(9));
        assert_eq!(clock.now(), Timestamp::from_ms(9));
    }
}
