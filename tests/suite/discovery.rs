//! From what an advert names to a place that is watched, and back where it was a mistake.

use crate::postgres::databases;
use demo::Plan;
use demo::truth::{Form, Role};
use model::source::SourceAddress;
use model::{CandidateState, Label, Source, SourceState, Timestamp};
use std::collections::BTreeSet;
use store::Paging;
use tests::House;
use worker::discovering::{leads_of, named_in};

fn plan() -> Plan {
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    Plan { accounts: 150, history_days: 30, future_days: 3, ..Plan::starting(start) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_adverts_name_is_proposed_watched_and_given_up_where_nothing_is_offered() {
    for url in databases("discovery").await {
        let mut house = House::build(plan(), url.as_deref()).await.expect("the house is up");
        // A few advertisers, a newspaper and somebody who asks: all channels, all forward others.
        for role in [Role::Advertiser, Role::Newsroom, Role::Seeker] {
            for handle in channels(&house, role).into_iter().take(5) {
                let address = house.shop.platforms.recognise(&format!("@{handle}"));
                watch(&house, address.expect("a channel")).await;
            }
        }
        house.pass(0).await.expect("the first round");
        let proposed = only_offers_propose(&house).await;
        assert!(!proposed.is_empty());
        house.shop.options.accept_from_percent = 1;
        house.shop.options.accept_per_day = 5;
        for _ in 0..4 {
            house.pass(60).await.expect("an hour");
        }
        let accepted = house.shop.store.candidates(CandidateState::Accepted, Paging::first(99));
        let accepted = accepted.await.expect("candidates").rows;
        let used = house.shop.store.accepted_by_score_since(house.now().plus_days(-1));
        assert!(used.await.expect("a count") <= 5, "the budget holds");
        for candidate in &accepted {
            let source = house.shop.store.source(candidate.id).await.expect("an answer");
            let source = source.expect("it is watched");
            assert_eq!(source.state, SourceState::Active);
            if let Some(account) = source.account {
                let account = house.shop.store.account(account).await.expect("an answer");
                let account = account.expect("its account");
                assert!(account.offers > 0 || account.posts < 5, "{} posts", account.posts);
            }
        }
    }
}

/// Every lead hangs on an offer, although other posts name places too. What is proposed.
async fn only_offers_propose(house: &House) -> Vec<SourceAddress> {
    let store = &house.shop.store;
    let (mut others, mut offered) = (0, BTreeSet::new());
    for change in store.changes_after(0, 100_000).await.expect("changes") {
        let view = store.post(change.post).await.expect("an answer").expect("a post");
        let leads = leads_of(&view, &house.shop.platforms);
        if view.label() == Some(Label::Offer) {
            offered.extend(leads.iter().map(|lead| lead.address.id()));
        } else {
            assert!(leads.is_empty());
            others += named_in(&view, &house.shop.platforms).len();
        }
    }
    assert!(others > 0, "other posts name places too");
    let listed = store.candidates(CandidateState::Proposed, Paging::first(999)).await;
    let rows = listed.expect("candidates").rows;
    assert!(rows.iter().all(|candidate| offered.contains(&candidate.id)));
    rows.into_iter().map(|candidate| candidate.address).collect()
}

async fn watch(house: &House, address: SourceAddress) {
    let host = house.shop.platforms.host(&address);
    let source = Source::new(address, host, house.now(), house.now().plus_days(365));
    house.shop.store.add_source(&source).await.expect("watched");
}

/// Handles of the readable channels of that role.
fn channels(house: &House, role: Role) -> Vec<String> {
    let truth = house.world.truth();
    let of = truth.accounts.iter().filter(|account| {
        account.form == Form::Channel
            && account.role == role
            && account.collectable
            && account.listed
    });
    of.filter_map(|account| Some(account.names.first()?.handle.to_lowercase())).collect()
}
