//! Sources that bring far less than they used to.
//!
//! Of one account's own place, what counts is how many posts a page shows that are known already: an
//! account may well fall silent, but its page goes on showing what stands there. Where many people
//! write, silence is not believed so easily: there the new posts count, and what the schedule expects
//! of the source has to agree.

use super::chance::chance_of_so_few;
use super::{GOOD, Past, Standing, Verdict, chance_of_lowest, evidence};
use model::{Timestamp, Visit, VisitOutcome};

/// How often a source may alarm by chance: once in so many visits, if visits are alike.
const CHANCE: f64 = 1e-5;

/// The last visits are compared by their share of what was usual.
const FAR_BELOW: f64 = 0.5;

/// The last visits cover whole days, so that a night is not taken for a fall: one, or three where one
/// does not suffice. Each may alarm by chance half as often.
const SPANS: [i64; 2] = [1, 3];
const SPAN_CHANCE: f64 = CHANCE / 2.0;

/// The last visits: so many at the least, and looked at in so many places at the most.
const LAST: (usize, usize) = (5, 24);

/// Visits compared with, at the least (with fewer, chance cannot be excluded) and at the most.
const BEFORE: (usize, usize) = (24, 72);

/// One visit as the test sees it.
#[derive(Debug, Clone, Copy)]
struct Point<'a> {
    visit: &'a Visit,
    /// Posts.
    posts: f64,
    /// Posts an hour since the visit before; nothing where the length of a page is what counts.
    hourly: Option<f64>,
}

/// What the visits say.
pub(super) fn verdict(past: &Past<'_>, standing: Option<&Standing<'_>>) -> Verdict {
    let own = past.source.address.kind.is_one_account();
    let points = points(past.visits, own);
    match standing {
        None => falls(&points, past.per_day),
        Some(standing) => goes_on(&points, standing, own),
    }
}

/// The visits that can be compared, newest first.
fn points(visits: &[Visit], own: bool) -> Vec<Point<'_>> {
    let saw = |visit: &&Visit| visit.outcome.is_some_and(VisitOutcome::saw);
    let seeing: Vec<&Visit> = visits.iter().filter(saw).collect();
    let mut points = Vec::new();
    for (index, visit) in seeing.iter().enumerate() {
        if own {
            if visit.posts > visit.new_posts {
                let posts = f64::from(visit.posts) / f64::from(visit.pages.max(1));
                points.push(Point { visit, posts, hourly: None });
            }
            continue;
        }
        let Some(earlier) = seeing.get(index + 1) else { continue };
        let hours = hours(earlier.started_at, visit.started_at);
        let posts = f64::from(visit.new_posts);
        points.push(Point { visit, posts, hourly: Some(posts / hours) });
    }
    points
}

fn falls(points: &[Point<'_>], per_day: f64) -> Verdict {
    let found = SPANS.into_iter().find_map(|days| fallen(points, days, per_day));
    found.unwrap_or(Verdict::Clear)
}

/// Whether the visits of the last days stand out.
fn fallen(points: &[Point<'_>], days: i64, per_day: f64) -> Option<Verdict> {
    let newest = points.first()?;
    let since = newest.visit.started_at.plus_days(-days);
    let recent = points.iter().take_while(|point| point.visit.started_at >= since).count();
    let (last, before) = points.split_at_checked(recent.max(LAST.0))?;
    let oldest = last.last().filter(|_| before.len() >= BEFORE.0)?;
    let (now, usual) = (mean(last), mean(before));
    if now > usual * FAR_BELOW {
        return None;
    }
    let (some_last, some_before) = (spread(last, LAST.1), spread(before, BEFORE.1));
    let by = |value: fn(&Point<'_>) -> f64| {
        let of = |points: &[Point<'_>]| points.iter().map(value).collect::<Vec<f64>>();
        chance_of_lowest(&of(&some_before), &of(&some_last))
    };
    let chance = by(|point| point.posts).max(by(|point| point.hourly.unwrap_or(point.posts)));
    let seen: f64 = last.iter().map(|point| point.posts).sum();
    let expected = newest
        .hourly
        .map(|_| per_day * hours(oldest.visit.started_at, newest.visit.started_at) / 24.0);
    let believed = expected.is_none_or(|posts| chance_of_so_few(seen, posts) <= CHANCE);
    if chance > SPAN_CHANCE || !believed {
        return None;
    }
    let what = if expected.is_some() { "new posts a visit" } else { "posts a page" };
    let also = expected.map(|posts| format!("; the schedule expected about {posts:.0} in all"));
    let words = format!(
        "{now:.1} {what} in the last {} visits, {usual:.1} in {} before{}",
        last.len(),
        before.len(),
        also.unwrap_or_default()
    );
    Some(Verdict::Shown(oldest.visit.started_at, evidence(newest.visit, words)))
}

/// Whether visits bring again what they brought before the alarm.
fn goes_on(points: &[Point<'_>], standing: &Standing<'_>, own: bool) -> Verdict {
    let before = self::points(standing.before, own);
    let since = standing.alarm.since;
    let last: Vec<&Point<'_>> =
        points.iter().take(GOOD).take_while(|point| point.visit.started_at > since).collect();
    let Some(newest) = last.first() else { return Verdict::Undecided };
    // What it used to bring is kept no longer: nothing is left to compare with.
    if before.is_empty() {
        return Verdict::Clear;
    }
    let usual = mean(&before);
    let usual_hourly = before.iter().filter_map(|point| point.hourly).sum::<f64>() / count(&before);
    let good = |point: &&Point<'_>| {
        let hourly = point.hourly.is_some_and(|hourly| hourly > usual_hourly * FAR_BELOW);
        point.posts > usual * FAR_BELOW || hourly
    };
    match last.iter().filter(|point| good(point)).count() {
        n if n == GOOD => Verdict::Clear,
        0 => {
            let words = format!("{:.1} posts, {usual:.1} before", newest.posts);
            Verdict::Shown(since, evidence(newest.visit, words))
        }
        _ => Verdict::Undecided,
    }
}

/// At most so many of the points, evenly spread.
fn spread<'a>(points: &[Point<'a>], most: usize) -> Vec<Point<'a>> {
    if points.len() <= most {
        return points.to_vec();
    }
    (0..most).filter_map(|n| points.get(n * points.len() / most).copied()).collect()
}

fn mean(points: &[Point<'_>]) -> f64 {
    points.iter().map(|point| point.posts).sum::<f64>() / count(points)
}

#[expect(clippy::cast_precision_loss, reason = "counts of visits")]
fn count(points: &[Point<'_>]) -> f64 {
    points.len().max(1) as f64
}

/// Hours between two moments; a minute at the least.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of years stay far below 2^52")]
fn hours(from: Timestamp, to: Timestamp) -> f64 {
    ((to.ms() - from.ms()) as f64).max(60_000.0) / 3_600_000.0
}
