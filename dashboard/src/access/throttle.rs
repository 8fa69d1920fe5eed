//! The brake on sign-in attempts: per name, and per address they come from.

use crate::Options;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// How many names may be tried from one address before waiting, as a multiple of tries per name.
const NAMES_PER_ADDRESS: u32 = 6;

/// Counts attempts.
#[derive(Debug)]
pub(crate) struct Throttle {
    names: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Throttle {
    pub(crate) fn new(options: &Options) -> Self {
        let quota = |burst: u32, seconds: u64| {
            let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
            Quota::with_period(Duration::from_secs(seconds))
                .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
                .allow_burst(burst)
        };
        let tries = options.sign_in_attempts.max(1);
        Self {
            names: RateLimiter::keyed(quota(tries, 30)),
            addresses: RateLimiter::keyed(quota(tries.saturating_mul(NAMES_PER_ADDRESS), 5)),
        }
    }

    /// Whether one more attempt is allowed; it is counted.
    pub(crate) fn allows(&self, name: &str, address: Option<IpAddr>) -> bool {
        self.names.retain_recent();
        let name: String = name.to_lowercase().chars().take(100).collect();
        address.is_none_or(|address| self.addresses.check_key(&address).is_ok())
            && self.names.check_key(&name).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_slowed_down_and_others_are_not() {
        let throttle = Throttle::new(&Options { sign_in_attempts: 3, ..Options::default() });
        let tries: Vec<bool> = (0..4).map(|_| throttle.allows("ada", None)).collect();
        assert_eq!(tries, [true, true, true, false]);
        assert!(throttle.allows("grace", None));
        assert!(!throttle.allows("ADA", None), "capitals are no way around");
    }

    #[test]
    fn one_address_is_slowed_down_over_all_names() {
        let throttle = Throttle::new(&Options { sign_in_attempts: 1, ..Options::default() });
        let from = Some(IpAddr::from([127, 0, 0, 1]));
        let allowed = (0..20).filter(|n| throttle.allows(&format!("name{n}"), from)).count();
        assert_eq!(allowed, 6);
    }
}
