//! Adverts, contacts and networks.

use super::*;
use crate::{AdvertFilter, ContactUse, Grouped};
use model::{AdvertId, TieKind};

fn advert(native: &str) -> AdvertId {
    AdvertId::of(&[native])
}

/// Offers of these accounts, all with the same phone number.
async fn offers(store: &Store, natives: &[&str]) {
    let mut page = Page::new(1);
    for native in natives {
        let (account, number) = native.split_once('/').unwrap();
        let posted_at = Some(at(number.parse().unwrap()));
        page = page.post(PostSeen { posted_at, ..by(account, post(native, native)) });
    }
    page.record(store).await;
    let opinions: Vec<_> =
        natives.iter().map(|native| opinion(native, Label::Offer, 0.9)).collect();
    store.save_assessments(&opinions, at(2)).await.unwrap();
}

async fn group(store: &Store, native: &str, into: &str, merged: &[&str]) {
    let merged = merged.iter().map(|native| advert(native)).collect();
    let bands = vec![7, u64::MAX];
    let grouped = Grouped { post: post_id(native), advert: advert(into), merged, bands };
    store.save_group(&grouped, at(3)).await.unwrap();
}

#[tokio::test]
async fn offers_join_adverts_and_adverts_merge() {
    each(async |store| {
        offers(&store, &["a/1", "b/2", "c/3"]).await;
        assert_eq!(store.posts_to_group(9).await.unwrap().len(), 3);
        group(&store, "a/1", "a/1", &[]).await;
        group(&store, "b/2", "b/2", &[]).await;
        let seq = store.latest_seq().await.unwrap();
        group(&store, "c/3", "a/1", &["b/2", "a/1"]).await;
        assert!(store.posts_to_group(9).await.unwrap().is_empty());
        let changed = store.changes_after(seq, 9).await.unwrap();
        assert_eq!(changed.len(), 2, "the new post and the one that moved");
        assert_eq!(store.advert(advert("b/2")).await.unwrap(), None);
        let merged = store.advert(advert("a/1")).await.unwrap().unwrap();
        assert_eq!((merged.posts, merged.accounts, merged.sample.as_str()), (3, 3, "a/1"));
        assert_eq!((merged.first_posted, merged.last_posted), (at(1), at(3)));
        assert_eq!(merged.services, [Service::Sea]);
        let posts = store.posts_of_advert(merged.id, ALL).await.unwrap();
        assert!(posts.rows.iter().all(|view| view.advert == Some(merged.id)) && posts.total == 3);
        let check = async |filter: AdvertFilter, expect: u64| {
            let listed = store.adverts(&filter, ALL).await.unwrap();
            assert_eq!(listed.total, expect, "{filter:?}");
        };
        let any = AdvertFilter::default;
        check(any(), 1).await;
        check(AdvertFilter { text: Some("A/".to_owned()), ..any() }, 1).await;
        check(AdvertFilter { service: Some(Service::Sea), min_posts: Some(3), ..any() }, 1).await;
        check(AdvertFilter { service: Some(Service::Air), ..any() }, 0).await;
        check(AdvertFilter { language: Some(Language::new("fr")), ..any() }, 0).await;
        check(AdvertFilter { min_posts: Some(4), ..any() }, 0).await;
    })
    .await;
}

#[tokio::test]
async fn grouping_twice_leaves_the_database_equal() {
    each(async |store| {
        offers(&store, &["a/1", "b/2"]).await;
        group(&store, "a/1", "a/1", &[]).await;
        group(&store, "b/2", "a/1", &[]).await;
        let before = dump(&store).await;
        group(&store, "b/2", "a/1", &[]).await;
        assert_eq!(dump(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn offers_meet_by_bands_and_by_contacts() {
    each(async |store| {
        offers(&store, &["a/1", "b/2"]).await;
        group(&store, "a/1", "a/1", &[]).await;
        let hits = store.posts_sharing_bands(&[u64::MAX, 3, 7]).await.unwrap();
        let hit = hits.first().unwrap();
        assert_eq!((hits.len(), hit.post, hit.advert), (1, post_id("a/1"), Some(advert("a/1"))));
        assert_eq!(hit.fingerprint, [1, u64::MAX]);
        assert!(store.posts_sharing_bands(&[8]).await.unwrap().is_empty());
        let contact = phone("+447700900123").id();
        let shared = store.posts_sharing_contacts(&[contact]).await.unwrap();
        let shared: Vec<_> = shared.iter().map(|hit| (hit.post, hit.advert)).collect();
        assert_eq!(shared, [(post_id("a/1"), Some(advert("a/1"))), (post_id("b/2"), None)]);
        let used = store.contacts_of(account_id("b")).await.unwrap();
        let expect = ContactUse {
            id: contact,
            kind: ContactKind::Phone,
            value: "+447700900123".to_owned(),
            posts: 2,
            accounts: 2,
            first: at(1),
            last: at(2),
        };
        assert_eq!(used, [expect]);
    })
    .await;
}

#[tokio::test]
async fn what_is_found_to_be_no_offer_leaves_its_advert() {
    each(async |store| {
        offers(&store, &["a/1", "b/2"]).await;
        group(&store, "a/1", "a/1", &[]).await;
        group(&store, "b/2", "a/1", &[]).await;
        store.add_review(&review("r", "b/2", 4, Label::About)).await.unwrap();
        assert_eq!(store.advert(advert("a/1")).await.unwrap().unwrap().posts, 1);
        assert_eq!(store.post(post_id("b/2")).await.unwrap().unwrap().advert, None);
        assert_eq!(store.posts_sharing_bands(&[7]).await.unwrap().len(), 1);
        group(&store, "b/2", "a/1", &[]).await;
        assert_eq!(store.advert(advert("a/1")).await.unwrap().unwrap().posts, 1, "nor comes back");
        store.add_review(&review("s", "a/1", 4, Label::About)).await.unwrap();
        assert_eq!(store.advert(advert("a/1")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn shared_contacts_and_adverts_make_networks_and_common_contacts_do_not() {
    each(async |store| {
        offers(&store, &["a/1", "b/2", "c/3"]).await;
        store.rebuild_networks(at(4), 3).await.unwrap();
        let network = store.network_of(account_id("b")).await.unwrap().unwrap();
        assert_eq!((network.accounts.len(), network.ties.len()), (3, 3));
        assert_eq!(store.network(network.id).await.unwrap(), Some(network.clone()));
        assert_eq!(store.networks(ALL).await.unwrap().rows, [network]);
        store.rebuild_networks(at(4), 2).await.unwrap();
        assert_eq!(store.networks(ALL).await.unwrap().total, 0);
        let contact = phone("+447700900123").id();
        assert!(store.posts_sharing_contacts(&[contact]).await.unwrap().is_empty());
        group(&store, "a/1", "a/1", &[]).await;
        group(&store, "b/2", "a/1", &[]).await;
        store.rebuild_networks(at(4), 2).await.unwrap();
        let network = store.network_of(account_id("a")).await.unwrap().unwrap();
        assert_eq!(network.ties.iter().map(|tie| tie.kind).collect::<Vec<_>>(), [TieKind::Advert]);
        assert_eq!(store.network_of(account_id("c")).await.unwrap(), None);
    })
    .await;
}
