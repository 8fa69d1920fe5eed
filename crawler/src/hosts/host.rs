//! One host.

use super::pace::Bucket;
use super::wait::{CAP_MS, asked_wait};
use super::{HostReport, Pace};
use crate::FetchError;
use model::{Clock, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

/// Longer than this nobody waits in place; the visit comes back later instead.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// A hold is slept through in pieces, because its end is told by a clock that may run faster than
/// the one that sleeps (the demo's does).
const NAP: Duration = Duration::from_millis(250);

/// First wait after a plain 429 or 503; it doubles each time.
const FIRST_HOLD_MS: i64 = 30_000;

/// So many failures in a row open the circuit.
const FAILURES: u32 = 5;

/// The interval grows at most by two to this power.
const MAX_SLOW: u32 = 6;

/// So many good answers in a row halve a grown interval.
const GOOD: u32 = 10;

/// A host: its pace, its holds, its counts. Serves one request at a time.
#[derive(Debug)]
pub struct Host {
    name: String,
    pace: Pace,
    bucket: Option<Bucket>,
    one: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    requests: u64,
    errors: u64,
    hold: Option<(Timestamp, String)>,
    /// Doublings of the interval since the host last asked to slow down.
    slow: u32,
    /// Times in a row that it asked to slow down.
    pushed: u32,
    good: u32,
    failures: u32,
    crawl_delay: Option<Duration>,
    last: Option<Instant>,
}

/// The right to send one request; the host is busy while it lives.
#[derive(Debug)]
pub struct Turn {
    host: Arc<Host>,
    _permit: OwnedSemaphorePermit,
}

impl Host {
    /// A host nobody has asked yet.
    #[must_use]
    pub fn new(name: &str, pace: Pace) -> Self {
        Self {
            name: name.to_owned(),
            pace,
            bucket: Bucket::new(pace),
            one: Arc::new(Semaphore::new(1)),
            state: Mutex::default(),
        }
    }

    /// Waits for the right to send one request: after whoever is before us, after a hold, and at
    /// the host's pace. A wait of more than 30 s is an error that says how long.
    pub async fn turn(self: &Arc<Self>, clock: &dyn Clock) -> Result<Turn, FetchError> {
        // The semaphore is never closed; if it were, the host could not be asked at all.
        let Ok(permit) = Arc::clone(&self.one).acquire_owned().await else {
            return Err(FetchError::Transient { reason: "the program is ending".to_owned() });
        };
        if let Some((until, _)) = self.held(clock.now()) {
            sleep_until(clock, until).await?;
        }
        if let Some(rest) = self.spacing_left(Instant::now()) {
            short(rest)?;
            sleep(rest).await;
        }
        while let Some(Err(rest)) = self.bucket.as_ref().map(Bucket::take) {
            short(rest)?;
            sleep(rest).await;
        }
        let mut state = self.state();
        state.requests += 1;
        state.last = Some(Instant::now());
        drop(state);
        Ok(Turn { host: Arc::clone(self), _permit: permit })
    }

    /// Until when nothing is asked, and why.
    #[must_use]
    pub fn held(&self, now: Timestamp) -> Option<(Timestamp, String)> {
        let hold = self.state().hold.clone().filter(|(until, _)| *until > now)?;
        // A clock that was set back must not prolong the wait.
        Some((hold.0.min(now.plus_ms(CAP_MS)), hold.1))
    }

    /// Takes over the pause that robots.txt asks for.
    pub fn set_crawl_delay(&self, delay: Option<Duration>) {
        self.state().crawl_delay = delay;
    }

    /// What to show.
    #[must_use]
    pub fn report(&self, now: Timestamp) -> HostReport {
        let hold = self.held(now);
        let state = self.state();
        HostReport {
            host: self.name.clone(),
            requests: state.requests,
            errors: state.errors,
            waiting_until: hold.as_ref().map(|(until, _)| *until),
            reason: hold.map(|(_, reason)| reason).unwrap_or_default(),
        }
    }

    /// What is left of the pause that a Crawl-delay, or a host that was asked to slow down, adds to
    /// the usual pace. Counted from the end of the request before.
    fn spacing_left(&self, now: Instant) -> Option<Duration> {
        let state = self.state();
        let grown = if state.slow == 0 {
            Duration::ZERO
        } else {
            self.pace.interval.saturating_mul(1 << state.slow.min(MAX_SLOW))
        };
        let spacing = state.crawl_delay.unwrap_or_default().max(grown.min(MAX_WAIT));
        let left = (state.last? + spacing).saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn hold_until(&mut self, until: Timestamp, reason: String) {
        if self.hold.as_ref().is_none_or(|(before, _)| *before < until) {
            self.hold = Some((until, reason));
        }
    }

    fn good_answer(&mut self) {
        self.pushed = 0;
        self.good += 1;
        if self.good >= GOOD {
            self.good = 0;
            self.slow = self.slow.saturating_sub(1);
        }
    }
}

impl Turn {
    /// Takes in an answer's status and headers (names in lower case).
    pub fn answered(&self, status: u16, headers: &[(String, String)], now: Timestamp) {
        let mut state = self.host.state();
        state.failures = 0;
        if status >= 500 {
            state.errors += 1;
        }
        let asked = asked_wait(status, headers, now);
        if matches!(status, 429 | 503) {
            state.slow = (state.slow + 1).min(MAX_SLOW);
            state.good = 0;
            if asked.is_none() {
                let ms = doubled(FIRST_HOLD_MS, state.pushed);
                state.hold_until(now.plus_ms(ms), format!("HTTP {status} without a time"));
            }
            state.pushed = state.pushed.saturating_add(1);
        } else if status < 400 {
            state.good_answer();
        }
        if let Some(wait) = asked {
            state.hold_until(wait.until, wait.reason);
        }
    }

    /// Takes in that no usable answer came.
    pub fn failed(&self, now: Timestamp) {
        let mut state = self.host.state();
        state.errors += 1;
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            let ms = doubled(FIRST_HOLD_MS, state.failures - FAILURES);
            let reason = format!("{} requests in a row failed", state.failures);
            state.hold_until(now.plus_ms(ms), reason);
        }
    }

    /// The host that is asked.
    #[must_use]
    pub const fn host(&self) -> &Arc<Host> {
        &self.host
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.host.state().last = Some(Instant::now());
    }
}

/// A time doubled so often, capped.
fn doubled(ms: i64, times: u32) -> i64 {
    ms.saturating_mul(1_i64.checked_shl(times.min(20)).unwrap_or(i64::MAX)).min(CAP_MS)
}

/// Refuses to wait in place for too long.
const fn short(rest: Duration) -> Result<(), FetchError> {
    if rest.as_millis() > MAX_WAIT.as_millis() {
        return Err(FetchError::Throttled { retry_after: rest });
    }
    Ok(())
}

/// Sleeps until the clock shows `until`, and never longer than that was away at the beginning.
async fn sleep_until(clock: &dyn Clock, until: Timestamp) -> Result<(), FetchError> {
    let left = || {
        let ms = until.ms().saturating_sub(clock.now().ms());
        Duration::from_millis(u64::try_from(ms).unwrap_or(0))
    };
    let mut budget = left();
    short(budget)?;
    while !budget.is_zero() && !left().is_zero() {
        let nap = left().min(budget).min(NAP);
        sleep(nap).await;
        budget = budget.saturating_sub(nap);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct At(Timestamp);

    impl Clock for At {
        fn now(&self) -> Timestamp {
            self.0
        }
    }

    fn host(interval_ms: u64) -> Arc<Host> {
        let pace = Pace { interval: Duration::from_millis(interval_ms), burst: 1 };
        Arc::new(Host::new("a.example:443", pace))
    }

    fn at(secs: i64) -> At {
        At(Timestamp::from_ms(0).plus_secs(secs))
    }

    async fn answer(host: &Arc<Host>, clock: &At, status: u16, headers: &[(&str, &str)]) {
        let headers: Vec<_> =
            headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        host.turn(clock).await.unwrap().answered(status, &headers, clock.now());
    }

    #[tokio::test]
    async fn a_long_wait_is_an_error_that_says_how_long() {
        let host = host(0);
        answer(&host, &at(0), 429, &[("retry-after", "600")]).await;
        let refused = host.turn(&at(0)).await.err();
        let expect = Some(FetchError::Throttled { retry_after: Duration::from_mins(10) });
        assert_eq!(refused, expect);
        assert!(host.turn(&at(601)).await.is_ok());
        let report = host.report(at(1).0);
        assert_eq!(report.waiting_until, Some(at(600).0));
        assert!(report.reason.contains("Retry-After"), "{}", report.reason);
    }

    #[tokio::test]
    async fn plain_refusals_double_the_wait_and_a_good_answer_ends_that() {
        let host = host(0);
        let mut now = 0;
        for expect in [30, 60, 120, 240] {
            answer(&host, &at(now), 429, &[]).await;
            assert_eq!(host.held(at(now).0).map(|(until, _)| until), Some(at(now + expect).0));
            now += expect + 1;
        }
        answer(&host, &at(now), 200, &[]).await;
        answer(&host, &at(now), 503, &[]).await;
        assert_eq!(host.held(at(now).0).map(|(until, _)| until), Some(at(now + 30).0));
    }

    #[tokio::test]
    async fn a_refusal_slows_the_host_and_it_recovers_gradually() {
        let host = host(4);
        for _ in 0..3 {
            answer(&host, &at(0), 429, &[("retry-after", "0")]).await;
            host.state().hold = None;
        }
        assert_eq!(host.state().slow, 3);
        for _ in 0..GOOD {
            answer(&host, &at(0), 200, &[]).await;
        }
        assert_eq!(host.state().slow, 2);
    }

    #[tokio::test]
    async fn failures_in_a_row_open_the_circuit() {
        let host = host(0);
        for _ in 0..FAILURES {
            assert_eq!(host.held(at(0).0), None);
            host.turn(&at(0)).await.unwrap().failed(at(0).0);
        }
        assert_eq!(host.held(at(0).0).map(|(until, _)| until), Some(at(30).0));
        assert_eq!(host.report(at(0).0).errors, u64::from(FAILURES));
    }

    #[tokio::test]
    async fn a_crawl_delay_counts_from_the_end_of_the_request_before() {
        let host = host(0);
        host.set_crawl_delay(Some(Duration::from_secs(20)));
        assert_eq!(host.spacing_left(Instant::now()), None);
        drop(host.turn(&at(0)).await.unwrap());
        let after = Instant::now();
        let left = host.spacing_left(after).unwrap();
        assert!(left <= Duration::from_secs(20) && left > Duration::from_secs(10), "{left:?}");
        assert_eq!(host.spacing_left(after + Duration::from_secs(20)), None);
    }

    #[tokio::test]
    async fn a_clock_set_back_does_not_prolong_a_hold() {
        let host = host(0);
        answer(&host, &at(1_000_000), 429, &[("retry-after", "60")]).await;
        assert_eq!(host.held(at(0).0).map(|(until, _)| until), Some(at(3600).0));
    }
}
