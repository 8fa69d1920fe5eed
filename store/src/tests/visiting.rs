//! Sources, leases and visits.

use super::*;
use crate::{Added, Choice, SourceAfter, SourceFilter};
use model::{Complaint, SourceState, Visit, VisitId, VisitOutcome};

const HOST: &str = "channels.example:443";
const LEASE: i64 = 60_000;

fn visit(name: &str, source: SourceId, outcome: VisitOutcome) -> Visit {
    Visit {
        id: VisitId::of(&[name]),
        source,
        started_at: at(0),
        finished_at: Some(at(1)),
        outcome: Some(outcome),
        pages: 2,
        posts: 20,
        new_posts: 3,
        filled: model::Filled { posts: 20, text: 19, ..model::Filled::default() },
        capture: Some(model::CaptureId::of(&["page"])),
        complaints: vec![Complaint::new("time_missing", "post 3")],
        note: "a note".to_owned(),
    }
}

fn after(next_due: i64) -> SourceAfter {
    SourceAfter {
        next_due: at(next_due),
        due_reason: "usual rhythm".to_owned(),
        learned: serde_json::json!({"rate": 2}),
        cursor: Some("c1".to_owned()),
        validators: (Some("\"e\"".to_owned()), None),
        failures: 0,
        title: Some("Example Routes".to_owned()),
    }
}

/// A visit of that minute, opened and closed.
pub(super) async fn closed(store: &Store, source: SourceId, minute: i64) {
    let mut visit = visit(&format!("{source} {minute}"), source, VisitOutcome::Posts);
    (visit.started_at, visit.finished_at) = (at(minute), Some(at(minute)));
    store.close_visit(&visit, &after(minute + 60)).await.unwrap();
}

#[tokio::test]
async fn a_source_comes_back_as_it_was_added_and_is_there_once() {
    each(async |store| {
        let one = source("routes", HOST, 0);
        assert_eq!(store.add_source(&one).await.unwrap(), Added::New);
        assert_eq!(store.add_source(&one).await.unwrap(), Added::Existing(one.clone()));
        assert_eq!(store.source(one.id).await.unwrap(), Some(one.clone()));
        assert!(store.set_source_state(one.id, SourceState::Removed, "mistake").await.unwrap());
        assert_eq!(store.sources(&SourceFilter::default(), ALL).await.unwrap().total, 0);
        let again = store.add_source(&one).await.unwrap();
        let Added::Existing(again) = again else { panic!("{again:?}") };
        assert_eq!(again.state, SourceState::Active);
        let unknown = SourceId::of(&["x"]);
        assert!(!store.set_source_state(unknown, SourceState::Paused, "").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn two_holders_never_share_a_host() {
    each(async |store| {
        for key in ["one", "two"] {
            store.add_source(&source(key, HOST, 0)).await.unwrap();
        }
        let far = source("far", "elsewhere.example:443", 1);
        store.add_source(&far).await.unwrap();
        let first =
            store.claim_source("w1", at(2), LEASE, &[], longest_due).await.unwrap().unwrap();
        assert_eq!(first.host, HOST);
        let other =
            store.claim_source("w2", at(2), LEASE, &[], longest_due).await.unwrap().unwrap();
        assert_eq!(other.id, far.id, "another host is free");
        assert_eq!(store.claim_source("w2", at(2), LEASE, &[], longest_due).await.unwrap(), None);
        let second =
            store.claim_source("w1", at(2), LEASE, &[], longest_due).await.unwrap().unwrap();
        assert_eq!(second.host, HOST, "its own host is open to it");
        assert_ne!(second.id, first.id);
        assert_eq!(store.claim_source("w1", at(2), LEASE, &[], longest_due).await.unwrap(), None);
        assert!(!store.renew_lease(HOST, "w2", at(9)).await.unwrap());
        assert!(store.renew_lease(HOST, "w1", at(9)).await.unwrap());
        assert_eq!(
            store.claim_source("w3", at(8), LEASE, &[], longest_due).await.unwrap().unwrap().id,
            far.id
        );
        let late = store.claim_source("w4", at(9), LEASE, &[], longest_due).await.unwrap().unwrap();
        assert_eq!(late.host, HOST, "after a crash the lease runs out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_workers_at_once_each_source_goes_to_one_and_each_host_to_one_holder() {
    each(async |store| {
        for n in 0..12 {
            let host = format!("h{}.example:443", n % 4);
            store.add_source(&source(&format!("s{n}"), &host, 0)).await.unwrap();
        }
        let claim_all = async |store: Store, holder: String| {
            let mut claimed = Vec::new();
            while let Some(one) =
                store.claim_source(&holder, at(1), LEASE, &[], longest_due).await.unwrap()
            {
                claimed.push((holder.clone(), one.host, one.id));
            }
            claimed
        };
        let holder = |worker: u32| format!("w{worker}");
        let spawn = |worker| tokio::spawn(claim_all(store.clone(), holder(worker)));
        let tasks: Vec<_> = (0..6).map(spawn).collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.unwrap());
        }
        // A source that another worker was just looking at counts as taken for that moment.
        for worker in 0..6 {
            all.extend(claim_all(store.clone(), holder(worker)).await);
        }
        let mut holders = std::collections::BTreeMap::new();
        let mut sources = std::collections::BTreeSet::new();
        for (holder, host, id) in all {
            assert_eq!(holders.entry(host).or_insert(holder.clone()), &holder);
            assert!(sources.insert(id), "claimed twice");
        }
        assert_eq!((holders.len(), sources.len()), (4, 12));
    })
    .await;
}

#[tokio::test]
async fn a_released_lease_and_a_closed_visit_free_the_source() {
    each(async |store| {
        let one = source("one", HOST, 0);
        store.add_source(&one).await.unwrap();
        let closed = [platform()];
        assert_eq!(
            store.claim_source("w1", at(0), LEASE, &closed, longest_due).await.unwrap(),
            None
        );
        store.claim_source("w1", at(0), LEASE, &[], longest_due).await.unwrap().unwrap();
        store.release_lease(HOST, "w2").await.unwrap();
        assert_eq!(store.claim_source("w2", at(0), LEASE, &[], longest_due).await.unwrap(), None);
        store.release_lease(HOST, "w1").await.unwrap();
        assert!(store.claim_source("w2", at(0), LEASE, &[], longest_due).await.unwrap().is_some());
        store.close_visit(&visit("v", one.id, VisitOutcome::Posts), &after(0)).await.unwrap();
        assert!(store.claim_source("w2", at(0), LEASE, &[], longest_due).await.unwrap().is_some());
        assert!(store.take_lease("job", "w1", at(0), LEASE).await.unwrap());
        assert!(!store.take_lease("job", "w2", at(0), LEASE).await.unwrap());
        assert!(store.take_lease("job", "w2", at(2), LEASE).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_visit_leaves_its_traces_at_the_source() {
    each(async |store| {
        let one = source("routes", HOST, 0);
        store.add_source(&one).await.unwrap();
        let mut open = visit("v", one.id, VisitOutcome::ParserDrift);
        let closed = open.clone();
        (open.finished_at, open.outcome) = (None, None);
        store.open_visit(&open).await.unwrap();
        store.open_visit(&open).await.unwrap();
        assert_eq!(store.visits(Some(one.id), ALL).await.unwrap().rows, [open]);
        store.set_source_state(one.id, SourceState::Paused, "holiday").await.unwrap();
        store.close_visit(&closed, &after(60)).await.unwrap();
        let mut expect = one.clone();
        expect.state = SourceState::Paused;
        expect.state_reason = "holiday".to_owned();
        expect.title = "Example Routes".to_owned();
        expect.next_due = at(60);
        expect.due_reason = "usual rhythm".to_owned();
        expect.learned = serde_json::json!({"rate": 2});
        expect.cursor = Some("c1".to_owned());
        expect.validators = (Some("\"e\"".to_owned()), None);
        expect.last_visit = Some((at(1), VisitOutcome::ParserDrift));
        expect.expires_at = at(1).plus_days(1095);
        assert_eq!(store.source(one.id).await.unwrap(), Some(expect));
        let kept = SourceAfter { cursor: None, title: None, ..after(90) };
        store.close_visit(&visit("w", one.id, VisitOutcome::Posts), &kept).await.unwrap();
        let known = store.source(one.id).await.unwrap().unwrap();
        assert_eq!(known.cursor.as_deref(), Some("c1"));
        assert_eq!(store.visits(None, ALL).await.unwrap().total, 2);
    })
    .await;
}

#[tokio::test]
async fn sources_are_filtered_by_state_text_and_trouble() {
    each(async |store| {
        for key in ["harbour_news", "100%_sure", "plain"] {
            store.add_source(&source(key, HOST, 0)).await.unwrap();
        }
        let plain = source("plain", HOST, 0).id;
        store.describe_source(plain, "Watched for MUSTER", 2.0).await.unwrap();
        store.close_visit(&visit("v", plain, VisitOutcome::RateLimited), &after(1)).await.unwrap();
        let check = async |filter: SourceFilter, expect: &[&str]| {
            let found = store.sources(&filter, ALL).await.unwrap();
            let keys: Vec<_> = found.rows.iter().map(|s| s.address.key.clone()).collect();
            assert_eq!(keys, expect, "{filter:?}");
            assert_eq!(found.total, u64::try_from(expect.len()).unwrap());
        };
        let text = |text: &str| SourceFilter { text: Some(text.to_owned()), ..Default::default() };
        check(SourceFilter::default(), &["plain", "100%_sure", "harbour_news"]).await;
        check(text("HARBOUR"), &["harbour_news"]).await;
        check(text("muster"), &["plain"]).await;
        check(text("%_s"), &["100%_sure"]).await;
        check(text("r_o"), &[]).await;
        check(SourceFilter { troubled: true, ..Default::default() }, &["plain"]).await;
        let elsewhere = Some(Platform::new("mastodon"));
        check(SourceFilter { platform: elsewhere, ..Default::default() }, &[]).await;
        let paused = Some(SourceState::Paused);
        check(SourceFilter { state: paused, ..Default::default() }, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn the_chooser_sees_one_host_and_may_put_sources_off() {
    each(async |store| {
        for (key, host, due) in
            [("one", HOST, 0), ("two", HOST, 1), ("far", "elsewhere.example:443", 0)]
        {
            store.add_source(&source(key, host, due)).await.unwrap();
        }
        let mut shown = Vec::new();
        let taken = store
            .claim_source("w1", at(2), LEASE, &[], |due| {
                shown.push(due.iter().map(|one| one.host.clone()).collect::<Vec<_>>());
                let later = due.iter().map(|one| (one.id, at(9))).collect();
                Choice { take: None, later }
            })
            .await
            .unwrap();
        assert_eq!(taken, None, "all were put off");
        shown.sort();
        assert_eq!(shown, [vec![HOST; 2], vec!["elsewhere.example:443"]], "host by host");
        assert_eq!(store.claim_source("w2", at(8), LEASE, &[], longest_due).await.unwrap(), None);
        let last = |due: &[Source]| Choice { take: due.len().checked_sub(1), later: Vec::new() };
        assert!(store.claim_source("w2", at(9), LEASE, &[], last).await.unwrap().is_some());
    })
    .await;
}
