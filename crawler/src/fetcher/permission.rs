//! Whether anything may be asked at all just now: the stop switch, quiet hours, daily budgets.

use super::Fetcher;
use crate::hosts::{Ledger, QuietHours};
use crate::{FetchError, Options, SetupError};
use model::{Platform, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

const DAY_MS: i64 = 86_400_000;

/// How long to stay away while the stop switch is on; it may be turned off at any moment.
const STOPPED: Duration = Duration::from_mins(10);

/// Quiet hours as configured.
#[derive(Debug)]
pub(super) struct Quiet {
    general: Vec<QuietHours>,
    platforms: HashMap<String, Vec<QuietHours>>,
}

impl Quiet {
    pub(super) fn new(options: &Options) -> Result<Self, SetupError> {
        let own = options.platforms.iter().filter_map(|(name, own)| {
            let hours = own.quiet_hours.as_ref()?;
            Some(read(hours, &format!(".platforms.{name}")).map(|hours| (name.clone(), hours)))
        });
        Ok(Self {
            general: read(&options.quiet_hours, "")?,
            platforms: own.collect::<Result<_, _>>()?,
        })
    }

    /// When the hours end, if they are quiet now.
    fn until(&self, platform: Option<&str>, now: Timestamp) -> Option<Timestamp> {
        let own = platform.and_then(|name| self.platforms.get(name));
        own.unwrap_or(&self.general).iter().filter_map(|hours| hours.until(now)).max()
    }
}

fn read(hours: &[String], section: &str) -> Result<Vec<QuietHours>, SetupError> {
    let one = |text: &String| {
        let unreadable =
            || SetupError::QuietHours { section: section.to_owned(), hours: text.clone() };
        QuietHours::parse(text).ok_or_else(unreadable)
    };
    hours.iter().map(one).collect()
}

impl Fetcher {
    /// Why nothing is asked of a platform just now, and for how long; nothing if it may be asked.
    /// An error of the shared ledger counts as a reason.
    pub async fn closed(&self, platform: &Platform) -> Option<FetchError> {
        let platform = crate::platforms::named(platform.as_str()).map(crate::Adapter::name);
        let budget = async {
            let (Some(platform), now) = (platform, self.inner.clock.now()) else { return Ok(()) };
            let Some(limit) = self.inner.options.platform(platform).daily_requests else {
                return Ok(());
            };
            let spent = self.ledger().spent(platform, day(now)).await?;
            if spent < limit { Ok(()) } else { Err(used_up(platform, limit, now)) }
        };
        match self.permit(platform).await {
            Ok(()) => budget.await.err(),
            Err(why) => Some(why),
        }
    }

    /// Refuses while the stop switch is on or the hours are quiet.
    pub(super) async fn permit(&self, platform: Option<&str>) -> Result<(), FetchError> {
        if self.ledger().stopped().await? {
            let reason = "the stop switch is on".to_owned();
            return Err(FetchError::Closed { reason, retry_after: STOPPED });
        }
        let now = self.inner.clock.now();
        match self.inner.quiet.until(platform, now) {
            Some(until) => Err(FetchError::Closed {
                reason: format!("quiet hours until {until}"),
                retry_after: span(now, until),
            }),
            None => Ok(()),
        }
    }

    /// Takes one request out of the platform's budget for the day.
    pub(super) async fn spend(&self, platform: Option<&str>) -> Result<(), FetchError> {
        let Some(platform) = platform else { return Ok(()) };
        let Some(limit) = self.inner.options.platform(platform).daily_requests else {
            return Ok(());
        };
        let now = self.inner.clock.now();
        let left = self.ledger().spend(platform, day(now), limit).await?;
        if left { Ok(()) } else { Err(used_up(platform, limit, now)) }
    }

    fn ledger(&self) -> &Arc<dyn Ledger> {
        &self.inner.around.ledger
    }
}

fn day(now: Timestamp) -> i64 {
    now.ms().div_euclid(DAY_MS)
}

fn used_up(platform: &str, limit: u32, now: Timestamp) -> FetchError {
    let midnight = Timestamp::from_ms(day(now).saturating_add(1).saturating_mul(DAY_MS));
    FetchError::Closed {
        reason: format!("the {limit} requests a day for {platform} are used up"),
        retry_after: span(now, midnight),
    }
}

fn span(now: Timestamp, until: Timestamp) -> Duration {
    until.since(now).to_std().unwrap_or_default()
}
