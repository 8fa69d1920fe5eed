//! Sources that bring far less than they used to.
//!
//! Of one account's own place, what counts is how many posts a page shows that are known already: an
//! account may well fall silent, but its page goes on showing what stands there. Where many people
//! write, silence is not believed so easily: there the new posts count, by spans of time that the
//! schedule thinks alike (a night is as long as an hour of the day), so that neither the hour nor how
//! often somebody looks makes a difference; and what the schedule expects has to agree.

use super::chance::chance_of_so_few;
use super::{GOOD, Past, Standing, Verdict, chance_of_lowest, evidence};
use crawler::schedule::Pace;
use model::{Timestamp, Visit, VisitOutcome};

/// How often a source may alarm by chance: once in so many visits, if they are exchangeable.
const CHANCE: f64 = 1e-5;

/// The last visits have to bring less than this share of what was usual.
const FAR_BELOW: f64 = 0.5;

/// The last visits cover a day, or three where one does not suffice. Each may alarm by chance half
/// as often.
const SPANS: [i64; 2] = [1, 3];
const SPAN_CHANCE: f64 = CHANCE / 2.0;

/// Ordinary days that one point covers at the least, where new posts count.
const PART_OF_DAY: f64 = 0.1;

/// The last points: so many at the least, and looked at in so many places at the most.
const LAST: (usize, usize) = (5, 24);

/// Points compared with, at the least (with fewer, chance cannot be excluded) and at the most.
const BEFORE: (usize, usize) = (24, 72);

/// A visit, or several in a row, as the test sees them.
#[derive(Debug, Clone, Copy)]
struct Point<'a> {
    /// The newest of them.
    visit: &'a Visit,
    /// Since when what they brought had been written.
    since: Timestamp,
    /// Posts a page, or new posts an ordinary day.
    yields: f64,
    /// New posts in all.
    posts: u32,
}

/// What the visits say.
pub(super) fn verdict(past: &Past<'_>, standing: Option<&Standing<'_>>) -> Verdict {
    let points = points(past.visits, past);
    match standing {
        None => {
            SPANS.into_iter().find_map(|days| fallen(&points, days, past)).unwrap_or(Verdict::Clear)
        }
        Some(standing) => goes_on(&points, standing, past),
    }
}

fn is_own(past: &Past<'_>) -> bool {
    past.source.address.kind.is_one_account()
}

/// The visits that can be compared, newest first.
fn points<'a>(visits: &'a [Visit], past: &Past<'_>) -> Vec<Point<'a>> {
    let saw = |visit: &&Visit| visit.outcome.is_some_and(VisitOutcome::saw);
    let seeing: Vec<&Visit> = visits.iter().filter(saw).collect();
    if is_own(past) { pages(&seeing) } else { spans(&seeing, past.pace) }
}

/// How many posts each page shows, where it shows known ones.
fn pages<'a>(seeing: &[&'a Visit]) -> Vec<Point<'a>> {
    let shows = seeing.iter().filter(|visit| visit.posts > visit.new_posts);
    let point = |visit: &&'a Visit| Point {
        visit,
        since: visit.started_at,
        yields: f64::from(visit.posts) / f64::from(visit.pages.max(1)),
        posts: visit.new_posts,
    };
    shows.map(point).collect()
}

/// New posts by spans that are alike; what the oldest visit brought has no beginning.
fn spans<'a>(seeing: &[&'a Visit], pace: &Pace) -> Vec<Point<'a>> {
    let mut points = Vec::new();
    let (mut newest, mut posts) = (None, 0_u32);
    for (visit, earlier) in seeing.iter().zip(seeing.iter().skip(1)) {
        let last = *newest.get_or_insert(*visit);
        posts = posts.saturating_add(visit.new_posts);
        let days = pace.days(earlier.started_at, last.started_at);
        if days >= PART_OF_DAY {
            let since = earlier.started_at;
            points.push(Point { visit: last, since, yields: f64::from(posts) / days, posts });
            (newest, posts) = (None, 0);
        }
    }
    points
}

/// Whether what the last days brought stands out.
fn fallen(points: &[Point<'_>], days: i64, past: &Past<'_>) -> Option<Verdict> {
    let newest = points.first()?;
    let since = newest.visit.started_at.plus_days(-days);
    let recent = points.iter().take_while(|point| point.visit.started_at >= since).count();
    let (last, before) = points.split_at_checked(recent.max(LAST.0))?;
    let oldest = last.last().filter(|_| before.len() >= BEFORE.0)?;
    let (now, usual) = (mean(last), mean(before));
    if now > usual * FAR_BELOW {
        return None;
    }
    let yields = |points: &[Point<'_>], most| -> Vec<f64> {
        spread(points, most).iter().map(|point| point.yields).collect()
    };
    let chance = chance_of_lowest(&yields(before, BEFORE.1), &yields(last, LAST.1));
    let seen: f64 = last.iter().map(|point| f64::from(point.posts)).sum();
    let expected = past.pace.posts(oldest.since, newest.visit.started_at);
    let believed = is_own(past) || chance_of_so_few(seen, expected) <= CHANCE;
    if chance > SPAN_CHANCE || !believed {
        return None;
    }
    let began = oldest.visit.started_at;
    let words = if is_own(past) {
        format!("{now:.1} posts a page since {}, {usual:.1} before", day(began))
    } else {
        format!(
            "{now:.1} new posts a day since {}, {usual:.1} before; {seen:.0} in all where the \
             schedule expected {expected:.0}",
            day(began)
        )
    };
    Some(Verdict::Shown(began, evidence(newest.visit, words)))
}

/// Whether visits bring again what they brought before the alarm.
fn goes_on(points: &[Point<'_>], standing: &Standing<'_>, past: &Past<'_>) -> Verdict {
    let before = self::points(standing.before, past);
    let since = standing.alarm.since;
    let last = points.iter().take(GOOD).take_while(|point| point.visit.started_at > since);
    let last: Vec<&Point<'_>> = last.collect();
    let Some(newest) = last.first() else { return Verdict::Undecided };
    // What it used to bring is kept no longer: nothing is left to compare with.
    if before.is_empty() {
        return Verdict::Clear;
    }
    let usual = mean(&before);
    match last.iter().filter(|point| point.yields > usual * FAR_BELOW).count() {
        n if n == GOOD => Verdict::Clear,
        0 => {
            let words = format!("{:.1} at the last visit, {usual:.1} before", newest.yields);
            Verdict::Shown(since, evidence(newest.visit, words))
        }
        _ => Verdict::Undecided,
    }
}

/// At most so many of the points, evenly spread.
fn spread<'p, 'v>(points: &'p [Point<'v>], most: usize) -> Vec<&'p Point<'v>> {
    if points.len() <= most {
        return points.iter().collect();
    }
    (0..most).filter_map(|n| points.get(n * points.len() / most)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of visits")]
fn mean(points: &[Point<'_>]) -> f64 {
    let sum: f64 = points.iter().map(|point| point.yields).sum();
    sum / points.len().max(1) as f64
}

fn day(at: Timestamp) -> String {
    at.utc().format("%-d %b").to_string()
}
