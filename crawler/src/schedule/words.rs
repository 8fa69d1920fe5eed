//! The schedule explained.

use super::habits::Habits;
use super::pool::Pool;
use std::fmt::Write as _;

/// So many posts must be known before hours of the day are named.
const ENOUGH: f32 = 8.0;

/// Share of the posts that the named hours hold.
const MOST: f32 = 0.6;

/// More hours than this are no habit.
const WIDEST: usize = 10;

/// A source is called silent from this probability on.
const SURE: f64 = 0.5;

/// What a source does, such as "posts about 3 a day, mostly 18–22 h UTC", and what else decides.
pub(super) fn habit(habits: &Habits, missed: bool, busy: bool, pool: &Pool) -> String {
    let per_day = habits.per_day(pool);
    let mut text = if habits.newest == 0 {
        "no post seen yet".to_owned()
    } else {
        format!("posts about {}", rate(per_day))
    };
    if let Some((from, to)) = busy_hours(habits.week.hours()) {
        let _ = write!(text, ", mostly {from}–{to} h UTC");
    }
    let silent = habits.silent_days();
    if silent >= 1.0 && habits.silence() >= SURE {
        let days = if silent < 1.5 { "a day".to_owned() } else { format!("{silent:.0} days") };
        let _ = write!(text, ", probably fallen silent: nothing for {days}");
    } else if habits.excited > per_day.max(1.0) {
        text.push_str(", more at the moment");
    }
    if missed {
        text.push_str("; a limit kept older posts back");
    }
    if busy {
        text.push_str("; the host is busy");
    }
    text
}

fn rate(per_day: f64) -> String {
    if per_day >= 1.5 {
        format!("{per_day:.0} a day")
    } else if per_day >= 0.75 {
        "once a day".to_owned()
    } else if per_day * 7.0 >= 1.5 {
        format!("{:.0} a week", per_day * 7.0)
    } else if per_day * 7.0 >= 0.75 {
        "once a week".to_owned()
    } else {
        format!("once in {:.0} days", (1.0 / per_day.max(1e-4)).min(999.0))
    }
}

/// The shortest run of hours (around midnight too) that holds most posts; nothing if there are too
/// few posts or no such run. The second number is where the run ends, exclusive.
fn busy_hours(hours: &[f32]) -> Option<(usize, usize)> {
    let total: f32 = hours.iter().sum();
    if total < ENOUGH || hours.len() != 24 {
        return None;
    }
    let held =
        |from: usize, width: usize| -> f32 { hours.iter().cycle().skip(from).take(width).sum() };
    (1..=WIDEST).find_map(|width| {
        let from = (0..24).max_by(|a, b| held(*a, width).total_cmp(&held(*b, width)))?;
        (held(from, width) >= MOST * total).then_some((from, (from + width) % 24))
    })
}

/// A time span as people say it: `40 min`, `2 h`, `3 days`.
pub(super) fn span(ms: i64) -> String {
    let minutes = (ms + 30_000) / 60_000;
    match minutes {
        ..=0 => "under a minute".to_owned(),
        1..=89 => format!("{minutes} min"),
        90..=2879 => format!("{} h", (minutes + 30) / 60),
        _ => format!("{} days", (minutes + 720) / 1440),
    }
}
