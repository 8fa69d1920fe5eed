//! Candidates: what offers name, and what becomes of it.

use super::*;
use crate::Harvest;
use model::{CandidateState, Lead, LeadKind, PostLeads};

fn place(key: &str) -> SourceAddress {
    SourceAddress {
        platform: platform(),
        kind: SourceKind::Channel,
        key: key.to_owned(),
        url: url(key),
    }
}

fn leads(native: &str, account: &str, to: &[(&str, LeadKind)]) -> PostLeads {
    PostLeads {
        post: post_id(native),
        account: account_id(account),
        leads: to.iter().map(|(key, kind)| Lead { address: place(key), kind: *kind }).collect(),
        depth: 1,
        expires_at: at(1).plus_days(100),
    }
}

/// Keys and states of everything proposed, best first.
async fn proposed(store: &Store) -> Vec<String> {
    let listed = store.candidates(CandidateState::Proposed, ALL).await.unwrap();
    listed.rows.into_iter().map(|one| one.address.key).collect()
}

#[tokio::test]
async fn what_offers_name_is_proposed_and_what_they_no_longer_name_forgotten() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).post(post("a/2", "two")).record(&store).await;
        // Without an offer the account has no risk, and its leads weigh nothing.
        store.save_assessments(&[opinion("a/1", Label::Offer, 0.9)], at(2)).await.unwrap();
        let both = [("far", LeadKind::Forward), ("near", LeadKind::Contact)];
        store.save_leads(&leads("a/1", "a", &both), at(2)).await.unwrap();
        assert_eq!(proposed(&store).await, ["near", "far"]);
        let more = [("far", LeadKind::Link), ("far", LeadKind::Contact)];
        store.save_leads(&leads("a/2", "a", &more), at(3)).await.unwrap();
        assert_eq!(proposed(&store).await, ["far", "near"]);
        let counts = store.leads_to(place("far").id()).await.unwrap();
        assert_eq!(counts.iter().map(|lead| lead.posts).sum::<u32>(), 3);
        let before = dump(&store).await;
        store.save_leads(&leads("a/2", "a", &more), at(9)).await.unwrap();
        assert_eq!(proposed(&store).await, ["far", "near"], "again changes nothing");
        assert_eq!(dump(&store).await.lines().count(), before.lines().count());
        // A post that turns out to be no offer leaves no lead.
        store.save_leads(&leads("a/1", "a", &[]), at(10)).await.unwrap();
        assert_eq!(proposed(&store).await, ["far"]);
    })
    .await;
}

#[tokio::test]
async fn people_who_never_offered_anything_are_no_candidates() {
    each(async |store| {
        let own = |account: &str, name: &str| {
            let mut seen = profile(account, name);
            seen.is_source = false;
            seen
        };
        Page::new(1)
            .account(own("a", "seller"))
            .post(post("a/1", "one"))
            .account(own("s", "somebody_who_asks"))
            .post(by("s", post("s/1", "how do I get there?")))
            .record(&store)
            .await;
        store.save_assessments(&[opinion("s/1", Label::Seeker, 0.1)], at(2)).await.unwrap();
        let named = [
            ("somebody_who_asks", LeadKind::Mention),
            ("seller", LeadKind::Contact),
            ("unknown", LeadKind::Mention),
        ];
        store.save_leads(&leads("a/1", "a", &named), at(3)).await.unwrap();
        assert_eq!(proposed(&store).await, ["unknown"]);
    })
    .await;
}

#[tokio::test]
async fn a_decision_stays_whatever_is_named_later() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).post(post("a/2", "two")).record(&store).await;
        let named = [("one", LeadKind::Link), ("two", LeadKind::Link)];
        store.save_leads(&leads("a/1", "a", &named), at(2)).await.unwrap();
        let (one, two) = (place("one").id(), place("two").id());
        let ada = Some(PersonId::of(&["ada"]));
        let accepted = CandidateState::Accepted;
        assert!(
            store.decide_candidate(one, accepted, ada, "the same number", at(3)).await.unwrap()
        );
        let refused = CandidateState::Refused;
        assert!(store.decide_candidate(two, refused, ada, "a newspaper", at(3)).await.unwrap());
        store.save_leads(&leads("a/2", "a", &named), at(4)).await.unwrap();
        assert!(proposed(&store).await.is_empty());
        let two = store.candidate(two).await.unwrap().unwrap();
        assert_eq!((two.state, two.reason.as_str()), (refused, "a newspaper"));
        let unknown = SourceId::of(&["x"]);
        assert!(!store.decide_candidate(unknown, refused, ada, "", at(3)).await.unwrap());
        assert_eq!(store.accepted_by_score_since(at(0)).await.unwrap(), 0);
        assert_eq!(store.harvest().await.unwrap(), Harvest::default());
    })
    .await;
}

#[tokio::test]
async fn the_harvest_counts_what_was_accepted_and_seen() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let named = [("one", LeadKind::Link), ("two", LeadKind::Link)];
        store.save_leads(&leads("a/1", "a", &named), at(2)).await.unwrap();
        for (key, account) in [("one", "p"), ("two", "q")] {
            let source = source(key, "channels.example:443", 0);
            store.add_source(&source).await.unwrap();
            let accepted = CandidateState::Accepted;
            store.decide_candidate(source.id, accepted, None, "", at(3)).await.unwrap();
            let mut page = Page::new(4)
                .account(profile(account, key))
                .post(by(account, post(&format!("{account}/1"), "text")));
            page.source = Some(source.id);
            page.record(&store).await;
        }
        store.save_assessments(&[opinion("p/1", Label::Offer, 0.9)], at(5)).await.unwrap();
        assert_eq!(store.harvest().await.unwrap(), Harvest { seen: 2, advertise: 1 });
        assert_eq!(store.accepted_by_score_since(at(0)).await.unwrap(), 2);
        assert!(store.barren_candidates(1).await.unwrap().is_empty(), "one post is not assessed");
        store.save_assessments(&[opinion("q/1", Label::About, 0.1)], at(5)).await.unwrap();
        assert_eq!(store.barren_candidates(1).await.unwrap(), [place("two").id()]);
        assert!(store.barren_candidates(2).await.unwrap().is_empty());
    })
    .await;
}
