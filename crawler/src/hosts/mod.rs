//! Politeness: every host that is asked is an object with its own pace, its own holds and its own
//! counts, and serves one request at a time.

mod host;
mod pace;
mod wait;

pub use host::{Host, Turn};
pub use pace::Pace;
pub use wait::{CAP_MS, Wait, asked_wait};

use model::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many hosts are remembered before idle ones are let go.
const MAX_HOSTS: usize = 10_000;

/// A host as the Sources page shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HostReport {
    /// `host:port`.
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

/// All hosts.
#[derive(Debug, Default)]
pub struct Hosts(Mutex<HashMap<String, Arc<Host>>>);

impl Hosts {
    /// The host of that `host:port`, made at first sight with that pace.
    pub fn of(&self, authority: &str, pace: Pace, now: Timestamp) -> Arc<Host> {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MAX_HOSTS && !hosts.contains_key(authority) {
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.held(now).is_some());
        }
        let new = || Arc::new(Host::new(authority, pace));
        Arc::clone(hosts.entry(authority.to_owned()).or_insert_with(new))
    }

    /// What to show of each, by name.
    pub fn reports(&self, now: Timestamp) -> Vec<HostReport> {
        let hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut reports: Vec<_> = hosts.values().map(|host| host.report(now)).collect();
        reports.sort_by(|a, b| a.host.cmp(&b.host));
        reports
    }
}
