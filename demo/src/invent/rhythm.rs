//! When they write: by day and night of their zone, in campaigns, with silences.

use super::Member;
use crate::chance::Chance;
use crate::plan::Plan;
use crate::truth::{Birth, Role};
use model::Timestamp;
use std::collections::BTreeSet;

const HOUR_MS: i64 = 3_600_000;
/// How much is written in each hour of a local day by people who advertise: late.
const EVENING: [u32; 24] =
    [5, 3, 2, 1, 1, 0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 9, 11, 13, 13, 11, 8];
/// The same for offices.
const OFFICE: [u32; 24] =
    [0, 0, 0, 0, 0, 0, 2, 6, 10, 12, 11, 10, 6, 8, 10, 9, 8, 6, 4, 2, 2, 1, 1, 0];
/// The same for people at home.
const HOME: [u32; 24] = [2, 1, 0, 0, 0, 1, 3, 6, 6, 5, 4, 5, 7, 6, 4, 4, 5, 7, 9, 10, 11, 9, 6, 4];

/// The moments at which a member posts, in order, none twice.
pub(crate) fn times(plan: &Plan, member: &Member) -> Vec<Timestamp> {
    let account = &member.account;
    let mut chance = Chance::of(plan.seed, &format!("rhythm/{}", account.key));
    let campaign = campaign(plan, account.role, &mut chance);
    let zone = i64::from(account.zone);
    let days = i64::from(plan.history_days) + i64::from(plan.future_days);
    let mut times = BTreeSet::new();
    for day in 0..days {
        let midnight = plan.beginning().plus_days(day).plus_ms(-zone * HOUR_MS);
        let busy = campaign.iter().any(|(from, to)| (*from..*to).contains(&day));
        let count = chance.count(if busy { member.rate * 3 } else { member.rate });
        for _ in 0..count {
            let hour = i64::try_from(chance.weighted(hours(account.role))).unwrap_or(12);
            let at = midnight.plus_ms(hour * HOUR_MS + chance.between(0, HOUR_MS - 1));
            times.insert(at);
            // Advertisers often repeat themselves within minutes.
            if busy && chance.percent(30) {
                times.insert(at.plus_ms(chance.between(60_000, 1_200_000)));
            }
        }
    }
    let born = match &account.born {
        Birth::At(at) => *at,
        Birth::AfterTakedown { .. } => plan.start,
    };
    let ended = account.ends.map_or(plan.end(), |(at, _)| at);
    let silent =
        |at: Timestamp| account.silences.iter().any(|(from, to)| (*from..*to).contains(&at));
    let posts = |at: &Timestamp| *at >= born && *at < ended && !silent(*at);
    let (past, future): (Vec<Timestamp>, Vec<Timestamp>) =
        times.into_iter().filter(posts).partition(|at| *at <= plan.start);
    let skip = past.len().saturating_sub(member.most);
    past.into_iter().skip(skip).chain(future).collect()
}

const fn hours(role: Role) -> &'static [u32; 24] {
    match role {
        Role::Advertiser => &EVENING,
        Role::Newsroom | Role::Business => &OFFICE,
        Role::Seeker | Role::Neighbour => &HOME,
    }
}

/// Days, counted from the beginning, on which a campaign runs.
fn campaign(plan: &Plan, role: Role, chance: &mut Chance) -> Vec<(i64, i64)> {
    if role != Role::Advertiser {
        return Vec::new();
    }
    let now = i64::from(plan.history_days);
    let days = now + i64::from(plan.future_days);
    let first = chance.between(0, now.max(1) - 1);
    let second = chance.between(now, days.max(now + 1) - 1);
    vec![(first, first + chance.between(1, 4)), (second, second + chance.between(1, 3))]
}
