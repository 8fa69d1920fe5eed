//! An account is taken down, comes back under another name, and is recognised.

use crate::postgres::databases;
use demo::Plan;
use model::{CandidateState, PersonId, PresenceState, SuccessionState};
use store::Paging;
use tests::House;
use tests::returns::Roll;

fn plan() -> Plan {
    let start = Plan::default().start;
    // Two are taken down in this world, one with its number and one without, among their partners.
    Plan {
        seed: 11,
        accounts: 24,
        advertisers_percent: 90,
        history_days: 8,
        future_days: 7,
        ..Plan::starting(start)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_under_another_name_is_proposed_and_a_person_decides() {
    for url in databases("successors").await {
        let house = House::build(plan(), url.as_deref()).await.expect("the house is up");
        let mut roll = Roll::default();
        for _ in 0..13 {
            roll.call(&house).await.expect("everybody is watched");
            house.pass(12 * 60).await.expect("half a day");
        }
        let found = roll.compare(&house).await.expect("figures");
        println!("{found:?}");
        assert!(found.planted > 0 && found.first == found.planted, "{found:?}");
        assert_eq!(found.wrong, 0, "{found:?}");
        a_person_decides(&house).await;
    }
}

async fn a_person_decides(house: &House) {
    let store = &house.shop.store;
    let proposed = store.successions(SuccessionState::Proposed, Paging::first(9)).await;
    let one = proposed.expect("successions").rows.into_iter().next().expect("one");
    let accounts = store.accounts_by_ids(&[one.gone, one.next]).await.expect("accounts");
    assert_eq!(accounts[0].presence.state, PresenceState::Gone);
    assert!(accounts.iter().all(|account| account.offers > 0));
    let took = one.reappeared_ms().expect("it came after");
    assert_eq!(took, one.first_post.ms() - accounts[0].presence.since.ms());
    let before = store.reappearance().await.expect("figures");
    assert_eq!((before.replaced, before.median_ms), (0, None), "nothing is confirmed by itself");
    let (ada, pair) = (PersonId::of(&["ada"]), (one.gone, one.next));
    let confirmed = SuccessionState::Confirmed;
    let entered = store.decide_succession(pair, confirmed, ada, "the same number", house.now());
    assert!(entered.await.expect("entered"));
    let figures = store.reappearance().await.expect("figures");
    assert_eq!((figures.replaced, figures.median_ms), (1, Some(took)));
    let place = house.shop.platforms.place_of(&accounts[1]).expect("its own place");
    let watched = store.source(place.id()).await.expect("an answer").is_some();
    let new = store.propose_successor(&place, one.gone, house.now()).await.expect("proposed");
    assert_eq!(new, !watched, "what is watched is not proposed");
    let open = store.candidates(CandidateState::Proposed, Paging::first(99)).await;
    let open = open.expect("candidates").rows;
    assert_eq!(open.iter().any(|candidate| candidate.replaces == Some(one.gone)), new);
    house.pass(24 * 60).await.expect("a day");
    let kept = store.successions_of(one.gone).await.expect("successions");
    assert_eq!(kept[0].state, confirmed, "looking again changes no decision");
    assert!(store.referrals_of(one.next).await.expect("referrals").is_empty());
}
