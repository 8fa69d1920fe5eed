//! What can be seen of a world at one moment.

use crate::truth::{AccountTruth, Birth, Ending, NameTruth, PostTruth, Takedown, Truth, Version};
use model::Timestamp;

/// What an account is at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not there yet.
    Unborn,
    /// There.
    Live,
    /// It was there.
    Ended(Ending),
}

impl State {
    /// Whether it is there for everybody.
    pub(crate) const fn is_live(self) -> bool {
        matches!(self, Self::Live)
    }
}

/// A post as it is shown at a moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'w> {
    /// The post.
    pub(crate) post: &'w PostTruth,
    /// The text shown.
    pub(crate) version: &'w Version,
    /// When that text replaced an earlier one.
    pub(crate) edited_at: Option<Timestamp>,
}

/// A world at one moment; everything served follows from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'w> {
    /// What is so.
    pub(crate) truth: &'w Truth,
    /// The moment.
    pub(crate) now: Timestamp,
    takedowns: &'w [Takedown],
}

impl<'w> View<'w> {
    /// The world as it is at `now`, if the desk took those accounts down.
    pub(crate) const fn of(truth: &'w Truth, now: Timestamp, takedowns: &'w [Takedown]) -> Self {
        Self { truth, now, takedowns }
    }

    fn taken_down(&self, key: &str) -> Option<Timestamp> {
        self.takedowns.iter().filter(|t| t.account == key).map(|t| t.at).min()
    }

    /// When the account appears, if it ever does.
    pub(crate) fn born(&self, account: &AccountTruth) -> Option<Timestamp> {
        match &account.born {
            Birth::At(at) => Some(*at),
            Birth::AfterTakedown { of, delay_ms } => Some(self.taken_down(of)?.plus_ms(*delay_ms)),
        }
    }

    /// What the account is now.
    pub(crate) fn state(&self, account: &AccountTruth) -> State {
        if self.born(account).is_none_or(|born| born > self.now) {
            return State::Unborn;
        }
        let own = account.ends.filter(|(at, _)| *at <= self.now);
        let desk = self.taken_down(&account.key).filter(|at| *at <= self.now);
        match (own, desk) {
            (Some((at, ending)), Some(taken)) if at <= taken => State::Ended(ending),
            (_, Some(_)) => State::Ended(Ending::TakenDown),
            (Some((_, ending)), None) => State::Ended(ending),
            (None, None) => State::Live,
        }
    }

    /// The account's name now.
    pub(crate) fn name(&self, account: &'w AccountTruth) -> Option<&'w NameTruth> {
        let past = account.names.iter().rev().find(|name| name.from <= self.now);
        past.or_else(|| account.names.first())
    }

    /// The account of that platform that has this handle now, whether live or ended.
    pub(crate) fn by_handle(&self, platform: &str, handle: &str) -> Option<&'w AccountTruth> {
        self.accounts(platform)
            .find(|a| self.name(a).is_some_and(|n| n.handle.eq_ignore_ascii_case(handle)))
    }

    /// The account of that platform with this number.
    pub(crate) fn by_number(&self, platform: &str, number: &str) -> Option<&'w AccountTruth> {
        self.accounts(platform).find(|account| account.number == number)
    }

    /// The accounts of a platform that have been born.
    pub(crate) fn accounts(&self, platform: &str) -> impl Iterator<Item = &'w AccountTruth> {
        let view = *self;
        let platform = platform.to_owned();
        self.truth.accounts.iter().filter(move |account| {
            account.platform.as_str() == platform && view.state(account) != State::Unborn
        })
    }

    /// The account's posts that exist now, oldest first, whether the account is public or not.
    pub(crate) fn posts(&self, account: &AccountTruth) -> Vec<Shown<'w>> {
        let Some(born) = self.born(account) else { return Vec::new() };
        let first = self.truth.posts.partition_point(|post| post.account < account.key);
        let own = self.truth.posts.get(first..).unwrap_or_default();
        own.iter()
            .take_while(|post| post.account == account.key)
            .filter(|post| post.posted_at >= born)
            .filter_map(|post| self.shown(post))
            .collect()
    }

    /// The post as it is shown now, if it exists.
    pub(crate) fn shown(&self, post: &'w PostTruth) -> Option<Shown<'w>> {
        if post.posted_at > self.now || post.deleted_at.is_some_and(|at| at <= self.now) {
            return None;
        }
        let (first, later) = post.versions.split_first()?;
        let latest = later.iter().rev().find(|version| version.at <= self.now);
        let version = latest.unwrap_or(first);
        Some(Shown { post, version, edited_at: latest.map(|version| version.at) })
    }

    /// A number that grows with a post's age, for counters.
    pub(crate) fn crowd(&self, post: &PostTruth, most: u64) -> u64 {
        let age = self.now.since(post.posted_at).num_minutes().max(0).unsigned_abs();
        let share = crate::chance::fnv(post.native_id.as_bytes()) % most.max(1) + 3;
        share * age / (age + 600)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Plan, World};

    #[test]
    fn nothing_unpublished_deleted_or_replaced_is_shown() {
        let world = World::invent(&Plan { accounts: 50, ..Plan::default() });
        let truth = world.truth_ref();
        for days in [-25, -3, 0, 4, 25] {
            let now = truth.plan.start.plus_days(days);
            let view = View::of(truth, now, &[]);
            for shown in truth.accounts.iter().flat_map(|account| view.posts(account)) {
                assert!(shown.post.posted_at <= now && shown.version.at <= now);
                assert!(shown.post.deleted_at.is_none_or(|at| at > now));
                let newer = shown.post.versions.iter().filter(|v| v.at > shown.version.at);
                assert!(newer.into_iter().all(|version| version.at > now));
            }
        }
    }

    #[test]
    fn readable_posts_grow_with_time_and_leave_out_who_is_closed() {
        let truth = World::invent(&Plan { accounts: 50, ..Plan::default() }).truth();
        let (first, second) = (truth.plan.start.plus_days(-20), truth.plan.start);
        assert!(truth.readable_at(first).len() < truth.readable_at(second).len());
        let owed = truth.owed_at(second);
        assert!(owed.len() * 10 > truth.readable_at(second).len() * 9, "most accounts are listed");
        assert!(owed.iter().all(|post| truth.account(&post.account).unwrap().listed));
        for post in truth.readable_at(second) {
            assert!(truth.account(&post.account).is_some_and(|account| account.collectable));
        }
    }
}
