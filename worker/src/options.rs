//! Settings of the scheduled jobs.

use serde::{Deserialize, Serialize};

/// Settings of the scheduled jobs. Times are in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Sources visited at the same time, never two on one host.
    pub visitors: u32,
    /// How long a host stays reserved for whoever visits it, should the visitor die.
    pub lease_ms: i64,
    /// Pause of a job that found nothing to do.
    pub pause_ms: u64,
    /// Two looks at something that seems gone count as two only when this far apart; also the
    /// pause between two outcome checks of one referral.
    pub looks_apart_ms: i64,
    /// A contact offered by more accounts than this ties nobody: a hotline, a bank, a press office.
    pub max_accounts_per_contact: u32,
    /// A candidate whose score reaches so many hundredths is watched without anybody's yes; 0: none.
    pub accept_from_percent: u32,
    /// Candidates watched without anybody's yes within 24 hours at most.
    pub accept_per_day: u32,
    /// Steps from a source that a person named, beyond which nothing is proposed.
    pub discovery_depth: u32,
    /// Administrators are mailed about alarms when the oldest that they were not told of is so old;
    /// what happens meanwhile comes along in the same mail.
    pub health_mail_ms: i64,
    /// Address of the dashboard as its readers reach it; links in mails begin with it.
    pub public_url: String,
    /// Times a message is tried before somebody has to look.
    pub message_attempts: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            visitors: 4,
            lease_ms: 120_000,
            pause_ms: 2_000,
            looks_apart_ms: 600_000,
            max_accounts_per_contact: 25,
            accept_from_percent: 0,
            accept_per_day: 10,
            discovery_depth: 3,
            health_mail_ms: 1_800_000,
            public_url: "http://127.0.0.1:8080".to_owned(),
            message_attempts: 12,
        }
    }
}
