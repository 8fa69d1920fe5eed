//! The right to send one request, and what its answer teaches.

use super::{FAILURES, Host, MAX_SLOW};
use crate::hosts::wait::{CAP_MS, asked_wait};
use model::Timestamp;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

/// First wait after a plain 429 or 503; it doubles each time.
const FIRST_HOLD_MS: i64 = 30_000;

/// The right to send one request; its place is taken while it lives.
#[derive(Debug)]
pub struct Turn {
    pub(super) host: Arc<Host>,
    pub(super) place: Option<OwnedSemaphorePermit>,
    /// Whether a ledger knows of the request.
    pub(super) entered: bool,
    /// Whether this is the request that tries an open circuit.
    pub(super) trying: bool,
}

impl Turn {
    /// Takes in an answer's status and headers (names in lower case), and tells other processes
    /// what the host wishes.
    pub async fn answered(&self, status: u16, headers: &[(String, String)], now: Timestamp) {
        if self.take_in(status, headers, now) {
            self.tell().await;
        }
    }

    /// Whether there is something that others should know at once.
    fn take_in(&self, status: u16, headers: &[(String, String)], now: Timestamp) -> bool {
        let mut state = self.host.state();
        state.failures = 0;
        if status >= 500 {
            state.errors += 1;
        }
        let slow = state.slow;
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
        let news = asked.is_some() || matches!(status, 429 | 503) || state.slow != slow;
        if let Some(wait) = asked {
            state.hold_until(wait.until, wait.reason);
        }
        news
    }

    /// Takes in that no usable answer came.
    pub async fn failed(&self, now: Timestamp) {
        if self.take_in_failure(now) {
            self.tell().await;
        }
    }

    /// Whether the circuit is open now.
    fn take_in_failure(&self, now: Timestamp) -> bool {
        let mut state = self.host.state();
        state.errors += 1;
        state.failures = state.failures.saturating_add(1);
        let open = state.failures >= FAILURES;
        if open {
            let ms = doubled(FIRST_HOLD_MS, state.failures - FAILURES);
            let reason = format!("{} requests in a row failed", state.failures);
            state.hold_until(now.plus_ms(ms), reason);
        }
        open
    }

    /// Tells other processes; they learn it at the end of the turn anyway, unless we die before.
    async fn tell(&self) {
        if let Err(why) = self.host.around.ledger.note(self.host.note(false)).await {
            tracing::warn!(host = %self.host.name, %why, "not told to other processes");
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
        let mut state = self.host.state();
        state.last = Some(Instant::now());
        state.trying &= !self.trying;
        drop(state);
        if !self.entered || !self.host.matters_to_others() {
            return;
        }
        let Ok(runtime) = Handle::try_current() else { return };
        let (host, place) = (Arc::clone(&self.host), self.place.take());
        runtime.spawn(async move {
            if let Err(why) = host.around.ledger.note(host.note(true)).await {
                tracing::warn!(host = %host.name, %why, "not told to other processes");
            }
            // Not before the others know: else our own next request would meet this one.
            drop(place);
        });
    }
}

/// A time doubled so often, capped.
fn doubled(ms: i64, times: u32) -> i64 {
    ms.saturating_mul(1_i64.checked_shl(times.min(20)).unwrap_or(i64::MAX)).min(CAP_MS)
}
