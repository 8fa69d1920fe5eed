//! Erasing what may not be kept.

use super::casework::referral;
use super::*;
use crate::Expired;
use model::audit::{Deed, first_break};
use model::{Action, Case, CaseId, CaseState, ReferralState};

/// A seeker's post, kept for 30 days, and an offer of another account.
async fn two_posts(store: &Store) {
    Page::new(1).post(post("a/1", "one")).post(by("b", post("b/1", "two"))).record(store).await;
    let opinions = [opinion("a/1", Label::Seeker, 0.1), opinion("b/1", Label::Offer, 0.9)];
    store.save_assessments(&opinions, at(2)).await.unwrap();
}

fn day(number: i64) -> Timestamp {
    at(1).plus_days(number)
}

fn holding(accounts: Vec<AccountId>, posts: Vec<PostId>) -> Case {
    Case {
        id: CaseId::of(&["case"]),
        title: "case".to_owned(),
        summary: String::new(),
        owner: PersonId::of(&["ada"]),
        state: CaseState::Open,
        accounts,
        posts,
        notes: vec![],
        opened_at: at(0),
        changed_at: at(0),
        expires_at: at(0).plus_days(2000),
    }
}

#[tokio::test]
async fn a_post_past_its_time_goes_with_all_that_hangs_on_it() {
    each(async |store| {
        two_posts(&store).await;
        store.add_review(&review("r", "a/1", 3, Label::Seeker)).await.unwrap();
        assert_eq!(store.expire(day(29)).await.unwrap(), Expired::default());
        let seq = store.latest_seq().await.unwrap();
        let expired = store.expire(day(30)).await.unwrap();
        assert_eq!((expired.posts, expired.accounts, expired.held), (1, 0, 0));
        assert_eq!(store.post(post_id("a/1")).await.unwrap(), None);
        let changed = store.changes_after(seq, 9).await.unwrap();
        let changed: Vec<_> = changed.iter().map(|c| (c.post, c.erased)).collect();
        assert_eq!(changed, [(post_id("a/1"), true)]);
        let text = dump(&store).await;
        let mentions = text.lines().filter(|line| line.contains(&post_id("a/1").to_string()));
        assert_eq!(mentions.count(), 1, "nothing but the change that tells of the erasure");
        let later = store.expire(day(91)).await.unwrap();
        assert_eq!((later.posts, later.accounts), (0, 1), "its account followed on its own");
        assert!(store.post(post_id("b/1")).await.unwrap().is_some(), "the offer is still there");
    })
    .await;
}

#[tokio::test]
async fn a_post_that_is_seen_again_is_kept_longer_with_its_history() {
    each(async |store| {
        two_posts(&store).await;
        let minutes_of_a_month = 29 * 24 * 60;
        Page::new(minutes_of_a_month).post(post("a/1", "one")).record(&store).await;
        assert_eq!(store.expire(day(40)).await.unwrap().posts, 0);
        assert_eq!(store.revisions(post_id("a/1")).await.unwrap().len(), 1);
        let late = store.expire(day(200)).await.unwrap();
        assert_eq!((late.posts, late.accounts), (1, 1));
        assert!(late.captures >= 1, "{late:?}");
        let subject = Subject::Post(post_id("b/1"));
        assert_eq!(store.captures_of(subject).await.unwrap().len(), 1, "still evidence");
    })
    .await;
}

#[tokio::test]
async fn an_open_case_holds_its_posts_and_the_offers_of_its_accounts() {
    each(async |store| {
        two_posts(&store).await;
        let mut case = holding(vec![account_id("b")], vec![post_id("a/1")]);
        store.save_case(&case).await.unwrap();
        store.add_review(&review("r", "a/1", 3, Label::Seeker)).await.unwrap();
        let expired = store.expire(day(1100)).await.unwrap();
        assert_eq!((expired.posts, expired.accounts), (0, 0));
        assert_eq!(expired.held, 3, "two posts and the account named");
        case.state = CaseState::Closed;
        store.save_case(&case).await.unwrap();
        let expired = store.expire(day(1100)).await.unwrap();
        assert_eq!((expired.posts, expired.held), (2, 0));
        assert_eq!(store.reviews_of(post_id("a/1")).await.unwrap().len(), 1, "part of the case");
        let late = store.expire(day(2001)).await.unwrap();
        assert_eq!(late.cases, 1);
        assert!(store.reviews_of(post_id("a/1")).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_open_referral_holds_what_it_names() {
    each(async |store| {
        two_posts(&store).await;
        let mut one = referral("one", 1);
        store.save_referral(&one, None).await.unwrap();
        let expired = store.expire(day(1100)).await.unwrap();
        assert_eq!((expired.posts, expired.accounts, expired.referrals), (1, 1, 0));
        assert!(store.post(post_id("a/1")).await.unwrap().is_some());
        one.state = ReferralState::Withdrawn;
        store.save_referral(&one, Some(one.changed_at)).await.unwrap();
        let expired = store.expire(day(1100)).await.unwrap();
        assert_eq!((expired.posts, expired.accounts, expired.referrals), (1, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn traces_of_operation_end_and_the_audit_chain_is_shortened_from_its_beginning() {
    each(async |store| {
        store.save_session("s", "{}", at(5)).await.unwrap();
        let deed = Deed {
            actor: None,
            action: Action::Expire,
            record: "post".to_owned(),
            record_id: String::new(),
            reason: "past their time".to_owned(),
        };
        for number in [0, 1, 2] {
            store.enter(deed.clone(), day(number)).await.unwrap();
        }
        let expired = store.expire(day(2556)).await.unwrap();
        assert_eq!((expired.sessions, expired.audit), (1, 2));
        store.enter(deed.clone(), day(2556)).await.unwrap();
        let chain = store.audit_chain(0, 9).await.unwrap();
        assert_eq!(chain.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(first_break(&chain), None);
        assert_eq!(store.expire(day(9000)).await.unwrap().audit, 2);
        let next = store.enter(deed, day(9000)).await.unwrap();
        assert_eq!((next.seq, next.previous), (5, chain[1].hash.clone()), "and goes on");
    })
    .await;
}
