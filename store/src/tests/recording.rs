//! Pages become rows.

use super::*;
use crate::{ProfileField, TimelineKind};
use model::post::Media;

#[tokio::test]
async fn recording_a_page_twice_leaves_the_database_equal() {
    each(async |store| {
        let page = Page::new(1)
            .account(profile("a", "routes"))
            .post(post("a/1", "one"))
            .post(by("b", post("b/1", "two")))
            .found(Subject::Post(post_id("a/1")), Finding::CouldNotSee, Witness::PostPage);
        let first = page.record(&store).await;
        assert_eq!(first.new_posts, [post_id("a/1"), post_id("b/1")]);
        assert_eq!(first.accounts, [account_id("a"), account_id("b")]);
        let before = dump(&store).await;
        let again = page.record(&store).await;
        assert_eq!((again.new_posts.len(), again.known_posts), (0, 2));
        assert_eq!(dump(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_was_replaced_by_a_later_one_can_be_recorded_again_without_effect() {
    each(async |store| {
        let gone = Finding::Missing;
        let pages = [
            Page::new(1).account(profile("a", "old")).post(post("a/1", "first")),
            Page::new(20).found(Subject::Post(post_id("a/1")), gone, Witness::PostPage),
            Page::new(40).account(profile("a", "new")).post(post("a/1", "second")),
        ];
        for page in &pages {
            page.record(&store).await;
        }
        let before = dump(&store).await;
        for page in &pages {
            page.record(&store).await;
            assert_eq!(dump(&store).await, before, "page of minute {}", page.minute);
        }
    })
    .await;
}

#[tokio::test]
async fn a_later_page_that_says_the_same_only_moves_last_seen() {
    each(async |store| {
        Page::new(1).account(profile("a", "routes")).post(post("a/1", "one")).record(&store).await;
        let before = store.post(post_id("a/1")).await.unwrap().unwrap();
        let seq = store.latest_seq().await.unwrap();
        Page::new(9).account(profile("a", "routes")).post(post("a/1", "one")).record(&store).await;
        let after = store.post(post_id("a/1")).await.unwrap().unwrap();
        assert_eq!((after.post.last_seen, after.account.last_seen), (at(9), at(9)));
        let mut expect = before.clone();
        expect.post.last_seen = at(9);
        expect.post.expires_at = before.post.expires_at.plus_ms(8 * 60_000);
        expect.account.last_seen = at(9);
        expect.account.expires_at = expect.post.expires_at;
        assert_eq!(after, expect);
        assert_eq!(store.latest_seq().await.unwrap(), seq, "nothing to index");
        assert_eq!(store.sightings(Subject::Post(post_id("a/1"))).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_edit_is_a_new_revision_and_a_sighting() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        assert_eq!(store.posts_to_assess(9).await.unwrap().len(), 1);
        store.save_assessments(&[opinion("a/1", Label::Other, 0.1)], at(2)).await.unwrap();
        assert!(store.posts_to_assess(9).await.unwrap().is_empty());
        let recorded = Page::new(3).post(post("a/1", "two")).record(&store).await;
        assert_eq!(recorded.changed_posts, [post_id("a/1")]);
        let revisions = store.revisions(post_id("a/1")).await.unwrap();
        let said: Vec<_> =
            revisions.iter().map(|r| (r.number, r.content.text.as_str(), r.seen_at)).collect();
        assert_eq!(said, [(1, "one", at(1)), (2, "two", at(3))]);
        let view = store.post(post_id("a/1")).await.unwrap().unwrap();
        assert_eq!((view.post.revisions, view.post.content.text.as_str()), (2, "two"));
        let sightings = store.sightings(Subject::Post(post_id("a/1"))).await.unwrap();
        assert_eq!(sightings.first().map(|s| s.finding.clone()), Some(Finding::Changed));
        assert_eq!(store.posts_to_assess(9).await.unwrap().len(), 1, "queued again");
        assert_eq!(store.captures_of(Subject::Post(post_id("a/1"))).await.unwrap().len(), 2);
        assert!(view.first_capture().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_picture_served_from_elsewhere_is_no_edit() {
    each(async |store| {
        let shown = |address: &str| {
            let mut seen = post("a/1", "one");
            let url = Some(address.to_owned());
            seen.content.media = vec![Media { kind: "photo".to_owned(), url, text: String::new() }];
            seen
        };
        let first = shown("https://cdn1.example/f/a.jpg?sig=1");
        Page::new(1).post(first).record(&store).await;
        let moved = shown("https://cdn4.example/f/a.jpg?sig=2");
        assert_eq!(Page::new(2).post(moved).record(&store).await.known_posts, 1);
        let other = shown("https://cdn4.example/f/b.jpg");
        assert_eq!(Page::new(3).post(other).record(&store).await.changed_posts.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_renamed_account_stays_itself_and_tells_its_names() {
    each(async |store| {
        Page::new(1).account(profile("a", "old")).post(post("a/1", "one")).record(&store).await;
        let seq = store.latest_seq().await.unwrap();
        let mut renamed = profile("a", "new");
        renamed.profile.biography = "Moved".to_owned();
        Page::new(2).account(renamed).record(&store).await;
        let account = store.account(account_id("a")).await.unwrap().unwrap();
        assert_eq!(account.profile.handle.as_str(), "new");
        let sightings = store.sightings(Subject::Account(account.id)).await.unwrap();
        let renamed = Finding::Renamed { from: "old".to_owned(), to: "new".to_owned() };
        assert!(sightings.iter().any(|sighting| sighting.finding == renamed));
        assert!(sightings.iter().any(|sighting| sighting.finding == Finding::Changed));
        let changed = store.changes_after(seq, 9).await.unwrap();
        assert_eq!(changed.len(), 1, "its posts are indexed under the new name");
        let timeline = store.timeline(account.id, ALL).await.unwrap();
        let field = ProfileField::Handle;
        let rename =
            timeline.rows.iter().find(|e| e.kind == TimelineKind::ProfileChanged { field });
        let rename = rename.unwrap();
        assert_eq!(rename.text_before.as_deref(), Some("old"));
        assert_eq!(rename.text_after.as_deref(), Some("new"));
        let kinds: Vec<_> = timeline.rows.iter().map(|e| e.kind.clone()).collect();
        assert!(kinds.contains(&TimelineKind::FirstSeen) && kinds.contains(&TimelineKind::Posted));
        assert_eq!(timeline.total, 5, "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn what_a_post_shows_of_its_author_never_empties_a_profile() {
    each(async |store| {
        Page::new(1).account(profile("a", "routes")).record(&store).await;
        let mut partial = profile("a", "routes");
        partial.profile = AccountProfile { handle: Handle::new("routes"), ..Default::default() };
        partial.complete = false;
        Page::new(2).account(partial).post(post("a/1", "one")).record(&store).await;
        let account = store.account(account_id("a")).await.unwrap().unwrap();
        assert_eq!(account.profile, profile("a", "routes").profile);
        let mut emptied = profile("a", "routes");
        emptied.profile.biography = String::new();
        Page::new(3).account(emptied).record(&store).await;
        let account = store.account(account_id("a")).await.unwrap().unwrap();
        assert_eq!(account.profile.biography, "", "a whole profile does");
    })
    .await;
}

#[tokio::test]
async fn what_is_learned_of_an_account_later_is_no_change_of_it() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        Page::new(2).account(profile("a", "routes")).record(&store).await;
        let account = store.account(account_id("a")).await.unwrap().unwrap();
        assert_eq!(account.profile.display_name, "Example Routes");
        assert_eq!(store.sightings(Subject::Account(account.id)).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_post_without_a_time_takes_that_of_its_capture_until_the_page_tells() {
    each(async |store| {
        let untimed = PostSeen { posted_at: None, ..post("a/1", "one") };
        let recorded = Page::new(7).post(untimed).record(&store).await;
        assert_eq!(recorded.posted, [at(7)]);
        Page::new(8).post(post("a/1", "one")).record(&store).await;
        assert_eq!(store.post(post_id("a/1")).await.unwrap().unwrap().post.posted_at, at(0));
    })
    .await;
}

#[tokio::test]
async fn a_source_learns_its_account_once() {
    each(async |store| {
        let source = source("routes", "channels.example:443", 0);
        store.add_source(&source).await.unwrap();
        let mut page = Page::new(1).account(profile("a", "routes"));
        page.source = Some(source.id);
        assert_eq!(page.record(&store).await.source_account, Some(account_id("a")));
        let mut other = Page::new(2).account(profile("b", "other"));
        other.source = Some(source.id);
        other.record(&store).await;
        let known = store.source_of(account_id("a")).await.unwrap().unwrap();
        assert_eq!((known.id, known.account), (source.id, Some(account_id("a"))));
        let capture = store.capture(page.capture().capture().id).await.unwrap().unwrap();
        assert_eq!((capture.source, capture.status), (Some(source.id), 200));
    })
    .await;
}

#[tokio::test]
async fn letters_that_a_database_refuses_do_not_stop_a_page() {
    each(async |store| {
        let mut account = profile("a", "nu\0l");
        account.profile.display_name = "a\0b".to_owned();
        let page = || Page::new(1).account(account.clone()).post(post("a/1", "x\0y 🛶"));
        page().record(&store).await;
        let before = dump(&store).await;
        page().record(&store).await;
        assert_eq!(dump(&store).await, before);
        let view = store.post(post_id("a/1")).await.unwrap().unwrap();
        assert_eq!(view.post.content.text, "x\0y 🛶");
        assert_eq!(view.account.profile.display_name, "a\u{fffd}b");
    })
    .await;
}
