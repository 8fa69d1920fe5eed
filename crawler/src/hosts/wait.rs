//! What an answer's headers say about when to ask again.
//!
//! Read are `Retry-After` (RFC 9110: seconds or a date), the structured fields `RateLimit` and
//! `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers: `"default";r=0;t=30` with
//! `"default";q=100;w=60`, and the older form `limit=…, remaining=…, reset=…`; RFC 9651), and the families `X-RateLimit-*`, `X-Rate-Limit-*` and
//! `RateLimit-*` with `-Remaining` and `-Reset`, whose reset is an ISO date (Mastodon), Unix seconds
//! (Bluesky) or seconds from now (Reddit). What cannot be read is ignored.

mod structured;

use model::Timestamp;
use std::time::UNIX_EPOCH;

/// No host makes us wait longer than this by one answer.
pub const CAP_MS: i64 = 3_600_000;

/// A server's clock that is further off than this is not believed.
const SKEW_MS: i64 = 600_000;

/// A wish to be left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Until when.
    pub until: Timestamp,
    /// Where that comes from, in words.
    pub reason: String,
}

/// The longest wait that an answer asks for, if any; at most [`CAP_MS`] from `now`. Header names
/// are in lower case.
#[must_use]
pub fn asked_wait(status: u16, headers: &[(String, String)], now: Timestamp) -> Option<Wait> {
    let view = Headers { all: headers, now, skew: 0 };
    let view = Headers { skew: view.skew(), ..view };
    let mut longest: Option<(i64, &str)> = None;
    let mut offer = |delay: Option<i64>, name| {
        if let Some(ms) = delay.filter(|ms| *ms > 0) {
            let ms = ms.min(CAP_MS);
            if longest.is_none_or(|(most, _)| ms > most) {
                longest = Some((ms, name));
            }
        }
    };
    if status >= 300 && status != 304 {
        for value in view.all("retry-after") {
            offer(view.retry_after(value), "Retry-After");
        }
    }
    let slow_down = status == 429;
    for family in ["x-ratelimit", "x-rate-limit", "ratelimit"] {
        offer(view.family(family, slow_down), "a used-up request budget");
    }
    let (limit, policy) = (view.joined("ratelimit"), view.joined("ratelimit-policy"));
    offer(structured::wait(&limit, &policy, slow_down), "a used-up request budget");
    let (ms, name) = longest?;
    let reason = format!("HTTP {status} with {name}: {} s", (ms + 999) / 1000);
    Some(Wait { until: now.plus_ms(ms), reason })
}

#[derive(Clone, Copy)]
struct Headers<'a> {
    all: &'a [(String, String)],
    now: Timestamp,
    /// How far the server's clock is ahead of ours, in milliseconds.
    skew: i64,
}

impl<'a> Headers<'a> {
    fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.all.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.trim())
    }

    /// All lines of a field as one value, as RFC 9651 has it.
    fn joined(&self, name: &str) -> String {
        self.all(name).collect::<Vec<_>>().join(", ")
    }

    fn first(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// A date in a header means the server's clock; its own `Date` tells what that shows.
    fn skew(&self) -> i64 {
        let date = self.first("date").and_then(http_date);
        let skew = date.map_or(0, |date| date.saturating_sub(self.now.ms()));
        if skew.abs() <= SKEW_MS { skew } else { 0 }
    }

    /// Milliseconds from now until the server's clock shows that moment.
    fn until(&self, ms: i64) -> i64 {
        ms.saturating_sub(self.now.ms()).saturating_sub(self.skew)
    }

    fn retry_after(&self, value: &str) -> Option<i64> {
        if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
            // More digits than fit are a very long time, not a malformed one.
            return Some(value.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(1000));
        }
        http_date(value).map(|ms| self.until(ms))
    }

    fn family(&self, family: &str, slow_down: bool) -> Option<i64> {
        let remaining = self.first(&format!("{family}-remaining")).and_then(number);
        if !slow_down && remaining.is_none_or(|left| left >= 1.0) {
            return None;
        }
        self.reset(self.first(&format!("{family}-reset"))?)
    }

    /// A moment in any of the ways that servers write it.
    fn reset(&self, value: &str) -> Option<i64> {
        let Some(number) = number(value) else {
            let at = Timestamp::parse(value).map(Timestamp::ms).or_else(|| http_date(value));
            return at.map(|ms| self.until(ms));
        };
        // Unix milliseconds, Unix seconds, or seconds from now: they are decades apart.
        Some(if number >= 1e11 {
            self.until(to_ms(number / 1000.0))
        } else if number >= 1e8 {
            self.until(to_ms(number))
        } else {
            to_ms(number)
        })
    }
}

/// A plain decimal number that is not negative.
fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if plain { text.parse().ok() } else { None }
}

/// Seconds as milliseconds; casting saturates.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and waits are capped")]
fn to_ms(seconds: f64) -> i64 {
    (seconds * 1000.0).ceil() as i64
}

/// An HTTP date (RFC 9110, with its two obsolete forms) as milliseconds since 1970.
fn http_date(text: &str) -> Option<i64> {
    let at = httpdate::parse_http_date(text).ok()?;
    i64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-11-23T14:05:00Z, a Monday.
    fn now() -> Timestamp {
        Timestamp::parse("2026-11-23T14:05:00Z").unwrap()
    }

    fn headers(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        lines.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    /// Expects a wait in milliseconds.
    fn check(status: u16, lines: &[(&str, &str)], expect: Option<i64>) {
        let got = asked_wait(status, &headers(lines), now());
        assert_eq!(got.map(|wait| wait.until.ms() - now().ms()), expect, "{status} {lines:?}");
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        check(429, &[("retry-after", "120")], Some(120_000));
        check(503, &[("retry-after", " 5 ")], Some(5_000));
        check(429, &[("retry-after", "Mon, 23 Nov 2026 14:06:00 GMT")], Some(60_000));
        check(429, &[("retry-after", "Monday, 23-Nov-26 14:06:00 GMT")], Some(60_000));
        check(429, &[("retry-after", "Mon Nov 23 14:06:00 2026")], Some(60_000));
        check(403, &[("retry-after", "7")], Some(7_000));
        check(429, &[("retry-after", "5"), ("retry-after", "9")], Some(9_000));
    }

    #[test]
    fn absurd_waits_are_capped_and_malformed_ones_ignored() {
        check(429, &[("retry-after", "999999999999999999999999")], Some(CAP_MS));
        check(429, &[("retry-after", "Tue, 31 Dec 2999 23:59:59 GMT")], Some(CAP_MS));
        check(429, &[("retry-after", "Mon, 23 Nov 2020 14:06:00 GMT")], None);
        for value in ["", "-5", "soon", "1e3", "0x10", "5 s", "0"] {
            check(429, &[("retry-after", value)], None);
        }
        check(200, &[("retry-after", "5")], None);
        check(304, &[("retry-after", "5")], None);
    }

    #[test]
    fn a_date_is_compared_with_the_servers_own_clock_unless_that_is_absurd() {
        let retry = ("retry-after", "Mon, 23 Nov 2026 14:06:00 GMT");
        check(429, &[retry, ("date", "Mon, 23 Nov 2026 14:04:00 GMT")], Some(120_000));
        check(429, &[retry, ("date", "Mon, 23 Nov 2020 14:04:00 GMT")], Some(60_000));
    }

    #[test]
    fn budgets_count_only_when_they_are_used_up() {
        let mastodon = |left| {
            [("x-ratelimit-remaining", left), ("x-ratelimit-reset", "2026-11-23T14:10:00.000000Z")]
        };
        check(200, &mastodon("0"), Some(300_000));
        check(200, &mastodon("1"), None);
        check(429, &mastodon("12"), Some(300_000));
        // 1795442760 is a minute after now.
        let bluesky = |left| [("ratelimit-remaining", left), ("ratelimit-reset", "1795442760")];
        check(200, &bluesky("0"), Some(60_000));
        check(200, &bluesky("2999"), None);
        check(200, &[("x-ratelimit-remaining", "0.0"), ("x-ratelimit-reset", "37")], Some(37_000));
        check(200, &[("x-ratelimit-remaining", "0")], None);
        check(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "later")], None);
        check(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1")], Some(1_000));
    }

    #[test]
    fn the_structured_field_is_read_in_both_of_its_forms() {
        check(200, &[("ratelimit", "\"default\";r=0;t=30")], Some(30_000));
        check(200, &[("ratelimit", "\"default\";r=5;t=30")], None);
        check(200, &[("ratelimit", "\"a,;r=0\";r=1;t=9, \"day\";r=0;t=50")], Some(50_000));
        check(200, &[("ratelimit", "limit=10, remaining=0, reset=20")], Some(20_000));
        check(200, &[("ratelimit", "limit=10, remaining=3, reset=20")], None);
        check(429, &[("ratelimit", "\"default\";t=30")], Some(30_000));
        check(200, &[("ratelimit", "\"open;r=0;t=1")], None);
        check(200, &[("ratelimit", "\"a\";r=0;t=5"), ("ratelimit", "\"b\";r=0;t=7")], Some(7_000));
        check(200, &[("ratelimit", "\"a\";r=0;t=99999999999")], Some(CAP_MS));
    }

    #[test]
    fn a_policy_says_how_long_where_the_limit_does_not() {
        let check = |limit, policy, expect| {
            check(200, &[("ratelimit", limit), ("ratelimit-policy", policy)], expect);
        };
        check("\"b\";r=0", "\"a\";q=9;w=10, \"b\";q=5;w=60", Some(60_000));
        check("\"b\";r=0;t=20", "\"b\";q=5;w=60", Some(20_000));
        check("\"b\";r=3", "\"b\";q=5;w=60", None);
        check("\"c\";r=0", "\"b\";q=5;w=60", None);
        check("\"b\";r=0", "\"b\";q=5;w", None);
        check("limit=5, remaining=0", "5;w=60", Some(60_000));
    }

    proptest! {
        #[test]
        fn no_header_makes_the_reader_panic_or_wait_beyond_the_cap(
            status in 100_u16..600,
            lines in proptest::collection::vec(
                ("(retry-after|date|ratelimit|ratelimit-reset|x-ratelimit-(remaining|reset))", "\\PC{0,40}|[0-9.\",;=rt ]{0,40}"),
                0..6,
            ),
            ms in any::<i64>(),
        ) {
            let now = Timestamp::from_ms(ms);
            if let Some(wait) = asked_wait(status, &lines, now) {
                prop_assert!(wait.until >= now && wait.until.ms() - now.ms() <= CAP_MS);
            }
        }
    }
}
