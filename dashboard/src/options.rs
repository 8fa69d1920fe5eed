//! Settings of the dashboard.

use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, SocketAddr};

/// Settings of the dashboard (`[dashboard]` in the configuration).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Address and port to listen on. Anything but loopback belongs behind a proxy with TLS.
    pub listen: SocketAddr,
    /// Address under which people open the dashboard, such as `https://routewatch.example/`;
    /// used in mails and as a trusted origin of forms. None: the address listened on.
    pub public_url: Option<String>,
    /// Hours after which everybody signs in again.
    pub session_hours: u32,
    /// Minutes without a click after which a session ends.
    pub idle_minutes: u32,
    /// Whether cookies travel over https only; set it when there is TLS in front.
    pub secure_cookies: bool,
    /// Sign-in attempts per name in a row before one more is allowed every half minute.
    pub sign_in_attempts: u32,
    /// Most rows one export may hold.
    pub export_rows: u32,
    /// Of a hundred posts to review, how many were decided by somebody else before and are shown
    /// again, to see how far reviewers agree; 0 shows none.
    pub golden_percent: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            session_hours: 12,
            idle_minutes: 120,
            secure_cookies: false,
            sign_in_attempts: 10,
            export_rows: 10_000,
            golden_percent: 5,
        }
    }
}
