//! One host.

mod turn;

pub use turn::Turn;

use super::pace::Bucket;
use super::wait::CAP_MS;
use super::{Entry, HostReport, Ledger, Note, Pace, Wish};
use crate::FetchError;
use model::{Clock, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

/// Longer than this nobody waits in place; the visit comes back later instead.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// A hold is slept through in pieces, because its end is told by a clock that may run faster than
/// the one that sleeps (the demo's does).
const NAP: Duration = Duration::from_millis(250);

/// How much longer than it may take a request counts as on its way.
const GRACE: Duration = Duration::from_secs(5);

/// So many failures in a row open the circuit.
const FAILURES: u32 = 5;

/// The interval grows at most by two to this power.
const MAX_SLOW: u32 = 6;

/// So many good answers in a row halve a grown interval.
const GOOD: u32 = 10;

/// What a host needs to know of its surroundings.
#[derive(Debug)]
pub struct Around {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What it agrees by with other processes.
    pub ledger: Arc<dyn Ledger>,
    /// How long a request may take at most.
    pub timeout: Duration,
}

/// A host: its pace, its holds, its counts.
#[derive(Debug)]
pub struct Host {
    name: String,
    alone: bool,
    places: Arc<Semaphore>,
    around: Arc<Around>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    pace: Pace,
    bucket: Option<Bucket>,
    requests: u64,
    errors: u64,
    hold: Option<(Timestamp, String)>,
    /// Doublings of the interval since the host last asked to slow down.
    slow: u32,
    /// Times in a row that it asked to slow down.
    pushed: u32,
    good: u32,
    failures: u32,
    /// Whether the one request that tries an open circuit is on its way.
    trying: bool,
    crawl_delay: Option<Duration>,
    last: Option<Instant>,
}

impl Host {
    /// A host nobody has asked yet.
    #[must_use]
    pub fn new(name: &str, pace: Pace, around: Arc<Around>) -> Self {
        Self {
            name: name.to_owned(),
            alone: pace.in_flight <= 1,
            places: Arc::new(Semaphore::new(usize::try_from(pace.in_flight.max(1)).unwrap_or(1))),
            around,
            state: Mutex::new(State::new(pace)),
        }
    }

    /// Waits for the right to send one request: after whoever is before us, after a hold, at the
    /// host's pace, and after other processes. A wait of more than 30 s is an error that says how
    /// long.
    pub async fn turn(self: &Arc<Self>) -> Result<Turn, FetchError> {
        // The semaphore is never closed; if it were, the host could not be asked at all.
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
            return Err(FetchError::Transient { reason: "the program is ending".to_owned() });
        };
        let clock = self.around.clock.as_ref();
        if let Some((until, _)) = self.held(clock.now()) {
            sleep_until(clock, until).await?;
        }
        if let Some(rest) = self.spacing_left(Instant::now()) {
            short(rest)?;
            sleep(rest).await;
        }
        while let Err(rest) = self.take() {
            short(rest)?;
            sleep(rest).await;
        }
        let trying = self.try_circuit()?;
        let host = Arc::clone(self);
        let mut turn = Turn { host, place: Some(place), entered: false, trying };
        let at = self.enter().await?;
        turn.entered = true;
        sleep_until(clock, at).await?;
        let mut state = self.state();
        state.requests += 1;
        state.last = Some(Instant::now());
        drop(state);
        Ok(turn)
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

    /// Takes over a pace if it is slower.
    pub fn slow_down_to(&self, pace: Pace) {
        let mut state = self.state();
        if pace.interval > state.pace.interval {
            state.pace = pace;
            state.bucket = Bucket::new(pace);
            // A new bucket is full, and we may just have asked.
            let _ = state.bucket.as_ref().map(Bucket::take);
        }
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
        let left = (state.last? + state.spacing()).saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }

    /// Takes a drop out of the bucket; else says how long until there is one.
    fn take(&self) -> Result<(), Duration> {
        self.state().bucket.as_ref().map_or(Ok(()), Bucket::take)
    }

    /// An open circuit is tried by one request only. Whether that is this one.
    fn try_circuit(&self) -> Result<bool, FetchError> {
        let mut state = self.state();
        if state.failures < FAILURES {
            return Ok(false);
        }
        if state.trying {
            return Err(FetchError::Throttled { retry_after: MAX_WAIT });
        }
        state.trying = true;
        Ok(true)
    }

    /// Reserves a place among all processes. When it is.
    async fn enter(&self) -> Result<Timestamp, FetchError> {
        let Around { clock, ledger, timeout } = self.around.as_ref();
        for _ in 0..MAX_WAIT.as_millis() / NAP.as_millis() {
            let (pace, now) = (self.state().pace, clock.now());
            let wish = Wish {
                host: &self.name,
                now,
                interval_ms: millis(pace.interval),
                burst: pace.burst,
                alone: self.alone,
                busy_ms: millis(*timeout + GRACE),
                most_ms: millis(MAX_WAIT),
            };
            match ledger.enter(wish).await? {
                Entry::At { at, slow } => {
                    let mut state = self.state();
                    state.slow = slow.unwrap_or(state.slow).min(MAX_SLOW);
                    return Ok(at);
                }
                Entry::Busy => sleep(NAP).await,
                Entry::Held { until, reason } => {
                    self.state().hold_until(until, reason);
                    sleep_until(clock.as_ref(), until).await?;
                }
                Entry::Late { at } => return Err(throttled(at, now)),
            }
        }
        Err(FetchError::Throttled { retry_after: MAX_WAIT })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether other processes want to know that a request has ended: it was theirs to wait for, or
    /// the host wishes something.
    fn matters_to_others(&self) -> bool {
        let wishes = self.held(self.around.clock.now()).is_some();
        self.alone || wishes || !self.state().spacing().is_zero()
    }

    /// What other processes should know.
    fn note(&self, ended: bool) -> Note {
        let now = self.around.clock.now();
        let hold = self.held(now);
        let state = self.state();
        let not_before = now.plus_ms(millis(state.spacing()));
        Note { host: self.name.clone(), now, ended, not_before, hold, slow: state.slow }
    }
}

impl State {
    fn new(pace: Pace) -> Self {
        Self {
            pace,
            bucket: Bucket::new(pace),
            requests: 0,
            errors: 0,
            hold: None,
            slow: 0,
            pushed: 0,
            good: 0,
            failures: 0,
            trying: false,
            crawl_delay: None,
            last: None,
        }
    }

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

    /// The pause between the end of a request and the next one, beyond the usual pace.
    fn spacing(&self) -> Duration {
        let grown = if self.slow == 0 {
            Duration::ZERO
        } else {
            self.pace.interval.saturating_mul(1 << self.slow.min(MAX_SLOW))
        };
        self.crawl_delay.unwrap_or_default().max(grown.min(MAX_WAIT))
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn throttled(until: Timestamp, now: Timestamp) -> FetchError {
    let ms = u64::try_from(until.ms().saturating_sub(now.ms())).unwrap_or(0);
    FetchError::Throttled { retry_after: Duration::from_millis(ms) }
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
mod tests;
