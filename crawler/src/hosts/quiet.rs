//! Hours in which nothing is asked.

use chrono::Timelike;
use chrono_tz::Tz;
use model::Timestamp;

const DAY_MIN: i64 = 24 * 60;

/// Hours of each day, written `22:00-06:00` (UTC) or `22:00-06:00 Europe/Athens`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Minutes after midnight; the first that is quiet.
    from: i64,
    /// The first that is not.
    to: i64,
    zone: Tz,
}

impl QuietHours {
    /// Reads them as written. Nothing if they cannot be read, or have no length.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, zone) = text.trim().split_once(' ').unwrap_or((text.trim(), "UTC"));
        let (from, to) = hours.split_once('-')?;
        let (from, to) = (minute(from)?, minute(to)?);
        let zone = zone.trim().parse().ok()?;
        (from != to).then_some(Self { from, to, zone })
    }

    /// When they end, if they are now. Where the clock is put forward or back within them the end
    /// is an hour off, and is told anew then.
    #[must_use]
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let local = now.utc().with_timezone(&self.zone);
        let minute = i64::from(local.hour() * 60 + local.minute());
        let since = (minute - self.from).rem_euclid(DAY_MIN);
        let length = (self.to - self.from).rem_euclid(DAY_MIN);
        let within_ms = i64::from(local.second()) * 1000 + now.ms().rem_euclid(1000);
        (since < length).then(|| now.plus_ms((length - since) * 60_000 - within_ms))
    }
}

/// Minutes after midnight.
fn minute(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hours: &str, now: &str, expect: Option<&str>) {
        let got = QuietHours::parse(hours).unwrap().until(Timestamp::parse(now).unwrap());
        assert_eq!(got, expect.map(|t| Timestamp::parse(t).unwrap()), "{hours} at {now}");
    }

    #[test]
    fn they_may_go_over_midnight_and_end_on_the_minute() {
        check("22:00-06:00", "2026-11-23T21:59:59Z", None);
        check("22:00-06:00", "2026-11-23T22:00:00Z", Some("2026-11-24T06:00:00Z"));
        check("22:00-06:00", "2026-11-24T05:59:59.5Z", Some("2026-11-24T06:00:00Z"));
        check("22:00-06:00", "2026-11-24T06:00:00Z", None);
        check("01:30-02:15", "2026-11-24T01:45:10Z", Some("2026-11-24T02:15:00Z"));
    }

    #[test]
    fn they_are_told_by_the_clock_of_their_zone() {
        check("22:00-06:00 Europe/Athens", "2026-11-23T20:00:00Z", Some("2026-11-24T04:00:00Z"));
        check("22:00-06:00 Europe/Athens", "2026-11-24T04:00:00Z", None);
        check("00:00-06:00 Asia/Kolkata", "2026-11-23T18:30:00Z", Some("2026-11-24T00:30:00Z"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for text in ["", "22-6", "24:00-06:00", "22:00-22:00", "22:00-06:60", "22:00-06:00 Mars"] {
            assert_eq!(QuietHours::parse(text), None, "{text}");
        }
    }
}
