//! Times as feeds write them: RFC 3339, RFC 2822 with all its misspellings, and a few others.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Forms without a zone, which are taken as UTC.
const ZONELESS: [&str; 8] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%b %d %Y %H:%M:%S",
    "%b %d %Y %I:%M:%S %p",
    "%d %b %Y %I:%M:%S %p",
];

/// Forms of a day alone.
const DAYS: [&str; 4] = ["%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%Y%m%d"];

/// Zones by name, in hours and minutes from UTC (RFC 822, and what else is common).
const ZONES: [(&str, &str); 16] = [
    ("UTC", "+0000"),
    ("GMT", "+0000"),
    ("UT", "+0000"),
    ("Z", "+0000"),
    ("EST", "-0500"),
    ("EDT", "-0400"),
    ("CST", "-0600"),
    ("CDT", "-0500"),
    ("MST", "-0700"),
    ("MDT", "-0600"),
    ("PST", "-0800"),
    ("PDT", "-0700"),
    ("CET", "+0100"),
    ("CEST", "+0200"),
    ("EET", "+0200"),
    ("MSK", "+0300"),
];

/// The moment that a text names, if it names one.
#[must_use]
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let plain = simplified(text);
    let zoned = [
        "%d %b %Y %H:%M:%S %z",
        "%d %b %Y %H:%M %z",
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%dT%H:%M%z",
        "%b %d %Y %H:%M:%S %z",
    ];
    zoned
        .iter()
        .find_map(|form| DateTime::parse_from_str(&plain, form).ok().map(|t| t.to_utc()))
        .or_else(|| {
            let naive = |form: &&str| NaiveDateTime::parse_from_str(&plain, form).ok();
            ZONELESS.iter().find_map(naive).map(|time| time.and_utc())
        })
        .or_else(|| {
            let day = |form: &&str| NaiveDate::parse_from_str(&plain, form).ok();
            Some(DAYS.iter().find_map(day)?.and_hms_opt(0, 0, 0)?.and_utc())
        })
}

/// Without the name of the day, with short names of months, zones as numbers, one space between.
fn simplified(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for (place, word) in text.replace(',', " ").split_whitespace().enumerate() {
        let letters = word.trim_end_matches('.');
        let named = letters.chars().all(char::is_alphabetic) && letters.len() >= 3;
        let zone = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(letters));
        if let Some((_, offset)) = zone.filter(|_| place > 0) {
            words.push((*offset).to_owned());
        } else if named && is_month(letters) {
            words.push(letters.chars().take(3).collect());
        } else if !(named && place == 0) {
            words.push(word.to_owned());
        }
    }
    // Midnight at the end of a day, as some write it.
    words.join(" ").replace(" 24:", " 00:")
}

fn is_month(word: &str) -> bool {
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_lowercase();
    months.iter().any(|month| word.starts_with(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let got = moment(text).map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string());
        assert_eq!(got.unwrap_or_default(), expect, "{text}");
    }

    #[test]
    fn the_usual_forms_and_their_misspellings_are_read() {
        check("2026-02-03T04:05:06Z", "2026-02-03T04:05:06");
        check("2026-02-03T04:05:06.5+02:00", "2026-02-03T02:05:06");
        check("2026-02-03T04:05:06+0200", "2026-02-03T02:05:06");
        check("2026-02-03T04:05:06", "2026-02-03T04:05:06");
        check("2026-02-03 04:05:06", "2026-02-03T04:05:06");
        check("2026-02-03", "2026-02-03T00:00:00");
        check("Tue, 03 Feb 2026 04:05:06 GMT", "2026-02-03T04:05:06");
        check("Tue, 3 Feb 2026 04:05:06 +0100", "2026-02-03T03:05:06");
        check("Thurs, 03 February 2026 04:05 EST", "2026-02-03T09:05:00");
        check("03 Feb 2026 4:05:06 Z", "2026-02-03T04:05:06");
        check("Tue, 03 Feb 2026 24:00:00 -0000", "2026-02-03T00:00:00");
        check("Feb 3, 2026 04:05:06 PDT", "2026-02-03T11:05:06");
        check("Sat, Dec 16 2023 02:02:33 PM", "2023-12-16T14:02:33");
        check("  Sat, 07 Sep 2002 00:00:01 GMT\n", "2002-09-07T00:00:01");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "yesterday", "0", "32 Feb 2026", "2026-13-01", "Tue, 03 Feb 26:99"] {
            check(text, "");
        }
    }
}
