//! The twelve steps, from a public post to a verified takedown. README's picture and
//! ARCHITECTURE's walk are these same steps.

use crate::postgres::databases;
use demo::Plan;
use model::referral::DraftText;
use model::review::ReferablePost;
use model::watch::Rhythm;
use model::{
    Label, Outcome, Query, Referral, ReferralId, ReferralState, Review, ReviewId, Role, Subject,
    Timestamp, Watch, WatchId,
};
use store::{AccountFilter, AccountOrder, Paging, PostView};
use tests::House;

fn plan() -> Plan {
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    Plan { accounts: 40, history_days: 14, future_days: 7, ..Plan::starting(start) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_public_post_to_a_verified_takedown() {
    for url in databases("journey").await {
        let house = House::build(plan(), url.as_deref()).await.expect("the house is up");
        walk(&house).await.unwrap_or_else(|why| panic!("{url:?}: {why:#}"));
    }
}

async fn walk(house: &House) -> anyhow::Result<()> {
    let store = &house.shop.store;
    let ada = house.person("ada", Role::Analyst).await?;
    let ben = house.person("ben", Role::Approver).await?;

    // 1–9: sources are visited, pages kept, read and recorded; posts assessed, grouped, indexed.
    let watched = house.watch_everything().await?;
    assert!(watched > 20, "{watched} places");
    let watch = Watch {
        id: WatchId::fresh(&*house.entropy),
        owner: ada.id,
        name: "Offers".into(),
        query: Query { label: Some(Label::Offer), ..Query::default() },
        rhythm: Rhythm::Instant,
        paused: false,
        matched_seq: 0,
        last_digest: None,
        created_at: house.now(),
        expires_at: house.now().plus_days(365),
    };
    store.save_watch(&watch).await?;
    house.pass(0).await?;
    let overview = store.overview(house.now()).await?;
    assert!(overview.posts > 200 && overview.offers > 50, "{overview:?}");
    assert_eq!((overview.to_assess, overview.visits_failed_24h), (0, 0), "{overview:?}");
    let index = house.shop.index.as_ref().expect("an index");
    assert_eq!(index.applied_seq(), store.latest_seq().await?);
    let found = index.search(&watch.query, indexer::Order::Newest, 0, 10)?;
    assert_eq!(found.total, overview.offers, "the index shows what the store holds");

    // 10: the watch's hits leave as one digest, once.
    let messages = store.messages(Paging::first(100)).await?;
    let digests: Vec<_> = messages.rows.iter().filter(|m| m.kind == "digest").collect();
    assert_eq!(digests.len(), 1);
    assert!(digests[0].sent.is_some() && digests[0].subject.contains("Offers"), "{:?}", digests[0]);

    // 11: an analyst opens the account that advertises most, reviews its posts, drafts a referral.
    let (account, posts) = an_advertiser(house).await?;
    let mut referable = Vec::new();
    for view in posts.iter().take(3) {
        let review = Review {
            id: ReviewId::fresh(&*house.entropy),
            post: view.post.id,
            reviewer: ada.id,
            at: house.now(),
            label: Label::Offer,
            services: vec![],
            reason: "sells passage".into(),
            revision: view.post.revisions,
        };
        store.add_review(&review).await?;
        referable.extend(ReferablePost::from_review(&review));
    }
    let platform = &posts[0].post.platform;
    let text = DraftText {
        case: None,
        recipient: house.shop.referral.recipient_for(platform).expect("a recipient"),
        account,
        posts: referable,
        grounds: "UN Protocol against the Smuggling of Migrants, Article 6".into(),
        statement: "The account sells irregular passage.".into(),
    };
    let until = house.now().plus_days(900);
    let id = ReferralId::fresh(&*house.entropy);
    let draft = Referral::draft(id, text, &ada, house.now(), until);
    store.save_referral(&draft, None).await?;
    house.pass(1).await?;
    assert_eq!(state(house, id).await?, ReferralState::Draft, "a draft never leaves by itself");
    assert!(draft.clone().approve(&ada, house.now()).is_err(), "nobody approves their own draft");

    // 12: a second person approves; the notice is sent; the takedown is verified.
    let before = draft.changed_at;
    let approved = draft.approve(&ben, house.now())?;
    store.save_referral(&approved.into_referral(), Some(before)).await?;
    house.pass(1).await?;
    let sent = store.referral(id).await?.expect("the referral");
    assert_eq!(sent.state, ReferralState::Sent);
    assert!(sent.receipt.as_ref().is_some_and(|r| r.answer.starts_with("202")), "{sent:?}");
    let notice = store.notice(id).await?.expect("the notice");
    assert_eq!(Some(&notice.sha256), sent.receipt.as_ref().map(|r| &r.sha256));
    for _ in 0..12 {
        house.pass(15).await?;
    }
    let closed = store.referral(id).await?.expect("the referral");
    assert_eq!(closed.state, ReferralState::Closed, "{closed:?}");
    assert_eq!(closed.outcome.map(|(outcome, _)| outcome), Some(Outcome::Removed));
    let looks = store.sightings(Subject::Account(account)).await?;
    let gone: Vec<_> = looks.iter().filter(|s| s.finding.speaks_for_gone()).collect();
    let witnesses: std::collections::BTreeSet<_> = gone.iter().map(|s| s.witness).collect();
    assert!(gone.len() >= 2 && witnesses.len() >= 2, "{gone:?}");

    // Every human step and every disclosure is in the unbroken audit chain.
    let chain = store.audit_chain(0, 10_000).await?;
    assert_eq!(model::audit::first_break(&chain), None);
    assert!(chain.iter().any(|e| e.deed.action == model::Action::Send));
    Ok(())
}

async fn state(house: &House, id: ReferralId) -> anyhow::Result<ReferralState> {
    Ok(house.shop.store.referral(id).await?.expect("the referral").state)
}

/// The account with the highest risk, and its offers.
async fn an_advertiser(house: &House) -> anyhow::Result<(model::AccountId, Vec<PostView>)> {
    let truth = house.world.truth();
    let store = &house.shop.store;
    let accounts =
        store.accounts(&AccountFilter::default(), AccountOrder::Risk, Paging::first(20)).await?;
    for account in accounts.rows {
        let offers =
            store.posts_of_account(account.id, Some(Label::Offer), Paging::first(50)).await?;
        let really = |view: &PostView| {
            truth
                .posts
                .iter()
                .any(|post| post.native_id == view.post.native_id && post.label == Label::Offer)
        };
        if offers.rows.len() >= 2 && offers.rows.iter().all(really) {
            return Ok((account.id, offers.rows));
        }
    }
    anyhow::bail!("no account advertises")
}
