//! Files that were brought in.

use super::*;
use model::{Import, ImportCounts};

fn import(sha256: &str, minute: i64) -> Import {
    Import {
        id: Import::id_of(sha256),
        file: "posts.csv".to_owned(),
        sha256: sha256.to_owned(),
        bytes: 5_000_000_000,
        format: "csv".to_owned(),
        note: "from the desk in Example".to_owned(),
        collected_at: at(-60),
        started_at: at(minute),
        finished_at: None,
        counts: ImportCounts::default(),
        expires_at: at(minute).plus_days(30),
    }
}

#[tokio::test]
async fn a_file_is_entered_once_and_keeps_its_first_count() {
    each(async |store| {
        let first = import("aa", 1);
        assert!(store.open_import(&first).await.unwrap());
        assert_eq!(store.import(first.id).await.unwrap(), Some(first.clone()));
        let counts = ImportCounts { rows: 5, posts: 4, new_posts: 3, changed_posts: 1, refused: 1 };
        store.close_import(first.id, at(2), &counts).await.unwrap();
        let closed = Import { finished_at: Some(at(2)), counts, ..first.clone() };
        assert_eq!(store.import(first.id).await.unwrap(), Some(closed.clone()));
        let again = Import { file: "copy.csv".to_owned(), started_at: at(9), ..first.clone() };
        assert!(!store.open_import(&again).await.unwrap());
        store.close_import(first.id, at(9), &ImportCounts::default()).await.unwrap();
        assert_eq!(store.import(first.id).await.unwrap(), Some(closed.clone()));
        let other = import("bb", 20);
        store.open_import(&other).await.unwrap();
        assert_eq!(store.imports(ALL).await.unwrap().rows, [other, closed]);
    })
    .await;
}

#[tokio::test]
async fn an_import_is_kept_as_long_as_what_was_read_from_it() {
    each(async |store| {
        let file = import("aa", 1);
        store.open_import(&file).await.unwrap();
        let page = Page::new(1).post(post("a/1", "one"));
        let (platform, capture) = (platform(), page.capture());
        let page = RecordPage {
            import: Some(file.id),
            ..RecordPage::of(&platform, &capture, &page.reading, at(1))
        };
        store.record(page).await.unwrap();
        let captures = store.captures_of(Subject::Post(post_id("a/1"))).await.unwrap();
        assert_eq!(captures.iter().map(|row| row.import).collect::<Vec<_>>(), [Some(file.id)]);
        store.expire(at(2).plus_days(30)).await.unwrap();
        assert_eq!(store.import(file.id).await.unwrap(), Some(file.clone()));
        // Once the post is past its time, its capture goes, and the next night the import.
        for days in [2000, 2001] {
            store.expire(at(2).plus_days(days)).await.unwrap();
        }
        assert_eq!(store.import(file.id).await.unwrap(), None);
    })
    .await;
}
