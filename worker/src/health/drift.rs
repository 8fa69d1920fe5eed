//! Pages that are read, but not as they used to be: complaints that were never there, fields that
//! are empty and never were.

use super::{GOOD, Past, Standing, Verdict, chance_of_only_last, evidence};
use model::Visit;
use std::collections::BTreeSet;

/// How often a code or field may alarm by chance: once in so many visits, if visits are alike.
const CHANCE: f64 = 1e-4;

/// Visits compared with at the most.
const BEFORE: usize = 60;

/// Visits that a change has to last at the most, however little is known from before.
const LAST: usize = 6;

/// A complaint about fewer posts than one in so many says that posts differ, not the page.
const PART: usize = 10;

/// Posts that a visit has to bring before an empty field in all of them means something.
const POSTS: u32 = 3;

/// Complaints about what people do, not about how pages are made.
const OF_PEOPLE: &[&str] = &[
    "name_taken",
    "name_reused",
    "name_differs",
    "post_not_public",
    "link_elsewhere",
    "redirected_away",
    "handle_moved",
    "account_limited",
    "account_suspended",
    "account_closed",
    "account_deactivated",
    "community_closed",
    "topics_capped",
    "label_hide",
];

/// What the visits say.
pub(super) fn verdict(past: &Past<'_>, standing: Option<&Standing<'_>>) -> Verdict {
    let read: Vec<&Visit> = past.visits.iter().filter(|visit| is_read(visit)).collect();
    match standing {
        None => begins(&read),
        Some(standing) => goes_on(&read, standing),
    }
}

fn is_read(visit: &Visit) -> bool {
    visit.outcome.is_some_and(model::VisitOutcome::saw) && visit.posts > 0
}

/// Whether something is in all of the last visits and in none before, more than chance would have
/// it; as few last visits as suffice.
fn begins(read: &[&Visit]) -> Verdict {
    for last in 2..=LAST {
        let Some((last, before)) = read.split_at_checked(last) else { break };
        let before = before.get(..BEFORE).unwrap_or(before);
        if chance_of_only_last(before.len(), last.len()) > CHANCE {
            continue;
        }
        let (Some(newest), Some(oldest)) = (last.first(), last.last()) else { break };
        let found = new_complaint(last, before).or_else(|| emptied(last, before));
        if let Some(what) = found {
            let words = format!(
                "{what} in each of the last {} visits, and in none of {} before",
                last.len(),
                before.len()
            );
            return Verdict::Shown(oldest.started_at, evidence(newest, words));
        }
    }
    Verdict::Clear
}

/// Whether what was new when the alarm began is still there.
fn goes_on(read: &[&Visit], standing: &Standing<'_>) -> Verdict {
    let since = standing.alarm.since;
    let before: Vec<&Visit> = standing.before.iter().filter(|visit| is_read(visit)).collect();
    let last: Vec<&Visit> =
        read.iter().take(GOOD).take_while(|visit| visit.started_at >= since).copied().collect();
    let Some(newest) = last.first() else { return Verdict::Undecided };
    let wrong = |visit: &&Visit| wrong(visit, &before);
    match (wrong(newest), last.iter().filter_map(wrong).count()) {
        (Some(what), _) => Verdict::Shown(since, evidence(newest, format!("{what}, as before"))),
        (None, 0) if last.len() == GOOD => Verdict::Clear,
        (None, _) => Verdict::Undecided,
    }
}

/// What is wrong with one visit, compared with those from when all was well; nothing if none of them
/// are kept any more.
fn wrong(visit: &Visit, before: &[&Visit]) -> Option<String> {
    if before.is_empty() {
        return None;
    }
    new_complaint(&[visit], before).or_else(|| emptied(&[visit], before))
}

fn new_complaint(last: &[&Visit], before: &[&Visit]) -> Option<String> {
    let mut known: BTreeSet<&str> = OF_PEOPLE.iter().copied().collect();
    known.extend(before.iter().flat_map(|visit| visit.complaints.iter().map(|c| c.code.as_str())));
    let newest = last.first()?;
    let codes: BTreeSet<&str> = newest.complaints.iter().map(|one| one.code.as_str()).collect();
    let often = |visit: &&Visit, code: &str| {
        let count = visit.complaints.iter().filter(|one| one.code == code).count();
        count > 0 && count * PART >= visit.posts as usize
    };
    let new = codes.into_iter().filter(|code| !known.contains(code));
    let mut new = new.filter(|code| last.iter().all(|visit| often(visit, code)));
    new.next().map(|code| format!("“{code}” is complained about"))
}

fn emptied(last: &[&Visit], before: &[&Visit]) -> Option<String> {
    let counted = |visits: &[&Visit]| visits.iter().all(|visit| visit.filled.posts > 0);
    if !counted(last) || !counted(before) || last.iter().any(|v| v.filled.posts < POSTS) {
        return None;
    }
    let names = model::Filled::default().fields().map(|(name, _)| name);
    let has = |visit: &Visit, name: &str| {
        visit.filled.fields().into_iter().find(|(one, _)| *one == name).map_or(0, |(_, n)| n)
    };
    let always = |name: &str| before.iter().all(|visit| has(visit, name) == visit.filled.posts);
    let never = |name: &str| last.iter().all(|visit| has(visit, name) == 0);
    let name = names.into_iter().find(|name| always(name) && never(name))?;
    Some(format!("every post lacks its {name}"))
}
