//! Writes a draft: which posts, to whom, why.

use crate::access::{Analyst, Flash, Signed};
use crate::components::{AccountLine, PostCard, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::{House, Shared};
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::{Form, Query as Asked};
use model::audit::Action;
use model::referral::DraftText;
use model::retention::Category;
use model::review::ReferablePost;
use model::{AccountId, CaseId, Label, PostId, Referral, ReferralId};
use serde::Deserialize;
use store::{Paging, PostView};

/// Most characters of a statement.
const LONGEST: usize = 20_000;
/// Offers looked through for reviewed ones.
const OFFERS: u32 = 200;
/// What most notices rest on; the author changes it where it does not fit.
const GROUNDS: &str = "Facilitation of unauthorised entry (Council Directive 2002/90/EC); smuggling of \
     migrants (Article 6 of the UN Protocol against the Smuggling of Migrants); your terms of service \
     on illegal goods and services.";

#[derive(Debug, Deserialize)]
pub(super) struct About {
    account: AccountId,
}

#[derive(Template)]
#[template(path = "referrals/new.html")]
struct Page {
    frame: Frame,
    account: AccountLine,
    id: AccountId,
    recipients: Vec<(String, String, bool)>,
    cases: Vec<(CaseId, String)>,
    posts: Vec<(PostId, PostCard)>,
    unreviewed: u64,
    grounds: &'static str,
}

pub(super) async fn form(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Asked(about): Asked<About>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let account = store.account(about.account).await?.ok_or(Failure::NotFound)?;
    let frame = signed.frame(&house, "Draft a referral");
    let usual = house.parts.recipients.recipient_for(&account.platform).map(|one| one.key);
    let recipients = house.parts.recipients.recipients().into_iter().map(|one| {
        let is_usual = usual.as_ref() == Some(&one.key);
        (one.key, one.name, is_usual)
    });
    let offers =
        store.posts_of_account(account.id, Some(Label::Offer), Paging::first(OFFERS)).await?;
    let (reviewed, rest): (Vec<_>, Vec<_>) = offers.rows.iter().partition(|view| is_reviewed(view));
    let posts = reviewed
        .into_iter()
        .map(|view| (view.post.id, PostCard::of(&frame, view, &[], Showing::Listed)));
    let cases = store.cases_with(account.id).await?;
    let page = Page {
        account: AccountLine::of(&frame, &account),
        id: account.id,
        recipients: recipients.collect(),
        cases: cases.into_iter().map(|case| (case.id, case.title)).collect(),
        posts: posts.collect(),
        unreviewed: crate::frame::words::whole(rest.len()),
        grounds: GROUNDS,
        frame,
    };
    show(&page)
}

fn is_reviewed(view: &PostView) -> bool {
    view.review.as_ref().is_some_and(|review| ReferablePost::from_review(review).is_some())
}

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    account: AccountId,
    recipient: String,
    #[serde(default)]
    case: String,
    #[serde(default)]
    post: Vec<PostId>,
    grounds: String,
    statement: String,
}

pub(super) async fn save(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let statement: String = given.statement.trim().chars().take(LONGEST).collect();
    if statement.is_empty() {
        let why = "write the statement of reasons: a notice explains why the content is illegal";
        return Err(Failure::Wrong(why.to_owned()));
    }
    let recipient = house.parts.recipients.recipients();
    let recipient = recipient
        .into_iter()
        .find(|one| one.key == given.recipient)
        .ok_or_else(|| Failure::Wrong("choose a recipient".to_owned()))?;
    let posts = referable(&house, given.account, &given.post).await?;
    if posts.is_empty() {
        return Err(Failure::Wrong("choose at least one post".to_owned()));
    }
    let text = DraftText {
        case: given.case.parse().ok(),
        recipient,
        account: given.account,
        posts,
        grounds: given.grounds.trim().chars().take(LONGEST).collect(),
        statement,
    };
    let id = ReferralId::fresh(house.parts.entropy.as_ref());
    let now = house.now();
    let until = house.parts.keep.until(Category::Casework, now);
    let referral = Referral::draft(id, text, signed.person(), now, until);
    house.parts.store.save_referral(&referral, None).await?;
    let reason = format!("to {}", referral.recipient.name);
    house.enter(Some(signed.person()), Action::Draft, "referral", id, reason).await?;
    let flash = Flash::done("Draft saved. Somebody else has to approve it before it is sent.");
    signed.go(&house, format!("/referrals/{id}"), flash).await
}

/// The chosen posts, each of which must be this account's and reviewed as an offer.
async fn referable(
    house: &House,
    account: AccountId,
    chosen: &[PostId],
) -> Result<Vec<ReferablePost>, Failure> {
    let mut posts = Vec::with_capacity(chosen.len());
    for view in house.parts.store.posts_by_ids(chosen).await? {
        let post = view.review.as_ref().and_then(ReferablePost::from_review);
        match post {
            Some(post) if view.account.id == account => posts.push(post),
            _ => {
                let why = "one of the posts is not reviewed as an offer of this account (any more)";
                return Err(Failure::Wrong(why.to_owned()));
            }
        }
    }
    Ok(posts)
}
