//! What processes agree on about hosts.

use super::*;
use crate::{NoteHost, ReserveHost, Reserved};

const HOST: &str = "channels.example";

fn wish(holder: &str, now: Timestamp) -> ReserveHost<'_> {
    ReserveHost {
        host: HOST,
        holder,
        now,
        interval_ms: 3_000,
        burst: 1,
        alone: true,
        busy_ms: 35_000,
        most_ms: 30_000,
    }
}

fn ended(holder: &str, now: Timestamp) -> NoteHost<'_> {
    NoteHost { host: HOST, holder, now, ended: true, not_before: now, hold: None, slow: 0 }
}

fn sent(at: Timestamp) -> Reserved {
    Reserved::At { at, slow: 0 }
}

#[tokio::test]
async fn requests_of_all_processes_come_one_by_one_and_at_one_pace() {
    each(async |store| {
        let now = at(0);
        let reserve = async |holder, now| store.reserve_host(&wish(holder, now)).await.unwrap();
        assert_eq!(reserve("a", now).await, sent(now));
        assert_eq!(reserve("b", now.plus_ms(10)).await, Reserved::Busy);
        store.note_host(&ended("b", now)).await.unwrap();
        assert_eq!(reserve("b", now.plus_ms(10)).await, Reserved::Busy, "not b's to end");
        store.note_host(&ended("a", now)).await.unwrap();
        assert_eq!(reserve("b", now.plus_ms(10)).await, sent(now.plus_ms(3_000)));
        // Nothing was heard of b's request for as long as it may take.
        assert_eq!(reserve("a", now.plus_ms(37_999)).await, Reserved::Busy);
        assert_eq!(reserve("a", now.plus_ms(38_001)).await, sent(now.plus_ms(38_001)));
    })
    .await;
}

#[tokio::test]
async fn a_burst_is_shared_and_a_far_place_is_not_reserved() {
    each(async |store| {
        let now = at(0);
        let reserve = async |interval_ms| {
            let wish = ReserveHost { burst: 3, alone: false, interval_ms, ..wish("a", now) };
            store.reserve_host(&wish).await.unwrap()
        };
        for expect in [0, 0, 0, 20_000] {
            assert_eq!(reserve(20_000).await, sent(now.plus_ms(expect)));
        }
        for _ in 0..2 {
            assert_eq!(reserve(20_000).await, Reserved::Late { at: now.plus_ms(40_000) });
        }
    })
    .await;
}

#[tokio::test]
async fn a_hosts_wish_holds_for_all_and_the_longest_one_counts() {
    each(async |store| {
        let (now, later) = (at(0), at(0).plus_ms(50_000));
        store.reserve_host(&wish("a", now)).await.unwrap();
        let hold =
            |until, reason| NoteHost { hold: Some((until, reason)), slow: 2, ..ended("a", now) };
        store.note_host(&hold(later, "HTTP 429")).await.unwrap();
        store.note_host(&hold(now.plus_ms(1), "shorter")).await.unwrap();
        let held = Reserved::Held { until: later, reason: "HTTP 429".to_owned() };
        assert_eq!(store.reserve_host(&wish("b", now)).await.unwrap(), held);
        let spaced = NoteHost { not_before: later.plus_ms(20_000), slow: 2, ..ended("a", now) };
        store.note_host(&spaced).await.unwrap();
        let expect = Reserved::At { at: later.plus_ms(20_000), slow: 2 };
        assert_eq!(store.reserve_host(&wish("b", later)).await.unwrap(), expect);
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_blocks_a_host_for_an_hour_at_most() {
    each(async |store| {
        let (now, far) = (at(0), at(0).plus_days(400));
        store.reserve_host(&wish("a", far)).await.unwrap();
        let hold = NoteHost { hold: Some((far, "HTTP 429")), ..ended("b", far) };
        store.note_host(&hold).await.unwrap();
        let answer = store.reserve_host(&wish("b", now)).await.unwrap();
        let until = now.plus_ms(3_600_000);
        assert_eq!(answer, Reserved::Held { until, reason: "HTTP 429".to_owned() });
    })
    .await;
}

#[tokio::test]
async fn sources_on_a_host_that_is_left_alone_are_not_given_out() {
    each(async |store| {
        for (key, host) in [("one", HOST), ("two", "elsewhere.example")] {
            store.add_source(&source(key, host, 0)).await.unwrap();
        }
        store.reserve_host(&wish("a", at(0))).await.unwrap();
        let hold = NoteHost { hold: Some((at(5), "HTTP 429")), ..ended("a", at(0)) };
        store.note_host(&hold).await.unwrap();
        let claim = async |holder, minute| {
            let claimed =
                store.claim_source(holder, at(minute), 60_000, &[], longest_due).await.unwrap();
            claimed.map(|source| source.host)
        };
        assert_eq!(claim("a", 1).await.as_deref(), Some("elsewhere.example"));
        assert_eq!(claim("a", 1).await, None);
        assert_eq!(claim("b", 5).await.as_deref(), Some(HOST));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_budget_is_never_overdrawn_however_many_spend_it() {
    each(async |store| {
        let spend = async |store: Store| {
            let mut granted = 0;
            for _ in 0..10 {
                granted += u32::from(store.spend_request("telegram", 20_000, 25).await.unwrap());
            }
            granted
        };
        let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(spend(store.clone()))).collect();
        let mut granted = 0;
        for task in tasks {
            granted += task.await.unwrap();
        }
        assert_eq!(granted, 25);
        assert_eq!(store.spent_requests("telegram", 20_000).await.unwrap(), 25);
        assert!(store.spend_request("telegram", 20_001, 25).await.unwrap(), "another day");
        assert!(!store.spend_request("mastodon", 20_000, 0).await.unwrap());
        store.expire(Timestamp::from_ms(0).plus_days(20_007)).await.unwrap();
        assert_eq!(store.spent_requests("telegram", 20_000).await.unwrap(), 0);
        assert_eq!(store.spent_requests("telegram", 20_001).await.unwrap(), 1);
    })
    .await;
}
