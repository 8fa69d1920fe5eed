//! What a visit costs on a busy host.

use serde::{Deserialize, Serialize};

/// Days in which the price forgets. The hours of the day are in it already; it follows how many
/// sources there are, and how many visits the host allows.
const MEMORY: f64 = 0.5;

/// What a visit has to be worth on a busy host, at the fleet's mean pace.
///
/// With steady rates λ, weights w and a budget of B visits a day the optimum has the price c with
/// √2c = Σ√(wλ)/B. Whatever the schedule, a source seen last s days ago comes up in a visit as often
/// as 1/s, so that the mean over visits of s·√(wλ), which is the root of twice the visit's worth, is
/// that very number: no sum over sources and no budget need be known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Price {
    /// Fading mean of √(2·worth).
    root: f64,
    /// When it was last paid, days since 1970.
    paid: f64,
}

impl Price {
    /// A price before anything was paid.
    pub(super) fn new(worth: f64, at: f64) -> Self {
        Self { root: (2.0 * worth).sqrt(), paid: at }
    }

    /// Takes in what a visit was worth.
    pub(super) fn pay(&mut self, worth: f64, at: f64) {
        let passed = (at - self.paid).clamp(0.0, MEMORY);
        self.root += ((2.0 * worth).sqrt() - self.root) * -(-passed / MEMORY).exp_m1();
        self.paid = self.paid.max(at);
    }

    /// Whether what was kept can be.
    pub(super) fn is_sane(&self) -> bool {
        (0.0..1e6).contains(&self.root) && self.paid.is_finite()
    }

    /// The price.
    pub(super) fn worth(&self) -> f64 {
        self.root * self.root / 2.0
    }
}
