//! Bars per day, drawn on the server. Bars start at zero, every mark links to its posts, the
//! running day is set apart, and the same figures stand in a table.

use crate::frame::words::number;
use askama::Template;
use std::collections::BTreeMap;
use store::DayCount;

/// Width of a day and height of the whole, in the drawing's own units.
const DAY: u64 = 12;
const HEIGHT: u64 = 120;

/// A chart with its legend and table.
#[derive(Debug, Clone, Template)]
#[template(path = "chart.html")]
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) width: u64,
    pub(crate) top: String,
    pub(crate) days: Vec<Day>,
    pub(crate) series: Vec<Series>,
    pub(crate) labels: Vec<String>,
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Day {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) total: String,
    /// The day is not over.
    pub(crate) running: bool,
    pub(crate) bars: Vec<Bar>,
    /// Figures in the order of the series.
    pub(crate) cells: Vec<String>,
}

/// One mark.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) x: u64,
    pub(crate) y: u64,
    pub(crate) height: u64,
    pub(crate) series: usize,
    pub(crate) href: String,
    pub(crate) title: String,
}

/// One colour of the chart. The key is empty for "others".
#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) total: String,
    pub(crate) href: String,
}

impl Chart {
    /// Stacks counts of `days` (`YYYY-MM-DD`, in order, the last one running). The `most` largest
    /// kinds are drawn apart, the rest as "others". `name` names a kind; `href` leads to the posts
    /// of a kind (if any) and a day (if any).
    pub(crate) fn stacked(
        title: &str,
        days: &[String],
        counts: &[DayCount],
        most: usize,
        name: impl Fn(&str) -> String,
        href: impl Fn(Option<&str>, Option<&str>) -> String,
    ) -> Self {
        let (keys, totals) = ranked(days, counts, most);
        let mut table: BTreeMap<(&str, usize), u64> = BTreeMap::new();
        for count in counts {
            let series = keys.iter().position(|key| *key == count.key).unwrap_or(keys.len());
            *table.entry((count.day.as_str(), series)).or_default() += count.count;
        }
        let others = totals.len() > keys.len();
        let mut series: Vec<Series> = keys
            .iter()
            .zip(&totals)
            .map(|(key, total)| Series {
                key: key.clone(),
                name: name(key),
                total: number(*total),
                href: href(Some(key), None),
            })
            .collect();
        if others {
            let total = number(totals.last().copied().unwrap_or(0));
            let (key, name) = (String::new(), "others".to_owned());
            series.push(Series { key, name, total, href: href(None, None) });
        }
        let day_total = |day: &str| (0..series.len()).filter_map(|s| table.get(&(day, s))).sum();
        let top: u64 = days.iter().map(|day| day_total(day)).max().unwrap_or(0);
        let columns = days.iter().enumerate().map(|(at, day)| {
            let column =
                Column { at, day, running: at + 1 == days.len(), top, total: day_total(day) };
            column.draw(&series, &|s| table.get(&(day.as_str(), s)).copied().unwrap_or(0), &href)
        });
        Self {
            title: title.to_owned(),
            summary: summary(days, &day_total),
            width: DAY * u64::try_from(days.len().max(1)).unwrap_or(1),
            top: number(top),
            days: columns.collect(),
            labels: labels(days),
            series,
        }
    }

    /// Whether there is nothing to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.series.is_empty()
    }
}

/// The largest kinds and their totals; one more total at the end if others remain.
fn ranked(days: &[String], counts: &[DayCount], most: usize) -> (Vec<String>, Vec<u64>) {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for count in counts.iter().filter(|count| days.contains(&count.day)) {
        *sums.entry(&count.key).or_default() += count.count;
    }
    let mut ranked: Vec<(&str, u64)> = sums.into_iter().filter(|(_, sum)| *sum > 0).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let rest: u64 = ranked.iter().skip(most).map(|(_, sum)| sum).sum();
    ranked.truncate(most);
    let mut totals: Vec<u64> = ranked.iter().map(|(_, sum)| *sum).collect();
    if rest > 0 {
        totals.push(rest);
    }
    (ranked.into_iter().map(|(key, _)| key.to_owned()).collect(), totals)
}

struct Column<'a> {
    at: usize,
    day: &'a str,
    running: bool,
    top: u64,
    total: u64,
}

impl Column<'_> {
    fn draw(
        &self,
        series: &[Series],
        count: &dyn Fn(usize) -> u64,
        href: &dyn Fn(Option<&str>, Option<&str>) -> String,
    ) -> Day {
        let label = day_label(self.day);
        let (mut bars, mut below) = (Vec::new(), 0);
        let scale = |n: u64| n * HEIGHT / self.top.max(1);
        for (at, one) in series.iter().enumerate() {
            let n = count(at);
            if n == 0 {
                continue;
            }
            let (low, high) = (scale(below), scale(below + n).max(scale(below) + 1));
            below += n;
            let key = (!one.key.is_empty()).then_some(one.key.as_str());
            bars.push(Bar {
                x: u64::try_from(self.at).unwrap_or(0) * DAY + 1,
                y: HEIGHT.saturating_sub(high),
                height: high - low,
                series: at,
                href: href(key, Some(self.day)),
                title: format!("{label}: {} {}", number(n), one.name),
            });
        }
        Day {
            href: href(None, Some(self.day)),
            total: number(self.total),
            running: self.running,
            cells: (0..series.len()).map(|at| number(count(at))).collect(),
            label,
            bars,
        }
    }
}

/// `23 Nov`.
fn day_label(day: &str) -> String {
    crate::frame::when::day_begins(day)
        .map_or_else(|| day.to_owned(), |at| at.utc().format("%-d %b").to_string())
}

fn labels(days: &[String]) -> Vec<String> {
    let wanted = [0, days.len() / 2, days.len().saturating_sub(1)];
    wanted.iter().filter_map(|at| days.get(*at)).map(|day| day_label(day)).collect()
}

fn summary(days: &[String], total: &dyn Fn(&str) -> u64) -> String {
    let all: u64 = days.iter().map(|day| total(day)).sum();
    let most = days.iter().max_by_key(|day| total(day));
    let peak = most.filter(|_| all > 0);
    let peak = peak.map(|day| format!(", most on {} ({})", day_label(day), number(total(day))));
    format!("{} in {} days{}", number(all), days.len(), peak.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(counts: &[(&str, &str, u64)], most: usize) -> Chart {
        let days = ["2026-11-21", "2026-11-22", "2026-11-23"].map(str::to_owned);
        let counts: Vec<DayCount> = counts
            .iter()
            .map(|(day, key, count)| DayCount {
                day: (*day).into(),
                key: (*key).into(),
                count: *count,
            })
            .collect();
        Chart::stacked("Offers", &days, &counts, most, str::to_uppercase, |key, day| {
            format!("/search?{}&{}", key.unwrap_or("-"), day.unwrap_or("-"))
        })
    }

    #[test]
    fn bars_of_a_day_stand_on_each_other_and_fit_the_height() {
        let chart =
            chart(&[("2026-11-21", "fa", 3), ("2026-11-21", "ar", 1), ("2026-11-23", "so", 2)], 2);
        let day = &chart.days[0];
        assert_eq!((day.bars.len(), day.total.as_str()), (2, "4"));
        assert_eq!(day.bars.iter().map(|bar| bar.height).sum::<u64>(), HEIGHT);
        assert_eq!(day.bars[1].y, 0);
        assert_eq!(chart.summary, "6 in 3 days, most on 21 Nov (4)");
        let names: Vec<_> = chart.series.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["FA", "SO", "others"]);
        assert!(chart.days[2].running && !chart.days[1].running);
    }

    #[test]
    fn every_mark_links_to_its_posts() {
        let chart = chart(&[("2026-11-22", "fa", 1), ("2026-11-22", "ar", 1)], 1);
        let hrefs: Vec<_> = chart.days[1].bars.iter().map(|bar| bar.href.as_str()).collect();
        assert_eq!(hrefs, ["/search?ar&2026-11-22", "/search?-&2026-11-22"]);
    }

    #[test]
    fn days_outside_are_not_counted() {
        assert!(chart(&[("2026-10-01", "fa", 9)], 3).is_empty());
    }
}
