//! All records as text and back.

use super::casework::referral;
use super::*;
use crate::db::Db;
use crate::tables::{Holds, TABLES};
use crate::{Error, Grouped};
use model::audit::Deed;
use model::{Action, AdvertId};
use sqlx::Row as _;
use std::collections::BTreeSet;
use std::io::BufReader;

/// A bit of everything.
async fn fill(store: &Store) {
    store.add_source(&source("routes", "channels.example:443", 0)).await.unwrap();
    let page = Page::new(1).account(profile("a", "routes")).post(post("a/1", "قارب 🛶\nline"));
    page.post(by("b", post("b/1", "two"))).record(store).await;
    Page::new(2).account(profile("a", "renamed")).post(post("a/1", "edited")).record(store).await;
    let opinions = [opinion("a/1", Label::Offer, 0.1), opinion("b/1", Label::Offer, 0.93)];
    store.save_assessments(&opinions, at(2)).await.unwrap();
    let advert = AdvertId::of(&["a/1"]);
    for native in ["a/1", "b/1"] {
        let grouped = Grouped { post: post_id(native), advert, merged: vec![], bands: vec![7, 9] };
        store.save_group(&grouped, at(3)).await.unwrap();
    }
    store.rebuild_networks(at(3), 9).await.unwrap();
    store.add_review(&review("r", "a/1", 4, Label::Offer)).await.unwrap();
    store.add_person(&person("ada", Role::Analyst), "hash").await.unwrap();
    store.save_referral(&referral("one", 1), None).await.unwrap();
    store.set_setting("key", "value").await.unwrap();
    let deed = Deed {
        actor: None,
        action: Action::Create,
        record: "x".to_owned(),
        record_id: String::new(),
        reason: String::new(),
    };
    store.enter(deed, at(5)).await.unwrap();
}

fn lines(text: &str) -> BTreeSet<&str> {
    text.lines().collect()
}

async fn load(store: &Store, text: &str) -> Result<u64, Error> {
    let counts = store.load(&mut BufReader::new(text.as_bytes())).await?;
    Ok(counts.values().sum())
}

#[tokio::test]
async fn a_dump_loads_into_either_database_and_dumps_equal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("first.db");
    let first = open(path.to_str().unwrap()).await;
    fill(&first).await;
    let text = dump(&first).await;
    each(async |store| {
        let rows = load(&store, &text).await.unwrap();
        let again = dump(&store).await;
        assert_eq!(lines(&again), lines(&text));
        assert_eq!(rows + 1, u64::try_from(text.lines().count()).unwrap());
        // And from there to the next one, which goes on where the first one stopped.
        let third = open(folder.path().join(store.backend()).to_str().unwrap()).await;
        load(&third, &again).await.unwrap();
        assert_eq!(dump(&third).await, text);
        assert_eq!(third.latest_seq().await.unwrap(), first.latest_seq().await.unwrap());
        Page::new(9).post(post("a/9", "nine")).record(&third).await;
    })
    .await;
}

#[tokio::test]
async fn a_dump_is_refused_by_a_database_that_holds_records_and_leaves_no_half() {
    each(async |store| {
        fill(&store).await;
        let text = dump(&store).await;
        let refused = load(&store, &text).await;
        assert!(matches!(refused, Err(Error::NotEmpty { .. })), "{refused:?}");
        let folder = tempfile::tempdir().unwrap();
        let fresh = open(folder.path().join("x.db").to_str().unwrap()).await;
        let empty = dump(&fresh).await;
        let check = async |text: &str, part: &str| {
            let error = load(&fresh, text).await.unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
            assert_eq!(dump(&fresh).await, empty, "nothing was left behind");
        };
        check("{}", "line 1 of the dump is not understood: this is not a dump").await;
        check("{\"routewatch_dump\":99}", "format 99 is not 1").await;
        let cut = text.lines().next().unwrap();
        check(cut, "the counters are missing").await;
        let strange = text.replace("\"table\":\"posts\"", "\"table\":\"pigeons\"");
        check(&strange, "no table \"pigeons\"").await;
        let strange = text.replace("\"native_id\":\"b/1\"", "\"native_id\":3");
        check(&strange, "posts.native_id holds something else").await;
        let strange = text.replace("\"time_zone\"", "\"time_zones\"");
        check(&strange, "no column \"time_zones\"").await;
    })
    .await;
}

#[tokio::test]
async fn the_list_of_tables_is_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path().join("x.db").to_str().unwrap()).await;
    let Db::Lite { readers, .. } = &store.db else { panic!("not SQLite") };
    let sql = "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE '!_%' ESCAPE '!' AND m.name NOT LIKE 'sqlite%' \
         AND m.name NOT IN ('sessions', 'leases', 'hosts', 'budgets') ORDER BY m.rowid, c.cid";
    let rows = sqlx::query(sql).fetch_all(readers).await.unwrap();
    let found: Vec<(String, String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    let word = |holds: Holds| match holds {
        Holds::Text => "TEXT",
        Holds::Int => "BIGINT",
        Holds::Real => "DOUBLE PRECISION",
        Holds::Flag => "BOOLEAN",
    };
    let listed: Vec<(String, String, String)> = TABLES
        .iter()
        .flat_map(|table| {
            table.columns().map(move |(name, holds)| {
                (table.name.to_owned(), name.to_owned(), word(holds).to_owned())
            })
        })
        .collect();
    assert_eq!(found, listed);
}
