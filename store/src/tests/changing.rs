//! The change sequence and the audit chain, with many writers.

use super::*;
use crate::AuditFilter;
use model::Action;
use model::audit::{Deed, first_break};

fn deed(reason: &str) -> Deed {
    Deed {
        actor: Some(PersonId::of(&["ada"])),
        action: Action::Consult,
        record: "account".to_owned(),
        record_id: "x".to_owned(),
        reason: reason.to_owned(),
    }
}

#[tokio::test]
async fn each_post_is_listed_with_its_latest_change_only() {
    each(async |store| {
        assert_eq!(store.latest_seq().await.unwrap(), 0);
        Page::new(1).post(post("a/1", "one")).post(post("a/2", "two")).record(&store).await;
        Page::new(2).post(post("a/1", "changed")).record(&store).await;
        let changed = store.changes_after(0, 9).await.unwrap();
        let changed: Vec<_> = changed.iter().map(|c| (c.seq, c.post)).collect();
        assert_eq!(changed, [(2, post_id("a/2")), (3, post_id("a/1"))]);
        assert_eq!(store.changes_after(0, 1).await.unwrap().len(), 1);
        assert!(store.changes_after(3, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_leave_no_gap_in_the_sequence_and_a_follower_misses_nothing() {
    each(async |store| {
        let write = |writer: i64| {
            let store = store.clone();
            async move {
                for n in 0..5 {
                    let natives = [format!("a/{writer}{n}x"), format!("a/{writer}{n}y")];
                    let mut page = Page::new(writer * 10 + n);
                    for native in &natives {
                        page = page.post(post(native, native));
                    }
                    page.record(&store).await;
                }
            }
        };
        let tasks: Vec<_> = (0..4).map(|writer| tokio::spawn(write(writer))).collect();
        let mut seen = Vec::new();
        let mut rounds = 0;
        while seen.len() < 40 && rounds < 100_000 {
            let last = seen.last().copied().unwrap_or(0);
            let changes = store.changes_after(last, 100).await.unwrap();
            seen.extend(changes.iter().map(|changed| changed.seq));
            rounds += 1;
            tokio::task::yield_now().await;
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(seen, (1..=40).collect::<Vec<i64>>());
        assert_eq!(store.latest_seq().await.unwrap(), 40);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_audit_chain_holds_under_many_hands() {
    each(async |store| {
        let enter = |hand: i64| {
            let store = store.clone();
            async move {
                for n in 0..8 {
                    let reason = format!("hand {hand}, deed {n}\0");
                    store.enter(deed(&reason), at(hand)).await.unwrap();
                }
            }
        };
        let tasks: Vec<_> = (0..5).map(|hand| tokio::spawn(enter(hand))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut chain = store.audit_chain(0, 25).await.unwrap();
        chain.extend(store.audit_chain(25, 100).await.unwrap());
        let numbers: Vec<_> = chain.iter().map(|entry| entry.seq).collect();
        assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
        assert_eq!(first_break(&chain), None);
        assert_eq!(chain[0].previous, model::AuditEntry::GENESIS);
    })
    .await;
}

#[tokio::test]
async fn the_audit_is_filtered_by_who_what_and_which() {
    each(async |store| {
        let first = store.enter(deed("one"), at(1)).await.unwrap();
        let other = Deed { actor: None, action: Action::Expire, ..deed("two") };
        store.enter(Deed { record_id: "y".to_owned(), ..other }, at(2)).await.unwrap();
        let check = async |filter: AuditFilter, expect: &[&str]| {
            let listed = store.audit(&filter, ALL).await.unwrap();
            let reasons: Vec<_> = listed.rows.iter().map(|e| e.deed.reason.clone()).collect();
            assert_eq!(reasons, expect, "{filter:?}");
        };
        let any = AuditFilter::default;
        check(any(), &["two", "one"]).await;
        check(AuditFilter { actor: first.deed.actor, ..any() }, &["one"]).await;
        check(AuditFilter { action: Some(Action::Expire), ..any() }, &["two"]).await;
        check(AuditFilter { record_id: Some("y".to_owned()), ..any() }, &["two"]).await;
        check(AuditFilter { record: Some("post".to_owned()), ..any() }, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn a_missing_value_is_an_error_and_not_null() {
    each(async |store| {
        let sql = "INSERT INTO settings (key, value, expires_at) VALUES ($1, $2, $3)";
        let values = crate::value::values!["key", "value"];
        let refused = store.db.run(sql, values).await.unwrap_err();
        assert!(matches!(refused, crate::Error::Values { wanted: 3, given: 2 }), "{refused}");
        assert_eq!(store.setting("key").await.unwrap(), None);
        store.set_setting("key", "one").await.unwrap();
        store.set_setting("key", "two").await.unwrap();
        assert_eq!(store.setting("key").await.unwrap().as_deref(), Some("two"));
    })
    .await;
}
