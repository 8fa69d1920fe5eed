//! Offers per day by one thing: a chart, a table of the largest kinds, and the posts themselves
//! as a search and as a download.

use crate::components::{Address, Chart};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::{day, day_begins, midnight};
use crate::frame::words::number;
use crate::house::House;
use model::{Language, Platform, Role, Service, Timestamp};
use std::collections::BTreeMap;
use store::{By, DayCount};

/// Kinds drawn apart; the rest are "others".
const DRAWN: usize = 6;
/// Kinds in a table.
const ROWS: usize = 15;

/// The days of a report; the last one is running.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    pub(super) number: i64,
}

impl Days {
    /// The last so many days, today included.
    pub(super) fn last(number: i64, now: Timestamp) -> Self {
        let today = midnight(now);
        Self { since: today.plus_days(1 - number), until: today.plus_days(1), number }
    }

    /// As many days before these.
    const fn before(self) -> Self {
        Self { since: self.since.plus_days(-self.number), until: self.since, number: self.number }
    }

    fn keys(self) -> Vec<String> {
        (0..self.number).map(|n| day(self.since.plus_days(n))).collect()
    }
}

/// One part of the report.
pub(super) struct Section {
    pub(super) word: &'static str,
    pub(super) chart: Chart,
    pub(super) kinds: Vec<Kind>,
    pub(super) more: usize,
    pub(super) note: &'static str,
}

/// One line of its table.
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) csv: Option<String>,
    pub(super) offers: String,
    pub(super) share: String,
    pub(super) before: String,
}

/// Names of the thing and what to know of its figures.
const fn titles(by: By) -> (&'static str, &'static str, &'static str) {
    match by {
        By::Language => ("Language", "Offers per day by language", ""),
        By::Corridor => (
            "Corridor",
            "Offers per day by corridor",
            "As far as the text says exactly one country at an end; ? is an end it does not say, \
             and searching from there leaves that end open.",
        ),
        By::Platform => ("Platform", "Offers per day by platform", ""),
        By::Service => (
            "Service",
            "Offers per day by service",
            "An offer of two services counts for both; one that says none counts for none.",
        ),
    }
}

fn name(frame: &Frame, by: By, key: &str) -> String {
    match by {
        By::Language => frame.language(&Language::new(key)),
        By::Platform => frame.platform(&Platform::new(key)),
        By::Service => {
            Service::of_word(key).map_or_else(|| key.to_owned(), |one| one.title().to_owned())
        }
        By::Corridor => key.to_owned(),
    }
}

/// The search for offers of a kind (if any), on a day (if any), else in all the days.
pub(super) fn posts(by: By, days: Days, key: Option<&str>, on: Option<&str>) -> Address {
    let (since, until) = match on.and_then(day_begins) {
        Some(begin) => (begin, begin.plus_days(1)),
        None => (days.since, days.until),
    };
    let address = Address::new("/search").with("label", "offer");
    let address = address.with("since", day(since)).with("until", day(until));
    let Some(key) = key else { return address };
    match by {
        By::Language => address.with("language", key),
        By::Platform => address.with("platform", key),
        By::Service => address.with("service", key),
        By::Corridor => {
            let (from, to) = key.split_once(" → ").unwrap_or_default();
            let known = |end: &str| if end == "?" { String::new() } else { end.to_owned() };
            address.with("origin", known(from)).with("destination", known(to))
        }
    }
}

/// The download of what a search finds, for those who may take it out of the house.
pub(super) fn csv(frame: &Frame, search: Address) -> Option<String> {
    frame.may(Role::Analyst).then(|| search.under("/search/export/csv").to_string())
}

/// All offers of these days, each counted once.
pub(super) async fn total(house: &House, days: Days) -> Result<u64, Failure> {
    let counts = house.parts.store.offers_per_day(days.since, days.until, By::Platform).await?;
    Ok(counts.iter().map(|count| count.count).sum())
}

/// The part about one thing; `total` is the number of all offers in these days.
pub(super) async fn section(
    house: &House,
    frame: &Frame,
    by: By,
    days: Days,
    total: u64,
) -> Result<Section, Failure> {
    let store = &house.parts.store;
    let counts = store.offers_per_day(days.since, days.until, by).await?;
    let earlier = days.before();
    let earlier = sums(&store.offers_per_day(earlier.since, earlier.until, by).await?);
    let (word, title, note) = titles(by);
    let called = |key: &str| name(frame, by, key);
    let chart = Chart::stacked(title, &days.keys(), &counts, DRAWN, called, |key, on| {
        posts(by, days, key, on).to_string()
    });
    let mut ranked: Vec<(String, u64)> = sums(&counts).into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let more = ranked.len().saturating_sub(ROWS);
    let kinds = ranked.iter().take(ROWS).map(|(key, offers)| {
        let search = posts(by, days, Some(key), None);
        Kind {
            name: called(key),
            href: search.to_string(),
            csv: csv(frame, search),
            offers: number(*offers),
            share: share(*offers, total),
            before: number(earlier.get(key).copied().unwrap_or(0)),
        }
    });
    Ok(Section { word, kinds: kinds.collect(), more, note, chart })
}

fn sums(counts: &[DayCount]) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for count in counts {
        *sums.entry(count.key.clone()).or_default() += count.count;
    }
    sums
}

/// `12 %`; what is there but rounds to nothing is `< 1 %`.
fn share(part: u64, of: u64) -> String {
    if of == 0 {
        return String::new();
    }
    match (part * 200 + of) / (of * 2) {
        0 if part > 0 => "< 1 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_never_hide_something() {
        let check = |part, of, expect: &str| assert_eq!(share(part, of), expect, "{part}/{of}");
        check(1, 3, "33 %");
        check(2, 3, "67 %");
        check(1, 1000, "< 1 %");
        check(0, 10, "0 %");
        check(0, 0, "");
    }

    #[test]
    fn figures_lead_to_their_posts() {
        let now = Timestamp::parse("2026-11-23T14:05:00Z").unwrap();
        let days = Days::last(30, now);
        let check = |by, key, on, expect: &str| {
            assert_eq!(posts(by, days, key, on).to_string(), expect);
        };
        let range = "/search?label=offer&since=2026-10-25&until=2026-11-24";
        check(By::Platform, None, None, range);
        check(By::Language, Some("fa"), None, &format!("{range}&language=fa"));
        check(By::Corridor, Some("TR → ?"), None, &format!("{range}&origin=TR"));
        let on = "/search?label=offer&since=2026-11-01&until=2026-11-02&service=sea";
        check(By::Service, Some("sea"), Some("2026-11-01"), on);
        assert_eq!(days.before().until, days.since);
        assert_eq!(days.keys().len(), 30);
    }
}
