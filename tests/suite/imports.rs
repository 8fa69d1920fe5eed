//! Files that were collected elsewhere, from the command's order to the database, on both databases.

use crate::postgres::databases;
use demo::Plan;
use model::Timestamp;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Paging;
use tests::{House, Wiring};
use worker::Workshop;
use worker::importing::{ImportReport, Order, import};

const OFFER: &str = "Two places left for Friday, Turkey to Greece, 2500 euro per person, pay after \
     arrival, WhatsApp +44 7700 900123";

async fn bring(shop: &Workshop, file: &Path, dry_run: bool) -> ImportReport {
    let order = Order {
        file: file.to_owned(),
        collected_at: Timestamp::parse("2026-11-20T00:00:00Z"),
        note: "from the desk in Example".to_owned(),
        dry_run,
        ..Order::default()
    };
    import(shop, &order, &|_| {}).await.unwrap_or_else(|why| panic!("{}: {why:#}", file.display()))
}

/// Everything on record, a line each.
async fn dump(shop: &Workshop) -> String {
    let mut out = Vec::new();
    shop.store.dump(&mut out).await.expect("a dump");
    String::from_utf8(out).expect("UTF-8")
}

fn plan() -> Plan {
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    Plan { accounts: 12, history_days: 5, future_days: 1, ..Plan::starting(start) }
}

/// A data set of 1,201 videos by four accounts, the first of them adverts.
fn data_set(folder: &Path) -> PathBuf {
    let path = folder.join("videos.csv");
    let mut file = std::fs::File::create(&path).expect("a file");
    writeln!(file, "id,thread_id,author,body,timestamp,tiktok_url").expect("written");
    for number in 0..1_201 {
        let (author, body) = match number {
            0..3 => ("desk.one", format!("{OFFER} no. {number}")),
            _ => ("desk.two", format!("A view of the harbour, picture {number}")),
        };
        let url = format!("https://www.tiktok.com/@{author}/video/{number}");
        writeln!(file, "{number},{number},{author},\"{body}\",2026-11-19 08:00:00,{url}")
            .expect("written");
    }
    writeln!(file, "x,x,desk.one,no time,,https://www.tiktok.com/@desk.one/video/x").expect("ok");
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_imported_file_changes_the_database_once() {
    for url in databases("imports").await {
        let house = House::build(plan(), url.as_deref()).await.expect("the house is up");
        let shop = &house.shop;
        let file = data_set(house.folder.path());
        let untouched = dump(shop).await;
        let dry = bring(shop, &file, true).await;
        assert_eq!((dry.counts.rows, dry.counts.posts, dry.counts.refused), (1_202, 1_201, 1));
        assert_eq!(dump(shop).await, untouched, "a dry run stores nothing");

        let first = bring(shop, &file, false).await;
        assert_eq!((first.counts.new_posts, first.accounts), (1_201, 2));
        assert_eq!(first.refused.first().map(|row| row.at), Some(1_203));
        let once = dump(shop).await;
        house.clock.set(house.now().plus_secs(3_600));
        let again = bring(shop, &file, false).await;
        assert_eq!((again.counts.posts, again.counts.new_posts), (1_201, 0));
        assert!(dump(shop).await == once, "the same file again changes nothing ({url:?})");

        a_post_says_where_it_came_from(shop, &first).await;
        the_archive_holds_the_file(shop, &file).await;
        // Imported posts go on like visited ones.
        house.pass(1).await.expect("the jobs run");
        let found = search(shop, "tiktok");
        assert_eq!(found, 1_201);
    }
}

fn search(shop: &Workshop, platform: &str) -> u64 {
    let query = model::Query { platform: Some(platform.into()), ..model::Query::default() };
    let index = shop.index.as_ref().expect("an index");
    let found = index.search(&query, indexer::Order::Newest, 0, 1).expect("an answer");
    found.total
}

async fn a_post_says_where_it_came_from(shop: &Workshop, report: &ImportReport) {
    let post = model::Post::id_of(&"tiktok".into(), "0");
    let view = shop.store.post(post).await.expect("an answer").expect("the post");
    assert!(view.label().is_some(), "it was assessed before the import ended");
    let captures = shop.store.captures_of(model::Subject::Post(post)).await.expect("captures");
    assert_eq!(captures.len(), 1);
    assert_eq!(captures[0].import, Some(report.import.id));
    let imports = shop.store.imports(Paging::first(9)).await.expect("imports");
    assert_eq!(imports.rows.len(), 1);
    assert_eq!(imports.rows[0].counts.new_posts, 1_201);
    assert_eq!(imports.rows[0].file, "videos.csv");
}

/// The captures of a file, one after the other, are the file.
async fn the_archive_holds_the_file(shop: &Workshop, file: &Path) {
    let mut pieces = std::collections::BTreeMap::new();
    for number in [0, 500, 1_200] {
        let post = model::Post::id_of(&"tiktok".into(), &number.to_string());
        let captures = shop.store.captures_of(model::Subject::Post(post)).await.expect("captures");
        let kept = shop.archive.fetch(&captures[0].location).await.expect("a piece");
        let (_, from) = kept.requested.as_str().rsplit_once("from=").expect("a place");
        pieces.insert(from.parse::<u64>().expect("a number"), kept.body);
    }
    let whole: Vec<u8> = pieces.into_values().flatten().collect();
    assert!(whole == std::fs::read(file).expect("the file"), "{} bytes", whole.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_house_captured_another_takes_over() {
    let house = House::build(plan(), None).await.expect("the house is up");
    let channel = house.served.sources.iter().find(|place| place.contains("/s/"));
    let channel = channel.expect("a channel");
    let address = house.shop.platforms.recognise(channel).expect("an address");
    let host = house.shop.platforms.host(&address);
    let until = house.now().plus_days(30);
    let source = model::Source::new(address, host, house.now(), until);
    house.shop.store.add_source(&source).await.expect("watched");
    house.pass(0).await.expect("visited");
    let (posts, _) = texts(&house.shop).await;
    assert!(posts.len() > 5, "{} posts", posts.len());

    let warc = warcs(&house.folder.path().join("captures")).remove(0);
    let wacz = house.folder.path().join("collection.wacz");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&wacz).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("archive/data.warc.gz", options).expect("a part");
    zip.write_all(&std::fs::read(&warc).expect("the WARC")).expect("written");
    zip.finish().expect("a WACZ");
    for file in [warc, wacz] {
        let folder = tempfile::tempdir().expect("a folder");
        let wiring =
            Wiring::one("telegram", house.served.telegram.as_str(), house.served.allow.clone());
        let shop = tests::workshop(folder.path(), &wiring, Arc::clone(&house.shop.clock), None)
            .await
            .expect("another house");
        let report = bring(&shop, &file, false).await;
        let (taken, seen) = texts(&shop).await;
        assert_eq!(taken, posts, "{file:?}: {:?}", report.reasons);
        let captured: Vec<_> = texts(&house.shop).await.1;
        assert_eq!(seen, captured, "pages keep their own time");
        let once = dump(&shop).await;
        bring(&shop, &file, false).await;
        assert!(dump(&shop).await == once, "the same archive again changes nothing");
    }
}

/// Native ids with texts, and the moments at which they were first seen.
async fn texts(shop: &Workshop) -> (Vec<String>, Vec<Timestamp>) {
    let mut rows: Vec<(String, Timestamp)> = Vec::new();
    for line in dump(shop).await.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if line["table"] == "posts" {
            let row = &line["row"];
            let first = row["first_seen"].as_i64().expect("a time");
            let text = format!("{} {}", row["native_id"], row["content"]);
            rows.push((text, Timestamp::from_ms(first)));
        }
    }
    rows.sort();
    rows.into_iter().unzip()
}

fn warcs(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    all.filter(|path| path.extension().is_some_and(|ending| ending == "gz")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn foreign_web_archives_are_read_to_their_end() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/platforms/imports/warc");
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: ../shared is absent");
        return;
    };
    let house = House::build(plan(), None).await.expect("the house is up");
    let untouched = dump(&house.shop).await;
    let mut read = 0;
    for file in files.flatten() {
        let report = bring(&house.shop, &file.path(), true).await;
        assert_eq!((report.import.format.as_str(), report.counts.posts), ("warc", 0));
        assert_eq!(report.counts.rows, report.counts.refused, "{:?}", report.reasons);
        read += report.counts.rows;
    }
    assert!(read >= 5, "{read} pages");
    assert_eq!(dump(&house.shop).await, untouched);
}
