//! A day lived twice leaves the same database: every job may run twice and may be killed.

use crate::postgres::databases;
use demo::Plan;
use model::Timestamp;
use std::collections::BTreeMap;
use tests::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_lived_twice_leaves_the_same_database() {
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    let plan = Plan { accounts: 30, history_days: 10, future_days: 3, ..Plan::starting(start) };
    for url in databases("replay").await {
        let house = House::build(plan, url.as_deref()).await.expect("the house is up");
        house.watch_everything().await.expect("places are watched");
        for _ in 0..4 {
            house.pass(6 * 60).await.expect("a quarter of a day passes");
        }
        // A last look at everything, then the same moment once more.
        visit_everything_again(&house).await.expect("the day ends");
        let once = rows(&house).await;
        visit_everything_again(&house).await.expect("the day is lived again");
        let twice = rows(&house).await;
        for (table, rows) in &once {
            let again = &twice[table];
            let gone: Vec<_> = rows.iter().filter(|row| !again.contains(row)).take(3).collect();
            let new: Vec<_> = again.iter().filter(|row| !rows.contains(row)).take(3).collect();
            assert!(gone.is_empty() && new.is_empty(), "{table} ({url:?}): {gone:#?}\n{new:#?}");
        }
    }
}

/// Visits every source again without moving the clock, and runs all jobs.
async fn visit_everything_again(house: &House) -> anyhow::Result<()> {
    let shop = &house.shop;
    let all =
        shop.store.sources(&store::SourceFilter::default(), store::Paging::first(1000)).await?;
    for source in all.rows {
        shop.store.take_lease(&source.host, &shop.holder, shop.now(), 60_000).await?;
        worker::visiting::visit(shop, &source, &shop.holder).await?;
        shop.store.release_lease(&source.host, &shop.holder).await?;
    }
    house.pass(0).await?;
    Ok(())
}

/// What the database holds, table by table: all that tells what is true of the world. Traces of
/// operation (visits, captures, sequence numbers) grow with every look and are left out.
async fn rows(house: &House) -> BTreeMap<String, Vec<String>> {
    let mut dump = Vec::new();
    house.shop.store.dump(&mut dump).await.expect("a dump");
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8(dump).expect("UTF-8").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let Some(table) = row["table"].as_str().map(str::to_owned) else { continue };
        if matches!(
            table.as_str(),
            "posts"
                | "revisions"
                | "accounts"
                | "account_changes"
                | "adverts"
                | "alerts"
                | "networks"
        ) {
            tables.entry(table).or_default().push(line.to_owned());
        }
    }
    assert!(tables.get("posts").is_some_and(|posts| posts.len() > 100), "{:?}", tables.keys());
    for rows in tables.values_mut() {
        rows.sort();
    }
    tables
}
