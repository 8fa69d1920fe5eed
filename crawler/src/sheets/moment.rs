//! Times as tables write them.

use chrono::{DateTime, NaiveDateTime};
use model::Timestamp;

/// Zones that exports abbreviate, with their distance from UTC in minutes.
const ZONES: &[(&str, i64)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("TRT", 180),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
];

/// A time in one of the ways in which exports write it: RFC 3339; date and time with or without a
/// zone's abbreviation (without: UTC); seconds or milliseconds since 1970; `Wed Oct 10 20:19:24
/// +0000 2018`; RFC 2822.
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return unix(number);
    }
    if let Some(time) = Timestamp::parse(text) {
        return Some(time);
    }
    let zoned = DateTime::parse_from_str(text, "%a %b %d %H:%M:%S %z %Y")
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S %z"))
        .or_else(|_| DateTime::parse_from_rfc2822(text));
    if let Ok(time) = zoned {
        return Some(Timestamp::from_ms(time.timestamp_millis()));
    }
    let (time, minutes) = match text.rsplit_once(' ') {
        Some((time, zone)) if zone.chars().all(|c| c.is_ascii_alphabetic()) => {
            let zone = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(zone))?;
            (time.trim(), zone.1)
        }
        _ => (text, 0),
    };
    let forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(time, form).ok())?;
    Some(Timestamp::from_ms(local.and_utc().timestamp_millis()).plus_secs(-minutes * 60))
}

/// Seconds or milliseconds since 1970. A number below 10^11 is seconds: as milliseconds it would
/// lie before March 1973.
#[expect(clippy::cast_possible_truncation, reason = "checked to be a sensible time just before")]
pub(crate) fn unix(number: f64) -> Option<Timestamp> {
    let ms = if number < 1e11 { number * 1000.0 } else { number };
    (ms > 0.0 && ms < 1e14).then(|| Timestamp::from_ms(ms as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(moment(text).map(|time| time.to_string()).as_deref(), expect, "{text}");
    }

    #[test]
    fn times_are_read_in_the_ways_in_which_exports_write_them() {
        check("2021-03-04 12:05:06 EET", Some("2021-03-04T10:05:06Z"));
        check("2021-07-04 12:05:06 EDT", Some("2021-07-04T16:05:06Z"));
        check("2026-01-10 08:05:00", Some("2026-01-10T08:05:00Z"));
        check("2026-01-10T08:05", Some("2026-01-10T08:05:00Z"));
        check("2026-01-10T08:05:00+02:00", Some("2026-01-10T06:05:00Z"));
        check("2026-01-10 08:05:00 +0200", Some("2026-01-10T06:05:00Z"));
        check("Wed Oct 10 20:19:24 +0000 2018", Some("2018-10-10T20:19:24Z"));
        check("1768032300", Some("2026-01-10T08:05:00Z"));
        check("1768032300123", Some("2026-01-10T08:05:00.123Z"));
    }

    #[test]
    fn a_zone_that_nobody_knows_is_not_guessed() {
        check("2021-03-04 12:05:06 XYZ", None);
        check("yesterday", None);
        check("", None);
        check("-5", None);
        check("0", None);
        check("NaN", None);
    }
}
