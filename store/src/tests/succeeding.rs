//! Accounts that are gone, and those that may have come in their place.

use super::*;
use crate::{NamedLike, Reappearance};
use model::{CandidateState, Likeness, Succession, SuccessionState};

/// Account `g` with an offer is confirmed gone at minute 100; `n` offers from minute 160 on.
async fn one_goes_and_another_comes(store: &Store) -> (AccountId, AccountId) {
    let gone = account_id("g");
    Page::new(1)
        .account(profile("g", "ways_a"))
        .post(by("g", post("g/1", "boats")))
        .record(store)
        .await;
    for (minute, witness) in [(100, Witness::Listing), (130, Witness::AccountPage)] {
        let subject = Subject::Account(gone);
        Page::new(minute).found(subject, Finding::Missing, witness).record(store).await;
    }
    let mut first = by("n", post("n/1", "boats"));
    first.posted_at = Some(at(160));
    Page::new(170).account(profile("n", "ways_b")).post(first).record(store).await;
    let opinions = [opinion("g/1", Label::Offer, 0.9), opinion("n/1", Label::Offer, 0.9)];
    store.save_assessments(&opinions, at(171)).await.unwrap();
    (gone, account_id("n"))
}

fn succession(gone: AccountId, next: AccountId, score: f32) -> Succession {
    Succession {
        gone,
        next,
        score,
        likenesses: vec![Likeness::Time { hours: 1 }],
        gone_at: at(100),
        first_post: at(160),
        state: SuccessionState::Proposed,
        decided: None,
        reason: String::new(),
        found_at: at(180),
        expires_at: at(180).plus_days(90),
    }
}

fn place(key: &str) -> SourceAddress {
    source(key, "channels.example:443", 0).address
}

#[tokio::test]
async fn who_is_gone_and_offered_is_searched_for_until_the_next_time() {
    each(async |store| {
        let (gone, next) = one_goes_and_another_comes(&store).await;
        let due = store.to_succeed(at(180), 9).await.unwrap();
        assert_eq!(due.iter().map(|one| one.id).collect::<Vec<_>>(), [gone]);
        assert_eq!(due[0].presence.since, at(100));
        let shared = store.contacts_shared_with(gone).await.unwrap();
        assert_eq!(shared.len(), 1);
        assert_eq!((shared[0].account, shared[0].accounts), (next, 2));
        assert_eq!(store.fingerprints_of(gone, 5).await.unwrap(), [[1, u64::MAX]]);
        let platform = platform();
        let like = NamedLike { platform: &platform, stem: "Ways_", picture: None };
        let named = store.accounts_named_like(&like).await.unwrap();
        assert_eq!(named.len(), 2, "an underscore stands for itself");
        let like = NamedLike { stem: "wayss", picture: Some("a.jpg"), ..like };
        assert_eq!(store.accounts_named_like(&like).await.unwrap().len(), 2);
        let like = NamedLike { stem: "wayss", picture: None, ..like };
        assert!(store.accounts_named_like(&like).await.unwrap().is_empty());
        assert_eq!(store.first_posts(&[next]).await.unwrap()[&next], at(160));
        store.save_successions(gone, &[], at(300)).await.unwrap();
        assert!(store.to_succeed(at(299), 9).await.unwrap().is_empty());
        assert_eq!(store.to_succeed(at(300), 9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_successor_is_proposed_where_it_fits_best_and_a_decision_stays() {
    each(async |store| {
        let (gone, next) = one_goes_and_another_comes(&store).await;
        Page::new(1).post(by("h", post("h/1", "lorries"))).record(&store).await;
        let other = account_id("h");
        let save = async |gone, score| {
            let found = [succession(gone, next, score)];
            store.save_successions(gone, &found, at(300)).await.unwrap();
        };
        save(other, 0.6).await;
        save(gone, 0.8).await;
        save(other, 0.6).await;
        let open = store.successions(SuccessionState::Proposed, ALL).await.unwrap().rows;
        assert_eq!(open.iter().map(|one| one.gone).collect::<Vec<_>>(), [gone]);
        assert_eq!(open[0], succession(gone, next, 0.8));
        let ada = PersonId::of(&["ada"]);
        let decide = async |state, why| {
            store.decide_succession((gone, next), state, ada, why, at(200)).await.unwrap()
        };
        assert!(decide(SuccessionState::Rejected, "another price").await);
        save(gone, 0.9).await;
        let kept = store.successions_of(gone).await.unwrap();
        assert_eq!((kept.len(), kept[0].state), (1, SuccessionState::Rejected));
        assert_eq!(kept[0].reason, "another price");
        save(other, 0.6).await;
        assert_eq!(store.successions_of(next).await.unwrap().len(), 2, "now it fits the other");
        assert!(decide(SuccessionState::Confirmed, "").await);
        store.save_successions(gone, &[], at(400)).await.unwrap();
        let kept = store.successions_of(gone).await.unwrap();
        assert_eq!((kept[0].decided, kept[0].score), (Some((ada, at(200))), 0.9));
        let figures =
            Reappearance { gone: 1, replaced: 1, proposed: 1, median_ms: Some(60 * 60_000) };
        assert_eq!(store.reappearance().await.unwrap(), figures);
        assert!(decide(SuccessionState::Proposed, "").await);
        assert_eq!(store.successions_of(gone).await.unwrap()[0].decided, None);
    })
    .await;
}

#[tokio::test]
async fn a_confirmed_successor_is_a_candidate_until_it_is_taken_back() {
    each(async |store| {
        let (gone, _) = one_goes_and_another_comes(&store).await;
        let place = place("ways_b");
        assert!(store.propose_successor(&place, gone, at(200)).await.unwrap());
        let proposed = store.candidate(place.id()).await.unwrap().unwrap();
        assert_eq!((proposed.replaces, proposed.state), (Some(gone), CandidateState::Proposed));
        assert!(proposed.score > 0.5);
        store.withdraw_successor(&place).await.unwrap();
        assert_eq!(store.candidate(place.id()).await.unwrap(), None);
        let watched = Source::new(place.clone(), "x.example:443".to_owned(), at(0), at(9_999_999));
        store.add_source(&watched).await.unwrap();
        assert!(!store.propose_successor(&place, gone, at(201)).await.unwrap(), "watched already");
    })
    .await;
}

#[tokio::test]
async fn what_was_found_goes_with_the_accounts() {
    each(async |store| {
        let (gone, next) = one_goes_and_another_comes(&store).await;
        let found = [succession(gone, next, 0.8)];
        store.save_successions(gone, &found, at(300)).await.unwrap();
        store.expire(at(200).plus_days(120)).await.unwrap();
        assert_eq!(store.successions_of(gone).await.unwrap().len(), 1, "renewed with its account");
        store.expire(at(200).plus_days(2000)).await.unwrap();
        assert!(store.account(gone).await.unwrap().is_none());
        assert!(store.successions_of(next).await.unwrap().is_empty());
    })
    .await;
}
