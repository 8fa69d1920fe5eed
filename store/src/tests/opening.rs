//! Opening, and what is said when it fails.

use super::*;
use crate::OpenError;

async fn fails(url: &str) -> String {
    Store::open(url, &Options::default(), Retention::default()).await.unwrap_err().to_string()
}

#[tokio::test]
async fn an_opened_database_answers_and_opens_again() {
    each(async |store| {
        store.ping().await.unwrap();
        assert!(matches!(store.backend(), "sqlite" | "postgresql"));
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let url = format!("sqlite://{}", path.display());
    let first = open(&url).await;
    first.set_setting("key", "value").await.unwrap();
    let second = open(&url).await;
    assert_eq!(second.setting("key").await.unwrap().as_deref(), Some("value"));
}

#[tokio::test]
async fn what_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let check = async |url: &str, parts: &[&str]| {
        let error = fails(url).await;
        for part in parts {
            assert!(error.contains(part), "{url}: {error}");
        }
    };
    let nowhere = folder.path().join("missing/x.db");
    check(nowhere.to_str().unwrap(), &["its folder is not there", "may be written to"]).await;
    check(folder.path().to_str().unwrap(), &["unable to open database file"]).await;
    let other = folder.path().join("other.txt");
    std::fs::write(&other, "not a database at all, only some words in a file").unwrap();
    check(other.to_str().unwrap(), &["file is not a database"]).await;
    check("redis://h/1", &["redis: is neither", "sqlite:///path/to/file.db"]).await;
    let closed = "postgres://ada:secret-word@127.0.0.1:1/x";
    let error = fails(closed).await;
    assert!(error.contains("cannot reach the PostgreSQL server"), "{error}");
    assert!(error.contains("check host, port"), "{error}");
    assert!(!error.contains("secret-word"), "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let store = open(path.to_str().unwrap()).await;
    let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
         execution_time) VALUES ($1, 'later', TRUE, '', 1)";
    store.db.run(sql, crate::value::values![999_i64]).await.unwrap();
    store.close().await;
    let options = Options::default();
    let opened = Store::open(path.to_str().unwrap(), &options, Retention::default()).await;
    let error = opened.unwrap_err();
    assert!(matches!(error, OpenError::Newer { found: 999, known } if known < 999), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_may_open_a_fresh_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..8 {
        let path = folder.path().join(format!("{round}.db")).to_str().unwrap().to_owned();
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move { open(&path).await.ping().await.unwrap() })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    }
}

/// Servers run their work on many threads: what they wait for must be able to move between them.
#[tokio::test]
async fn what_callers_wait_for_can_move_between_threads() {
    fn movable<T: Send>(future: T) {
        drop(future);
    }
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path().join("x.db").to_str().unwrap()).await;
    let (mut out, mut input) = (Vec::new(), std::io::empty());
    movable(store.dump(&mut out));
    movable(store.load(&mut input));
    movable(store.expire(at(0)));
    movable(store.rebuild_networks(at(0), 9));
    movable(store.save_assessments(&[], at(0)));
    movable(store.add_review(&review("r", "a/1", 0, Label::Offer)));
    movable(store.timeline(account_id("a"), ALL));
    movable(store.alerts(None, ALL));
    movable(store.review_queue(&crate::ReviewFilter::default(), 1));
    movable(Store::open("x", &Options::default(), Retention::default()));
}

#[test]
fn options_have_defaults_and_refuse_what_they_do_not_know() {
    let read = |json: &str| serde_json::from_str::<Options>(json);
    assert_eq!(read("{}").unwrap(), Options::default());
    assert_eq!(read("{\"connections\": 2}").unwrap().connections, 2);
    assert!(read("{\"conections\": 2}").is_err());
}
