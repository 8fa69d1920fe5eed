//! Politeness: every host that is asked is an object with its own pace, its own holds and its own
//! counts, and serves one request at a time unless the settings say otherwise.
//!
//! A host is a registrable domain ([`registrable`]). Names on the open web are grouped by the
//! address behind them as well, so that a thousand blogs on one machine are one machine's load: the
//! address keeps single file and pace, while what a name answers counts for that name.

mod group;
mod host;
mod ledger;
mod pace;
mod quiet;
mod wait;

pub use group::registrable;
pub use host::{Around, Host, Turn};
pub use ledger::{Alone, Entry, Ledger, LedgerError, Note, Wish};
pub use pace::Pace;
pub use quiet::QuietHours;
pub use wait::{CAP_MS, Wait, asked_wait};

use model::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many hosts are remembered before idle ones are let go.
const MAX_HOSTS: usize = 10_000;

/// A host as the Sources page shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HostReport {
    /// Registrable domain, or address; `host:port` where the settings allow it by name.
    pub host: String,
    /// Requests sent since the program started.
    pub requests: u64,
    /// Requests that failed or were answered with a server error.
    pub errors: u64,
    /// Until when nothing is asked of it.
    pub waiting_until: Option<Timestamp>,
    /// Why it waits, in words; empty if it does not.
    pub reason: String,
}

/// All hosts of one kind.
#[derive(Debug)]
pub struct Hosts {
    hosts: Mutex<HashMap<String, Arc<Host>>>,
    around: Arc<Around>,
}

impl Hosts {
    /// None yet.
    #[must_use]
    pub fn new(around: Arc<Around>) -> Self {
        Self { hosts: Mutex::default(), around }
    }

    /// The host of that name, made at first sight. Of several paces that are asked for it keeps
    /// the slowest; how many requests may be on their way is what the first one says.
    pub fn of(&self, name: &str, pace: Pace) -> Arc<Host> {
        let mut hosts = self.hosts();
        if hosts.len() >= MAX_HOSTS && !hosts.contains_key(name) {
            let now = self.around.clock.now();
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.held(now).is_some());
        }
        let new = || Arc::new(Host::new(name, pace, Arc::clone(&self.around)));
        let host = Arc::clone(hosts.entry(name.to_owned()).or_insert_with(new));
        host.slow_down_to(pace);
        host
    }

    /// The host of that name, if it was asked.
    #[must_use]
    pub fn known(&self, name: &str) -> Option<Arc<Host>> {
        self.hosts().get(name).cloned()
    }

    /// What to show of each, by name.
    pub fn reports(&self, now: Timestamp) -> Vec<HostReport> {
        let mut reports: Vec<_> = self.hosts().values().map(|host| host.report(now)).collect();
        reports.sort_by(|a, b| a.host.cmp(&b.host));
        reports
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<String, Arc<Host>>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
