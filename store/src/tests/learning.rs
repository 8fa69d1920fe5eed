//! Trials, second opinions, the order of the review queue, and drift.

use super::*;
use crate::{Judged, ReviewFilter, Shadow, Trial};

/// Records posts `a/1` … and gives each an opinion.
async fn assessed(store: &Store, opinions: &[Assessment]) {
    let mut page = Page::new(1);
    for native in natives(opinions.len()) {
        page = page.post(post(&native, &native));
    }
    page.record(store).await;
    store.save_assessments(opinions, at(5)).await.unwrap();
}

fn natives(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("a/{n}")).collect()
}

fn by_person(name: &str, review: Review) -> Review {
    Review { reviewer: PersonId::of(&[name]), id: ReviewId::of(&[name, "second"]), ..review }
}

fn trial(native: &str, score: f32, minute: i64, held_out: bool) -> Trial {
    Trial { post: post_id(native), score, at: at(minute), held_out }
}

#[tokio::test]
async fn a_challenger_judges_every_new_opinions_post_once() {
    each(async |store| {
        let opinions = [opinion("a/1", Label::Offer, 0.9), opinion("a/2", Label::Other, 0.2)];
        assessed(&store, &opinions).await;
        let waiting = async |since: i64| {
            let found = store.posts_to_try("new-1", at(since), 9).await.unwrap();
            found.iter().map(|(post, _)| post.native_id.clone()).collect::<Vec<_>>()
        };
        let mut all = waiting(0).await;
        all.sort();
        assert_eq!(all, ["a/1", "a/2"]);
        assert!(waiting(6).await.is_empty(), "only since the challenger is there");
        let first = [trial("a/1", 0.25, 5, false), trial("lost/1", 0.5, 5, false)];
        store.save_trials("new-1", &first).await.unwrap();
        assert_eq!(waiting(0).await, ["a/2"]);
        store.save_trials("new-1", &[trial("a/2", 0.95, 5, false)]).await.unwrap();
        assert!(waiting(0).await.is_empty());
        let shadow = store.shadow("test", "new-1", 0.85).await.unwrap();
        assert_eq!((shadow.posts, shadow.gained, shadow.lost), (2, 1, 1));
        assert!((shadow.means[0] - 0.55).abs() < 1e-6 && (shadow.means[1] - 0.6).abs() < 1e-6);
        assert_eq!(store.shadow("test", "new-2", 0.85).await.unwrap(), Shadow::default());
        let again = Assessment { at: at(7), ..opinion("a/1", Label::Offer, 0.8) };
        store.save_assessments(&[again], at(7)).await.unwrap();
        assert_eq!(waiting(0).await, ["a/1"], "what was assessed anew is judged anew");
    })
    .await;
}

#[tokio::test]
async fn a_score_from_training_is_never_replaced_by_one_that_saw_the_post() {
    each(async |store| {
        assessed(&store, &[opinion("a/1", Label::Offer, 0.9)]).await;
        store.add_review(&review("r", "a/1", 6, Label::Offer)).await.unwrap();
        store.save_trials("new-1", &[trial("a/1", 0.25, 1, true)]).await.unwrap();
        store.save_trials("new-1", &[trial("a/1", 1.0, 9, false)]).await.unwrap();
        assert!(store.posts_to_try("new-1", at(0), 9).await.unwrap().is_empty());
        let scores = store.trials_of_reviewed("new-1").await.unwrap();
        assert_eq!(scores.into_iter().collect::<Vec<_>>(), [(post_id("a/1"), 0.25)]);
        let gone = store.keep.until(model::Category::Offer, at(1)).plus_days(1);
        assert_eq!(store.expire(gone).await.unwrap().posts, 1);
        assert!(store.trials_of_reviewed("new-1").await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_second_opinion_measures_and_decides_nothing() {
    each(async |store| {
        assessed(&store, &[opinion("a/1", Label::Offer, 0.9)]).await;
        store.add_review(&review("r", "a/1", 6, Label::Offer)).await.unwrap();
        let filter = ReviewFilter::default();
        let golden = async |name: &str| {
            store.golden_posts(PersonId::of(&[name]), &filter, 9).await.unwrap().len()
        };
        assert_eq!((golden("ada").await, golden("ben").await), (0, 1), "never one's own");
        let before = store.account(account_id("a")).await.unwrap();
        let seq = store.latest_seq().await.unwrap();
        let second = by_person("ben", review("s", "a/1", 7, Label::Seeker));
        store.add_second_opinion(&second).await.unwrap();
        store.add_second_opinion(&second).await.unwrap();
        assert_eq!(store.account(account_id("a")).await.unwrap(), before);
        assert_eq!(store.latest_seq().await.unwrap(), seq, "nothing is numbered as changed");
        let view = store.post(post_id("a/1")).await.unwrap().unwrap();
        assert_eq!(view.label(), Some(Label::Offer));
        let said = |name: &str, label| Judged {
            post: post_id("a/1"),
            reviewer: PersonId::of(&[name]),
            label,
        };
        let mut judged = store.judged_twice().await.unwrap();
        judged.sort_by_key(|one| one.label);
        assert_eq!(judged, [said("ada", Label::Offer), said("ben", Label::Seeker)]);
        assert_eq!(golden("eve").await, 0, "what is disputed is golden no more");
        let (ada, ben) = (PersonId::of(&["ada"]), PersonId::of(&["ben"]));
        assert_eq!(store.review_counts(ben, at(0)).await.unwrap().0, 1, "counted as a review");
        assert!(!store.undo_review(second.id, ada).await.unwrap());
        assert!(store.undo_review(second.id, ben).await.unwrap());
        assert!(!store.undo_review(second.id, ben).await.unwrap());
        assert_eq!(golden("eve").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_queue_shows_what_teaches_most() {
    each(async |store| {
        let unsure = |native: &str, language: &str, template: u64, score: f32| Assessment {
            abstain: true,
            language: Language::new(language),
            fingerprint: vec![template],
            ..opinion(native, Label::About, score)
        };
        let mut opinions: Vec<Assessment> =
            (1..=20).map(|n| unsure(&format!("a/{n}"), "en", 100 + n, 0.5)).collect();
        opinions.push(Assessment { fingerprint: vec![7], ..opinion("a/21", Label::Offer, 0.99) });
        // English is known by then: the template of a/22 was reviewed, that of a/23 was not.
        opinions.push(unsure("a/22", "en", 101, 0.8));
        opinions.push(unsure("a/23", "en", 9, 0.4));
        opinions.push(unsure("a/24", "so", 10, 0.36));
        assessed(&store, &opinions).await;
        let queue = async || {
            let found = store.review_queue(&ReviewFilter::default(), 4).await.unwrap();
            found.iter().map(|view| view.post.native_id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(queue().await.first().map(String::as_str), Some("a/22"), "no language is known");
        for n in 1..=20 {
            let (name, native) = (format!("r{n}"), format!("a/{n}"));
            store.add_review(&review(&name, &native, 6, Label::Other)).await.unwrap();
        }
        // Unsure before sure; a new language first; then a new template, however unlikely an offer.
        assert_eq!(queue().await, ["a/24", "a/23", "a/22", "a/21"]);
    })
    .await;
}

#[tokio::test]
async fn scores_are_counted_by_week() {
    each(async |store| {
        let mut last = opinion("a/3", Label::Offer, 1.0);
        last.language = Language::unknown();
        let unsure = Assessment { abstain: true, ..opinion("a/2", Label::Other, 0.55) };
        assessed(&store, &[opinion("a/1", Label::Other, 0.0), unsure, last]).await;
        let weeks = store.weeks_of_scores(at(0)).await.unwrap();
        let [week] = weeks.as_slice() else { panic!("{weeks:?}") };
        assert_eq!((week.posts, week.unsure, week.unknown), (3, 1, 1));
        assert_eq!(week.steps, [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
        assert_eq!(week.begins.utc().format("%a %H:%M").to_string(), "Mon 00:00");
        assert!(week.begins <= at(1) && at(1) < week.begins.plus_days(7));
        assert!(store.weeks_of_scores(at(9)).await.unwrap().is_empty());
    })
    .await;
}
