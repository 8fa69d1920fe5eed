//! Watches what becomes of what was referred.

use super::Job;
use crate::Workshop;
use crate::checking::{look_at_account, look_at_post};
use model::{Action, Outcome, PresenceState, Referral, ReferralState, Timestamp};

/// The job.
#[derive(Debug)]
pub(super) struct CheckOutcomes;

/// The one of this file.
pub(super) const JOB: CheckOutcomes = CheckOutcomes;

#[async_trait::async_trait]
impl Job for CheckOutcomes {
    fn name(&self) -> &'static str {
        "check_outcomes"
    }

    fn help(&self) -> &'static str {
        "looks at referred accounts and posts until they are gone or the deadline passes"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        if shop.stopped().await? {
            return Ok(0);
        }
        let mut checked = 0;
        for referral in shop.store.referrals_to_check(shop.now()).await? {
            if is_due(shop, &referral) {
                check(shop, referral).await?;
                checked += 1;
            }
        }
        Ok(checked)
    }
}

/// Due when the last change is as long ago as two looks must be apart.
fn is_due(shop: &Workshop, referral: &Referral) -> bool {
    shop.now().ms() - referral.changed_at.ms() >= shop.options.looks_apart_ms
}

async fn check(shop: &Workshop, mut referral: Referral) -> anyhow::Result<()> {
    let before = referral.changed_at;
    if let Some(account) = shop.store.account(referral.account).await? {
        look_at_account(shop, &account).await?;
    }
    for view in shop.store.posts_by_ids(&referral.posts).await? {
        if view.post.presence.state != PresenceState::Gone {
            look_at_post(shop, &view).await?;
        }
    }
    let account = shop.store.account(referral.account).await?.map(|a| a.presence.state);
    let posts: Vec<_> = shop
        .store
        .posts_by_ids(&referral.posts)
        .await?
        .iter()
        .map(|view| view.post.presence.state)
        .collect();
    let now = shop.now();
    let found = outcome(account, &posts, referral.deadline, now);
    referral.changed_at = now;
    if let Some((outcome, last)) = found {
        let news = referral.outcome.map(|(known, _)| known) != Some(outcome);
        if news {
            referral.outcome = Some((outcome, now));
        }
        if last {
            referral.state = ReferralState::Closed;
        }
        if news || last {
            let id = referral.id.to_string();
            shop.enter(Action::Outcome, "referral", &id, outcome.words()).await?;
        }
    }
    shop.store.save_referral(&referral, Some(before)).await?;
    Ok(())
}

/// What became of it, and whether that is the last word.
fn outcome(
    account: Option<PresenceState>,
    posts: &[PresenceState],
    deadline: Option<Timestamp>,
    now: Timestamp,
) -> Option<(Outcome, bool)> {
    use PresenceState::{Gone, Restricted};
    let over = deadline.is_some_and(|end| now >= end);
    let gone = posts.iter().filter(|state| **state == Gone).count();
    match account {
        Some(Gone) => Some((Outcome::Removed, true)),
        _ if !posts.is_empty() && gone == posts.len() => Some((Outcome::Removed, true)),
        Some(Restricted) => Some((Outcome::Restricted, over)),
        _ if gone > 0 => Some((Outcome::PartlyRemoved, over)),
        None => over.then_some((Outcome::CouldNotSee, true)),
        Some(_) => over.then_some((Outcome::StillUp, true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PresenceState::{Gone, GoneCandidate, Live, Restricted};

    fn check(
        account: Option<PresenceState>,
        posts: &[PresenceState],
        over: bool,
        expect: Option<(Outcome, bool)>,
    ) {
        let now = Timestamp::from_ms(10);
        let deadline = Some(Timestamp::from_ms(if over { 10 } else { 20 }));
        assert_eq!(outcome(account, posts, deadline, now), expect, "{account:?} {posts:?} {over}");
    }

    #[test]
    fn only_confirmed_absence_counts_as_removed() {
        check(Some(Gone), &[Live], false, Some((Outcome::Removed, true)));
        check(Some(Live), &[Gone, Gone], false, Some((Outcome::Removed, true)));
        check(Some(GoneCandidate), &[GoneCandidate], false, None);
        check(Some(Live), &[Gone, Live], false, Some((Outcome::PartlyRemoved, false)));
        check(Some(Restricted), &[Live], false, Some((Outcome::Restricted, false)));
        check(Some(Live), &[Live], false, None);
        check(Some(Live), &[Live], true, Some((Outcome::StillUp, true)));
        check(None, &[], true, Some((Outcome::CouldNotSee, true)));
    }
}
