//! Opinions, and what follows from them.

use super::*;
use crate::{By, DayCount, ReviewFilter};
use model::account::risk;
use model::{Category, Language};

async fn view(store: &Store, native: &str) -> crate::PostView {
    store.post(post_id(native)).await.unwrap().unwrap()
}

async fn risk_of(store: &Store) -> (u32, f32) {
    let account = store.account(account_id("a")).await.unwrap().unwrap();
    (account.offers, account.risk)
}

#[tokio::test]
async fn an_assessment_comes_back_as_it_was_saved() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let opinion = opinion("a/1", Label::Offer, 0.875);
        let lost = Assessment { post: post_id("lost/1"), ..opinion.clone() };
        store.save_assessments(&[opinion.clone(), lost], at(2)).await.unwrap();
        let view = view(&store, "a/1").await;
        assert_eq!(view.assessment, Some(opinion));
        assert_eq!((view.label(), view.score()), (Some(Label::Offer), 0.875));
    })
    .await;
}

#[tokio::test]
async fn only_offers_raise_the_risk_of_an_account() {
    each(async |store| {
        let mut page = Page::new(1);
        for native in ["a/1", "a/2", "a/3"] {
            page = page.post(post(native, native));
        }
        page.record(&store).await;
        let others = [Label::Seeker, Label::About, Label::LicitService];
        let opinions: Vec<_> = ["a/1", "a/2", "a/3"]
            .into_iter()
            .zip(others)
            .map(|(native, label)| opinion(native, label, 0.99))
            .collect();
        store.save_assessments(&opinions, at(2)).await.unwrap();
        assert_eq!(risk_of(&store).await, (0, 0.0));
        let contact = phone("+447700900123").id();
        assert_eq!(store.contact_reach(contact).await.unwrap(), 0, "no contact of theirs is kept");
        store.save_assessments(&[opinion("a/1", Label::Offer, 0.75)], at(3)).await.unwrap();
        assert_eq!(risk_of(&store).await, (1, risk(&[0.75], 3)));
        assert_eq!(store.contact_reach(contact).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_latest_review_decides_until_it_is_undone() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        store.save_assessments(&[opinion("a/1", Label::Offer, 0.75)], at(2)).await.unwrap();
        let mut seq = store.latest_seq().await.unwrap();
        let numbered = async |seq: &mut i64| {
            *seq += 1;
            let listed = store.changes_after(*seq - 1, 9).await.unwrap();
            let rows: Vec<_> = listed.iter().map(|c| (c.seq, c.post, c.erased)).collect();
            assert_eq!(rows, [(*seq, post_id("a/1"), false)]);
        };
        let no = review("r1", "a/1", 3, Label::Seeker);
        store.add_review(&no).await.unwrap();
        store.add_review(&no).await.unwrap();
        assert_eq!(risk_of(&store).await, (0, 0.0), "a reviewed non-offer is out");
        assert!(view(&store, "a/1").await.score() < f32::EPSILON);
        numbered(&mut seq).await;
        let yes = review("r2", "a/1", 4, Label::Offer);
        store.add_review(&yes).await.unwrap();
        assert_eq!(risk_of(&store).await, (1, risk(&[1.0], 1)), "a reviewed offer counts fully");
        numbered(&mut seq).await;
        let reviews = store.reviews_of(post_id("a/1")).await.unwrap();
        assert_eq!(reviews, [yes.clone(), no.clone()]);
        assert!(!store.undo_review(yes.id, PersonId::of(&["ben"])).await.unwrap());
        assert!(store.undo_review(yes.id, yes.reviewer).await.unwrap());
        assert!(!store.undo_review(yes.id, yes.reviewer).await.unwrap());
        assert_eq!(view(&store, "a/1").await.review, Some(no.clone()));
        numbered(&mut seq).await;
        assert!(store.undo_review(no.id, no.reviewer).await.unwrap());
        assert_eq!(risk_of(&store).await, (1, risk(&[0.75], 1)));
        numbered(&mut seq).await;
    })
    .await;
}

#[tokio::test]
async fn how_long_a_post_is_kept_follows_its_label() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let until = async |category: Category| {
            let post = view(&store, "a/1").await.post;
            assert_eq!(post.expires_at, store.keep.until(category, post.last_seen), "{category:?}");
        };
        until(Category::Unsure).await;
        store.save_assessments(&[opinion("a/1", Label::Offer, 0.9)], at(2)).await.unwrap();
        until(Category::Offer).await;
        Page::new(90).post(post("a/1", "one")).record(&store).await;
        until(Category::Offer).await;
        store.add_review(&review("r1", "a/1", 3, Label::Seeker)).await.unwrap();
        until(Category::Seeker).await;
        let account = store.account(account_id("a")).await.unwrap().unwrap();
        assert_eq!(account.expires_at, store.keep.until(Category::Seeker, at(90)));
    })
    .await;
}

#[tokio::test]
async fn saving_the_same_opinion_again_changes_nothing() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let opinions = [opinion("a/1", Label::Offer, 0.9)];
        store.save_assessments(&opinions, at(2)).await.unwrap();
        let before = dump(&store).await;
        store.save_assessments(&opinions, at(3)).await.unwrap();
        assert_eq!(dump(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_comes_while_its_post_is_assessed_stays_queued() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        assert_eq!(store.posts_to_assess(9).await.unwrap().len(), 1);
        Page::new(2).post(post("a/1", "two")).record(&store).await;
        store.save_assessments(&[opinion("a/1", Label::Other, 0.1)], at(3)).await.unwrap();
        let queued = store.posts_to_assess(9).await.unwrap();
        assert_eq!(queued.first().map(|post| post.content.text.as_str()), Some("two"));
        store.save_assessments(&[opinion("a/1", Label::Other, 0.2)], at(4)).await.unwrap();
        assert!(store.posts_to_assess(9).await.unwrap().is_empty());
        assert_eq!(store.requeue_all().await.unwrap(), 1);
        assert_eq!(store.posts_to_assess(9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_review_queue_shows_the_unsure_first_then_sure_offers() {
    each(async |store| {
        let natives = ["a/1", "a/2", "a/3", "a/4"];
        let mut page = Page::new(1);
        for native in natives {
            page = page.post(post(native, native));
        }
        page.record(&store).await;
        let unsure = Assessment { abstain: true, ..opinion("a/3", Label::About, 0.4) };
        let mut french = opinion("a/4", Label::Offer, 0.7);
        french.language = Language::new("fr");
        let opinions =
            [opinion("a/1", Label::Offer, 0.8), opinion("a/2", Label::Other, 0.1), unsure, french];
        store.save_assessments(&opinions, at(2)).await.unwrap();
        let check = async |filter: ReviewFilter, expect: &[&str]| {
            let queue = store.review_queue(&filter, 9).await.unwrap();
            let natives: Vec<_> = queue.iter().map(|v| v.post.native_id.clone()).collect();
            assert_eq!(natives, expect, "{filter:?}");
        };
        check(ReviewFilter::default(), &["a/3", "a/1", "a/4"]).await;
        let language = Some(Language::new("fr"));
        check(ReviewFilter { language, platform: Some(platform()) }, &["a/4"]).await;
        let platform = Some(Platform::new("mastodon"));
        check(ReviewFilter { language: None, platform }, &[]).await;
        let ada = PersonId::of(&["ada"]);
        assert_eq!(store.review_counts(ada, at(0)).await.unwrap(), (0, 3));
        store.add_review(&review("r", "a/3", 3, Label::Offer)).await.unwrap();
        assert_eq!(store.review_counts(ada, at(0)).await.unwrap(), (1, 2));
        assert_eq!(store.review_counts(ada, at(4)).await.unwrap(), (0, 2));
    })
    .await;
}

#[tokio::test]
async fn accounts_are_filtered_and_ordered() {
    use crate::{AccountFilter, AccountOrder};
    each(async |store| {
        let quiet = by("b", PostSeen { posted_at: Some(at(0)), ..post("b/1", "two") });
        let page = Page::new(1).account(profile("a", "Harbour_One")).post(post("a/1", "one"));
        page.post(quiet).post(by("b", post("b/2", "three"))).record(&store).await;
        store.save_assessments(&[opinion("a/1", Label::Offer, 0.9)], at(2)).await.unwrap();
        let check = async |filter: AccountFilter, order: AccountOrder, expect: &[&str]| {
            let found = store.accounts(&filter, order, ALL).await.unwrap();
            let natives: Vec<_> = found.rows.iter().map(|a| a.native_id.clone()).collect();
            assert_eq!(natives, expect, "{filter:?} {order:?}");
        };
        let any = AccountFilter::default;
        check(any(), AccountOrder::Risk, &["a", "b"]).await;
        check(any(), AccountOrder::Posts, &["b", "a"]).await;
        check(any(), AccountOrder::Name, &["b", "a"]).await;
        let text = Some("@harbour_".to_owned());
        check(AccountFilter { text, ..any() }, AccountOrder::LastSeen, &["a"]).await;
        check(AccountFilter { min_risk: Some(0.2), ..any() }, AccountOrder::Risk, &["a"]).await;
        let language = Some(Language::new("en"));
        check(AccountFilter { language, ..any() }, AccountOrder::FirstSeen, &["a"]).await;
        check(AccountFilter { watched: Some(true), ..any() }, AccountOrder::Risk, &[]).await;
        let watched = Some(false);
        check(AccountFilter { watched, ..any() }, AccountOrder::Risk, &["a", "b"]).await;
        let gone = Some(model::PresenceState::Gone);
        check(AccountFilter { presence: gone, ..any() }, AccountOrder::Risk, &[]).await;
        let ids = [account_id("b"), account_id("x"), account_id("a")];
        let found = store.accounts_by_ids(&ids).await.unwrap();
        assert_eq!(found.iter().map(|a| a.id).collect::<Vec<_>>(), [ids[0], ids[2]]);
        let offers = store.posts_of_account(ids[2], Some(Label::Offer), ALL).await.unwrap();
        assert_eq!(offers.total, 1);
        let seekers = store.posts_of_account(ids[2], Some(Label::Seeker), ALL).await.unwrap();
        assert_eq!(seekers.total, 0);
    })
    .await;
}

#[tokio::test]
async fn offers_are_counted_by_day_and_kind() {
    each(async |store| {
        let on = |native: &str, day: i64| {
            let posted_at = Some(at(0).plus_days(day));
            PostSeen { posted_at, ..post(native, native) }
        };
        let page = Page::new(1).post(on("a/1", 0)).post(on("a/2", 0)).post(on("a/3", 1));
        page.post(on("a/4", 1)).record(&store).await;
        let mut both = opinion("a/2", Label::Offer, 0.9);
        both.services = vec![Service::Sea, Service::Document];
        both.route = Route { origin: None, destination: Some("IT".into()) };
        let opinions = [
            opinion("a/1", Label::Offer, 0.9),
            both,
            opinion("a/3", Label::Offer, 0.9),
            opinion("a/4", Label::Seeker, 0.9),
        ];
        store.save_assessments(&opinions, at(2)).await.unwrap();
        let check = async |by: By, expect: &[(&str, &str, u64)]| {
            let (since, until) = (at(0), at(0).plus_days(2));
            let counts = store.offers_per_day(since, until, by).await.unwrap();
            let row = |&(day, key, count): &(&str, &str, u64)| DayCount {
                day: day.to_owned(),
                key: key.to_owned(),
                count,
            };
            assert_eq!(counts, expect.iter().map(row).collect::<Vec<_>>(), "{by:?}");
        };
        let (one, two) = ("2026-11-18", "2026-11-19");
        check(By::Platform, &[(one, "telegram", 2), (two, "telegram", 1)]).await;
        check(By::Language, &[(one, "en", 2), (two, "en", 1)]).await;
        check(By::Corridor, &[(one, "? → IT", 1), (one, "TR → GR", 1), (two, "TR → GR", 1)]).await;
        check(By::Service, &[(one, "document", 1), (one, "sea", 2), (two, "sea", 1)]).await;
        let days = store.account_days(account_id("a")).await.unwrap();
        let days: Vec<_> = days.iter().map(|d| (d.key.as_str(), d.count)).collect();
        assert_eq!(days, [("offer", 2), ("offer", 1), ("other", 1)]);
        let overview = store.overview(at(0).plus_days(1)).await.unwrap();
        assert_eq!((overview.posts, overview.offers, overview.offers_24h), (4, 3, 3));
        assert_eq!((overview.accounts, overview.to_review), (1, 3));
    })
    .await;
}
