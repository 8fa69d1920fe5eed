//! One referral: what it says, who stands behind it, what became of it.

use super::{name, words};
use crate::access::Signed;
use crate::components::{AccountLine, PostCard, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::{House, Shared};
use crate::pages::show;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use model::audit::Action;
use model::{Referral, ReferralId, ReferralState, Role, Subject};
use store::StoredNotice;

#[derive(Template)]
#[template(path = "referrals/one.html")]
struct Page {
    frame: Frame,
    referral: Referral,
    words: &'static str,
    account: Option<AccountLine>,
    posts: Vec<PostCard>,
    steps: Vec<Step>,
    notice: Option<StoredNotice>,
    looks: Vec<Look>,
    deadline: Option<When>,
    may_approve: bool,
    own: bool,
    may_withdraw: bool,
}

/// One step on the referral's way.
struct Step {
    title: &'static str,
    who: String,
    at: Option<When>,
    note: String,
}

/// One look at the account since the notice was sent.
struct Look {
    at: When,
    words: &'static str,
    capture: String,
}

pub(super) async fn one(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<ReferralId>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let referral = store.referral(id).await?.ok_or(Failure::NotFound)?;
    let person = signed.person();
    house.enter(Some(person), Action::Consult, "referral", id, "").await?;
    let frame = signed.frame(&house, "Referral");
    let account = store.account(referral.account).await?;
    let posts = store.posts_by_ids(&referral.posts).await?;
    let is_draft = referral.state == ReferralState::Draft;
    let own = referral.author == person.id;
    let page = Page {
        words: words(&referral),
        account: account.map(|account| AccountLine::of(&frame, &account)),
        posts: posts.iter().map(|view| PostCard::of(&frame, view, &[], Showing::Listed)).collect(),
        steps: steps(&house, &frame, &referral).await?,
        notice: store.notice(id).await?,
        looks: looks(&house, &frame, &referral).await?,
        deadline: referral.deadline.map(|at| frame.exactly(&at)),
        may_approve: is_draft && !own && person.role.may(Role::Approver),
        own,
        may_withdraw: person.role.may(Role::Analyst) && is_draft,
        referral,
        frame,
    };
    show(&page)
}

async fn steps(house: &House, frame: &Frame, referral: &Referral) -> Result<Vec<Step>, Failure> {
    let mut steps = vec![Step {
        title: "Drafted",
        who: name(house, referral.author).await?,
        at: Some(frame.exactly(&referral.drafted_at)),
        note: String::new(),
    }];
    if referral.state == ReferralState::Withdrawn {
        let at = Some(frame.exactly(&referral.changed_at));
        steps.push(Step { title: "Withdrawn", who: String::new(), at, note: String::new() });
        return Ok(steps);
    }
    let (who, at) = match referral.approval {
        Some((approver, at)) => (name(house, approver).await?, Some(frame.exactly(&at))),
        None => (String::new(), None),
    };
    steps.push(Step { title: "Approved", who, at, note: String::new() });
    let receipt = referral.receipt.as_ref();
    steps.push(Step {
        title: "Sent",
        who: String::new(),
        at: receipt.map(|receipt| frame.exactly(&receipt.at)),
        note: receipt.map(|receipt| receipt.answer.clone()).unwrap_or_default(),
    });
    steps.push(Step {
        title: "Outcome",
        who: String::new(),
        at: referral.outcome.map(|(_, at)| frame.exactly(&at)),
        note: referral.outcome.map(|(outcome, _)| outcome.words().to_owned()).unwrap_or_default(),
    });
    Ok(steps)
}

async fn looks(house: &House, frame: &Frame, referral: &Referral) -> Result<Vec<Look>, Failure> {
    let Some(receipt) = &referral.receipt else { return Ok(Vec::new()) };
    let sightings = house.parts.store.sightings(Subject::Account(referral.account)).await?;
    let since = sightings.iter().filter(|sighting| sighting.at >= receipt.at);
    let look = |sighting: &model::Sighting| Look {
        at: frame.exactly(&sighting.at),
        words: sighting.finding.words(),
        capture: format!("/captures/{}", sighting.capture),
    };
    Ok(since.map(look).collect())
}
