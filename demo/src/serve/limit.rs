//! Counts requests.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How much of a limit has been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Use {
    /// Requests allowed in five minutes.
    pub(crate) limit: u64,
    /// How many of them are left.
    pub(crate) remaining: u64,
    /// Whether this request is one too many.
    pub(crate) exceeded: bool,
}

/// Counts requests a second and in five minutes, by the wall clock: politeness is owed in real time
/// however fast the world's clock runs.
#[derive(Debug)]
pub(crate) struct Limit {
    per_second: u32,
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    second: (Instant, u32),
    window: (Instant, u64),
}

const WINDOW_SECS: u64 = 300;

impl Limit {
    pub(crate) fn new(per_second: u32) -> Self {
        let now = Instant::now();
        Self { per_second, counts: Mutex::new(Counts { second: (now, 0), window: (now, 0) }) }
    }

    /// Counts one request.
    pub(crate) fn count(&self) -> Use {
        let now = Instant::now();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(counts.second.0) >= Duration::from_secs(1) {
            counts.second = (now, 0);
        }
        if now.duration_since(counts.window.0) >= Duration::from_secs(WINDOW_SECS) {
            counts.window = (now, 0);
        }
        counts.second.1 += 1;
        counts.window.1 += 1;
        let limit = u64::from(self.per_second) * WINDOW_SECS;
        let exceeded = counts.second.1 > self.per_second;
        let remaining = if exceeded { 0 } else { limit.saturating_sub(counts.window.1) };
        Use { limit, remaining, exceeded }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exceeds_the_limit_is_refused() {
        let none = Limit::new(0);
        assert!(none.count().exceeded);
        let some = Limit::new(1_000_000);
        let first = some.count();
        assert!(!first.exceeded && first.remaining + 1 == first.limit);
        assert!(some.count().remaining < first.remaining);
    }
}
