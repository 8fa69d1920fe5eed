//! How opinions change from week to week.

use crate::failure::Failure;
use crate::frame::when::date;
use crate::frame::words::number;
use crate::house::House;
use classifier::evaluate::stability_index;
use store::Week;

/// Weeks shown.
const WEEKS: i64 = 12;
/// Weeks that a week is compared with.
const BEFORE: usize = 4;

/// One week.
pub(super) struct WeekRow {
    pub(super) begins: String,
    pub(super) posts: String,
    pub(super) unsure: String,
    pub(super) unknown: String,
    /// Population stability index against the weeks before; empty for the first one.
    pub(super) drift: String,
    pub(super) words: &'static str,
}

/// The last weeks, the latest first.
pub(super) async fn of(house: &House) -> Result<Vec<WeekRow>, Failure> {
    let since = house.now().plus_days(-7 * WEEKS);
    let weeks = house.parts.store.weeks_of_scores(since).await?;
    let mut rows: Vec<WeekRow> =
        weeks.iter().enumerate().map(|(at, week)| row(week, weeks.get(..at))).collect();
    rows.reverse();
    Ok(rows)
}

fn row(week: &Week, earlier: Option<&[Week]>) -> WeekRow {
    let mut before = [0; 10];
    for one in earlier.unwrap_or_default().iter().rev().take(BEFORE) {
        for (sum, posts) in before.iter_mut().zip(one.steps) {
            *sum += posts;
        }
    }
    let index = stability_index(&before, &week.steps);
    let share = |part: u64| format!("{} %", (part * 100 + week.posts / 2) / week.posts.max(1));
    WeekRow {
        begins: date(week.begins),
        posts: number(week.posts),
        unsure: share(week.unsure),
        unknown: share(week.unknown),
        drift: index.map(|index| format!("{index:.2}")).unwrap_or_default(),
        words: match index {
            None => "",
            Some(index) if index < 0.1 => "much alike",
            Some(index) if index <= 0.25 => "somewhat changed",
            Some(_) => "much changed",
        },
    }
}
