//! The twelve steps, from a public post to a verified takedown. README's picture and
//! ARCHITECTURE's walk are these same steps.

use crate::postgres::databases;
use demo::Plan;
use model::referral::DraftText;
use model::review::ReferablePost;
use model::watch::Rhythm;
use model::{
    AccountId, Action, Label, Outcome, Person, Query, Referral, ReferralId, ReferralState, Review,
    ReviewId, Role, Subject, Timestamp, VisitOutcome, Watch, WatchId,
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
    let ada = house.person("ada", Role::Analyst).await?;
    let ben = house.person("ben", Role::Approver).await?;
    let watch = house.watch_everything().await.map(|_| watch_offers(house, &ada))?;
    house.shop.store.save_watch(&watch).await?;
    posts_are_collected_assessed_and_indexed(house, &watch).await?;
    one_digest_leaves(house).await?;
    let (account, posts) = an_advertiser(house).await?;
    let draft = a_referral_is_drafted(house, &ada, account, &posts).await?;
    a_second_person_approves(house, draft.clone(), &ada, &ben).await?;
    the_takedown_is_verified(house, draft.id, account).await?;
    everything_is_in_the_audit_chain(house).await
}

fn watch_offers(house: &House, owner: &Person) -> Watch {
    Watch {
        id: WatchId::fresh(&*house.entropy),
        owner: owner.id,
        name: "Offers".into(),
        query: Query { label: Some(Label::Offer), ..Query::default() },
        rhythm: Rhythm::Hourly,
        paused: false,
        matched_seq: 0,
        last_digest: None,
        created_at: house.now(),
        expires_at: house.now().plus_days(365),
    }
}

/// 1–9: sources are visited, pages kept, read and recorded; posts assessed, grouped, indexed.
async fn posts_are_collected_assessed_and_indexed(
    house: &House,
    watch: &Watch,
) -> anyhow::Result<()> {
    let store = &house.shop.store;
    house.pass(0).await?;
    let overview = store.overview(house.now()).await?;
    assert!(overview.posts > 200 && overview.offers > 50, "{overview:?}");
    assert!(overview.adverts > 5 && overview.networks > 0, "{overview:?}");
    assert_eq!(overview.to_assess, 0, "{overview:?}");
    silence_is_explained(house).await?;
    let index = house.shop.index.as_ref().expect("an index");
    assert_eq!(index.applied_seq(), store.latest_seq().await?);
    let found = index.search(&watch.query, indexer::Order::Newest, 0, 10)?;
    assert_eq!(found.total, overview.offers, "the index shows what the store holds");
    Ok(())
}

/// 10: the watch's hits leave as one digest, once.
async fn one_digest_leaves(house: &House) -> anyhow::Result<()> {
    let messages = house.shop.store.messages(Paging::first(100)).await?;
    let digests: Vec<_> = messages.rows.iter().filter(|m| m.kind == "digest").collect();
    assert_eq!(digests.len(), 1);
    assert!(digests[0].sent.is_some() && digests[0].subject.contains("Offers"), "{:?}", digests[0]);
    Ok(())
}

/// 11: an analyst reviews the account's posts and drafts a referral, which never leaves by itself.
async fn a_referral_is_drafted(
    house: &House,
    author: &Person,
    account: AccountId,
    posts: &[PostView],
) -> anyhow::Result<Referral> {
    let store = &house.shop.store;
    let mut referable = Vec::new();
    for view in posts.iter().take(3) {
        let review = Review {
            id: ReviewId::fresh(&*house.entropy),
            post: view.post.id,
            reviewer: author.id,
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
    let id = ReferralId::fresh(&*house.entropy);
    let draft = Referral::draft(id, text, author, house.now(), house.now().plus_days(900));
    store.save_referral(&draft, None).await?;
    house.pass(1).await?;
    let kept = store.referral(id).await?.expect("the referral");
    assert_eq!(kept.state, ReferralState::Draft, "a draft never leaves by itself");
    Ok(draft)
}

/// 12a: its author cannot approve it, a second person can; the notice is sent, the receipt kept.
async fn a_second_person_approves(
    house: &House,
    draft: Referral,
    author: &Person,
    approver: &Person,
) -> anyhow::Result<()> {
    let store = &house.shop.store;
    assert!(draft.clone().approve(author, house.now()).is_err());
    let (id, before) = (draft.id, draft.changed_at);
    let approved = draft.approve(approver, house.now())?;
    store.save_referral(&approved.into_referral(), Some(before)).await?;
    house.pass(1).await?;
    let sent = store.referral(id).await?.expect("the referral");
    assert_eq!(sent.state, ReferralState::Sent);
    assert!(sent.receipt.as_ref().is_some_and(|r| r.answer.starts_with("202")), "{sent:?}");
    let notice = store.notice(id).await?.expect("the notice");
    assert_eq!(Some(&notice.sha256), sent.receipt.as_ref().map(|r| &r.sha256));
    Ok(())
}

/// 12b: the desk acts, and two looks by two kinds of page say so.
async fn the_takedown_is_verified(
    house: &House,
    id: ReferralId,
    account: AccountId,
) -> anyhow::Result<()> {
    let store = &house.shop.store;
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
    Ok(())
}

/// Every disclosure is in the unbroken audit chain.
async fn everything_is_in_the_audit_chain(house: &House) -> anyhow::Result<()> {
    let chain = house.shop.store.audit_chain(0, 10_000).await?;
    assert_eq!(model::audit::first_break(&chain), None);
    for action in [Action::Send, Action::Outcome] {
        assert!(chain.iter().any(|entry| entry.deed.action == action), "{action:?}");
    }
    Ok(())
}

/// Sources that could not be seen are those that the world closed, never a failure of ours.
async fn silence_is_explained(house: &House) -> anyhow::Result<()> {
    let troubled = store::SourceFilter { troubled: true, ..store::SourceFilter::default() };
    for source in house.shop.store.sources(&troubled, Paging::first(1000)).await?.rows {
        let outcome = source.last_visit.map(|(_, outcome)| outcome);
        if outcome == Some(VisitOutcome::ParserDrift) && has_odd_markup(house, &source.address.key)
        {
            continue;
        }
        let closed =
            [VisitOutcome::NotPublic, VisitOutcome::GoneCandidate, VisitOutcome::AuthRequired];
        assert!(outcome.is_some_and(|o| closed.contains(&o)), "{:?}: {outcome:?}", source.address);
    }
    Ok(())
}

/// The world has one channel whose markup is not Telegram's: drift is the right answer there.
fn has_odd_markup(house: &House, handle: &str) -> bool {
    house.world.truth().accounts.iter().any(|account| {
        account.oddity == Some(demo::truth::Oddity::OddMarkup)
            && account.names.iter().any(|name| name.handle == handle)
    })
}

/// The account with the highest risk, and its offers.
async fn an_advertiser(house: &House) -> anyhow::Result<(AccountId, Vec<PostView>)> {
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
