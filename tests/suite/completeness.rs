//! The invented world's ground truth against what was collected: no post missed, none twice.

use crate::postgres::databases;
use demo::Plan;
use model::Timestamp;
use std::collections::BTreeMap;
use tests::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_post_is_missed_and_none_is_recorded_twice() {
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    let plan = Plan { accounts: 60, history_days: 14, future_days: 2, ..Plan::starting(start) };
    for url in databases("completeness").await {
        let house = House::build(plan, url.as_deref()).await.expect("the house is up");
        house.watch_everything().await.expect("places are watched");
        house.pass(0).await.expect("the first round is done");
        let collected = native_ids(&house).await;
        let twice: Vec<_> = collected.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "recorded twice: {twice:?}");
        let truth = house.world.truth().at(house.served.feeds.as_str());
        // Successors that nobody told of are found by discovery, not by watching.
        let known = |post: &&demo::truth::PostTruth| {
            truth.account(&post.account).is_some_and(|account| account.listed)
        };
        let visible: Vec<_> = truth.readable_at(house.now()).into_iter().filter(known).collect();
        let missed: Vec<_> = visible
            .iter()
            .map(|post| post.native_id.as_str())
            .filter(|id| !collected.contains_key(*id))
            .collect();
        println!(
            "{url:?}: {} posts in the world, {} reachable now, {} collected, {} missed",
            truth.posts.len(),
            visible.len(),
            collected.len(),
            missed.len()
        );
        assert!(visible.len() > 300, "{} reachable", visible.len());
        assert!(
            missed.is_empty(),
            "missed {}: {:?}",
            missed.len(),
            missed.iter().take(10).collect::<Vec<_>>()
        );
    }
}

/// The platforms' own ids of all posts on record, with how often each stands there.
async fn native_ids(house: &House) -> BTreeMap<String, u32> {
    let mut dump = Vec::new();
    house.shop.store.dump(&mut dump).await.expect("a dump");
    let mut ids = BTreeMap::new();
    for line in String::from_utf8(dump).expect("UTF-8").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if row["table"] == "posts" {
            let id = row["row"]["native_id"].as_str().expect("a native id");
            *ids.entry(id.to_owned()).or_default() += 1;
        }
    }
    ids
}
