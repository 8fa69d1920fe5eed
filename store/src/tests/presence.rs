//! Gone, back, and how sure.

use super::*;
use crate::TimelineKind;
use model::PresenceState;

async fn state_of(store: &Store, native: &str) -> PresenceState {
    store.post(post_id(native)).await.unwrap().unwrap().post.presence.state
}

#[tokio::test]
async fn gone_needs_two_looks_and_two_witnesses() {
    use Finding::{CouldNotSee, Deleted, Missing};
    use PresenceState::{Gone, GoneCandidate, Live};
    use Witness::{AccountPage, Listing, PostPage};
    let check = async |looks: &[(i64, Finding, Witness)], expect: PresenceState| {
        each(async |store| {
            Page::new(1).post(post("a/1", "one")).record(&store).await;
            for (minute, finding, witness) in looks {
                let subject = Subject::Post(post_id("a/1"));
                let page = Page::new(*minute).found(subject, finding.clone(), *witness);
                page.record(&store).await;
                page.record(&store).await;
            }
            assert_eq!(state_of(&store, "a/1").await, expect, "{looks:?}");
        })
        .await;
    };
    check(&[(20, Missing, PostPage)], GoneCandidate).await;
    check(&[(20, Missing, PostPage), (40, Missing, PostPage)], GoneCandidate).await;
    check(&[(20, Missing, PostPage), (21, Missing, Listing)], GoneCandidate).await;
    check(&[(20, Missing, PostPage), (40, Deleted, AccountPage)], Gone).await;
    check(&[(20, CouldNotSee, PostPage), (40, CouldNotSee, Listing)], Live).await;
}

#[tokio::test]
async fn a_post_that_reappears_becomes_live_and_earlier_doubts_are_forgotten() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let subject = Subject::Post(post_id("a/1"));
        let missing = |minute, witness| Page::new(minute).found(subject, Finding::Missing, witness);
        missing(20, Witness::PostPage).record(&store).await;
        missing(40, Witness::Listing).record(&store).await;
        assert_eq!(state_of(&store, "a/1").await, PresenceState::Gone);
        let seq = store.latest_seq().await.unwrap();
        Page::new(60).post(post("a/1", "one")).record(&store).await;
        let presence = store.post(post_id("a/1")).await.unwrap().unwrap().post.presence;
        assert_eq!((presence.state, presence.since), (PresenceState::Live, at(60)));
        assert_eq!(store.changes_after(seq, 9).await.unwrap().len(), 1);
        missing(80, Witness::PostPage).record(&store).await;
        assert_eq!(state_of(&store, "a/1").await, PresenceState::GoneCandidate);
        let timeline = store.timeline(account_id("a"), ALL).await.unwrap();
        let found: Vec<_> = timeline
            .rows
            .iter()
            .filter_map(|entry| match &entry.kind {
                TimelineKind::PostFound { finding } => Some((entry.at, finding.clone())),
                _ => None,
            })
            .collect();
        let expect = [
            (at(80), Finding::Missing),
            (at(60), Finding::Seen),
            (at(40), Finding::Missing),
            (at(20), Finding::Missing),
        ];
        assert_eq!(found, expect);
    })
    .await;
}

#[tokio::test]
async fn a_check_that_finds_a_post_moves_its_last_seen() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let subject = Subject::Post(post_id("a/1"));
        Page::new(20).found(subject, Finding::Missing, Witness::Listing).record(&store).await;
        let check = Page::new(30).purpose(Purpose::Post);
        check.found(subject, Finding::Seen, Witness::PostPage).record(&store).await;
        let post = store.post(post_id("a/1")).await.unwrap().unwrap().post;
        assert_eq!((post.presence.state, post.last_seen), (PresenceState::Live, at(30)));
    })
    .await;
}

#[tokio::test]
async fn an_account_that_goes_leaves_its_posts_alone() {
    each(async |store| {
        Page::new(1).post(post("a/1", "one")).record(&store).await;
        let subject = Subject::Account(account_id("a"));
        let gone = |minute, finding, witness| Page::new(minute).found(subject, finding, witness);
        gone(20, Finding::Missing, Witness::Listing).record(&store).await;
        gone(40, Finding::Suspended, Witness::Directory).record(&store).await;
        let view = store.post(post_id("a/1")).await.unwrap().unwrap();
        assert_eq!(view.account.presence.state, PresenceState::Gone);
        assert_eq!(view.account.presence.finding, Finding::Suspended);
        assert_eq!(view.post.presence.state, PresenceState::Live);
    })
    .await;
}

#[tokio::test]
async fn findings_about_what_is_not_on_record_are_left_out() {
    each(async |store| {
        let subject = Subject::Post(post_id("never/1"));
        Page::new(1).found(subject, Finding::Missing, Witness::PostPage).record(&store).await;
        assert!(store.sightings(subject).await.unwrap().is_empty());
    })
    .await;
}
