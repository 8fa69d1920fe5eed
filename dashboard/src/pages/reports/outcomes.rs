//! Referrals by state, and what became of those that were sent.

use crate::components::Address;
use crate::failure::Failure;
use crate::frame::words::{number, span, whole};
use crate::house::House;
use model::referral::Outcome;
use model::{Referral, ReferralState};
use store::Paging;

/// Outcomes, in the order they are shown.
const OUTCOMES: [Outcome; 5] = [
    Outcome::Removed,
    Outcome::PartlyRemoved,
    Outcome::Restricted,
    Outcome::StillUp,
    Outcome::CouldNotSee,
];
/// Referrals looked at, last changed first, and how many are read at a time.
const MOST: u32 = 5000;
const STEP: u32 = 200;

/// Figures about referrals.
pub(super) struct Referrals {
    pub(super) total: u64,
    pub(super) states: Vec<StateRow>,
    pub(super) outcomes: Vec<OutcomeRow>,
    /// How many were looked at for their outcome, where not all were.
    pub(super) looked_at: Option<String>,
}

/// Referrals in a state.
pub(super) struct StateRow {
    pub(super) word: &'static str,
    pub(super) href: String,
    pub(super) referrals: String,
}

/// Referrals of an outcome.
pub(super) struct OutcomeRow {
    pub(super) words: &'static str,
    pub(super) referrals: String,
    /// Half of them were decided within this time.
    pub(super) median: String,
}

/// Counts all referrals on record.
pub(super) async fn of(house: &House) -> Result<Referrals, Failure> {
    let store = &house.parts.store;
    let mut states = Vec::with_capacity(ReferralState::ALL.len());
    let mut total = 0;
    for state in ReferralState::ALL {
        let listed = store.referrals(Some(state), Paging::first(1)).await?;
        total += listed.total;
        states.push(StateRow {
            word: state.word(),
            href: Address::new("/referrals").with("state", state.word()).to_string(),
            referrals: number(listed.total),
        });
    }
    let all = latest(house).await?;
    let looked_at = (whole(all.len()) < total).then(|| number(whole(all.len())));
    let outcomes = OUTCOMES.into_iter().filter_map(|outcome| row(outcome, &all)).collect();
    Ok(Referrals { total, states, outcomes, looked_at })
}

async fn latest(house: &House) -> Result<Vec<Referral>, Failure> {
    let mut all = Vec::new();
    for step in 0..MOST / STEP {
        let paging = Paging { offset: step * STEP, limit: STEP };
        let listed = house.parts.store.referrals(None, paging).await?;
        all.extend(listed.rows);
        if whole(all.len()) >= listed.total {
            break;
        }
    }
    Ok(all)
}

fn row(outcome: Outcome, all: &[Referral]) -> Option<OutcomeRow> {
    let of: Vec<&Referral> =
        all.iter().filter(|one| one.outcome.is_some_and(|(known, _)| known == outcome)).collect();
    if of.is_empty() {
        return None;
    }
    let spans = of.iter().filter_map(|one| {
        let (sent, (_, found)) = (one.receipt.as_ref()?.at, one.outcome?);
        Some(found.since(sent).num_milliseconds().max(0))
    });
    let median = median(spans.collect());
    Some(OutcomeRow {
        words: outcome.words(),
        referrals: number(whole(of.len())),
        median: median.map(span).unwrap_or_default(),
    })
}

/// The middle of the list; the mean of both middles where there are two.
fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    let high = all.get(all.len() / 2).copied()?;
    if all.len().is_multiple_of(2) {
        let low = all.get(all.len() / 2 - 1).copied()?;
        return Some(i64::midpoint(low, high));
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_them_were_quicker_than_the_median() {
        let check = |all: &[i64], expect: Option<i64>| assert_eq!(median(all.to_vec()), expect);
        check(&[], None);
        check(&[7], Some(7));
        check(&[90, 10], Some(50));
        check(&[600, 10, 90], Some(90));
        assert_eq!(span(59 * 60_000), "under 1 h");
        assert_eq!(span((26 * 60 + 10) * 60_000), "26 h");
        assert_eq!(span(12 * 86_400_000), "12 days");
    }
}
