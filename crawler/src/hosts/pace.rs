//! How fast a host is asked.

use crate::Options;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;
use tokio::time::Instant;

/// Interval, burst and requests at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Time between two requests.
    pub interval: Duration,
    /// Requests that may follow each other without it, after a rest.
    pub burst: u32,
    /// Requests that may be on their way at once; at least one.
    pub in_flight: u32,
}

impl Pace {
    /// The pace for a platform's hosts, or for a host of no platform.
    #[must_use]
    pub fn of(options: &Options, platform: Option<&str>) -> Self {
        let own = platform.and_then(|name| options.platforms.get(name));
        let interval = own.and_then(|p| p.interval_ms).unwrap_or(options.interval_ms);
        let burst = own.and_then(|p| p.burst).unwrap_or(options.burst);
        let in_flight = own.and_then(|p| p.in_flight).unwrap_or(options.in_flight).max(1);
        Self { interval: Duration::from_millis(interval), burst, in_flight }
    }
}

/// Time for the bucket, on the same clock that the waiting uses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Monotonic(Instant);

impl Clock for Monotonic {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A leaky bucket (GCRA).
#[derive(Debug)]
pub(super) struct Bucket {
    limiter: RateLimiter<NotKeyed, InMemoryState, Monotonic, NoOpMiddleware<Duration>>,
    clock: Monotonic,
}

impl Bucket {
    /// A full bucket; nothing if there is no interval to keep.
    pub(super) fn new(pace: Pace) -> Option<Self> {
        let burst = NonZeroU32::new(pace.burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(pace.interval)?.allow_burst(burst);
        let clock = Monotonic(Instant::now());
        Some(Self { limiter: RateLimiter::direct_with_clock(quota, clock), clock })
    }

    /// Takes a drop; else says how long until there is one.
    pub(super) fn take(&self) -> Result<(), Duration> {
        self.limiter.check().map_err(|early| early.wait_time_from(self.clock.now()))
    }
}
