//! A moment as people read it.

use askama::filters::HtmlSafe;
use chrono_tz::Tz;
use model::Timestamp;
use std::fmt;

/// Writes `<time>`: relative words, the exact moment in UTC and in the reader's zone on hover.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When {
    pub(crate) at: Timestamp,
    pub(crate) now: Timestamp,
    pub(crate) zone: Tz,
    pub(crate) exact: bool,
}

/// `23 Nov 2026`.
pub(crate) fn date(at: Timestamp) -> String {
    at.utc().format("%-d %b %Y").to_string()
}

/// `23 Nov 2026, 14:05 UTC`.
pub(crate) fn date_time(at: Timestamp) -> String {
    at.utc().format("%-d %b %Y, %H:%M UTC").to_string()
}

/// `2026-11-23`, the key of a day.
pub(crate) fn day(at: Timestamp) -> String {
    at.utc().format("%Y-%m-%d").to_string()
}

/// Midnight (UTC) before that moment.
pub(crate) fn midnight(at: Timestamp) -> Timestamp {
    Timestamp::from_ms(at.ms().div_euclid(86_400_000) * 86_400_000)
}

/// The midnight that begins a day written as `2026-11-23`.
pub(crate) fn day_begins(day: &str) -> Option<Timestamp> {
    Timestamp::parse(&format!("{}T00:00:00Z", day.trim()))
}

/// `5 min ago`, `in 3 h`; a date once it is more than a week away.
pub(crate) fn relative(at: Timestamp, now: Timestamp) -> String {
    let gone = now.ms() - at.ms();
    let (minutes, ahead) = (gone.abs() / 60_000, gone < 0);
    let words = match minutes {
        0 => return "just now".to_owned(),
        1..60 => format!("{minutes} min"),
        60..1440 => format!("{} h", minutes / 60),
        1440..10080 => match minutes / 1440 {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        },
        _ => return date(at),
    };
    if ahead { format!("in {words}") } else { format!("{words} ago") }
}

impl When {
    /// Both zones: `23 Nov 2026, 14:05 UTC · 15:05 Europe/Rome`.
    fn both(&self) -> String {
        let utc = date_time(self.at);
        if self.zone == Tz::UTC {
            return utc;
        }
        let local = self.at.utc().with_timezone(&self.zone);
        let same_day = local.date_naive() == self.at.utc().date_naive();
        let format = if same_day { "%H:%M" } else { "%-d %b, %H:%M" };
        format!("{utc} · {} {}", local.format(format), self.zone.name())
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nothing here comes from outside: digits, month names and a zone out of a fixed list.
        let words = if self.exact { date_time(self.at) } else { relative(self.at, self.now) };
        write!(f, r#"<time datetime="{}" title="{}">{words}</time>"#, self.at, self.both())
    }
}

impl HtmlSafe for When {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn moments_are_told_as_people_tell_them() {
        let now = at("2026-11-23T14:05:00Z");
        let check = |moment: &str, expect: &str| {
            assert_eq!(relative(at(moment), now), expect, "{moment}");
        };
        check("2026-11-23T14:04:30Z", "just now");
        check("2026-11-23T13:50:00Z", "15 min ago");
        check("2026-11-23T15:35:00Z", "in 1 h");
        check("2026-11-22T13:00:00Z", "1 day ago");
        check("2026-11-18T13:00:00Z", "5 days ago");
        check("2026-10-01T13:00:00Z", "1 Oct 2026");
    }

    #[test]
    fn both_zones_stand_in_the_hover_text() {
        let at = at("2026-11-23T23:30:00Z");
        let when = When { at, now: at, zone: Tz::Europe__Rome, exact: true };
        assert_eq!(
            when.to_string(),
            "<time datetime=\"2026-11-23T23:30:00Z\" title=\"23 Nov 2026, 23:30 UTC · 24 Nov, 00:30 \
             Europe/Rome\">23 Nov 2026, 23:30 UTC</time>"
        );
    }

    #[test]
    fn days_begin_at_midnight_utc() {
        let now = at("2026-11-23T14:05:00Z");
        assert_eq!(midnight(now), at("2026-11-23T00:00:00Z"));
        assert_eq!(day_begins("2026-11-23"), Some(midnight(now)));
        assert_eq!(day_begins("soon"), None);
        assert_eq!(day(now), "2026-11-23");
    }
}
