//! Opens a case, or puts an account or post into one.

use super::keep;
use crate::access::{Analyst, Flash, Signed};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::{House, Shared};
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::{Form, Query as Asked};
use model::audit::Action;
use model::retention::Category;
use model::{AccountId, Case, CaseId, CaseState, PostId};
use serde::Deserialize;
use store::Paging;

/// Open cases offered.
const OFFERED: u32 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    account: Option<AccountId>,
    post: Option<PostId>,
}

#[derive(Template)]
#[template(path = "cases/new.html")]
struct Page {
    frame: Frame,
    account: String,
    post: String,
    cases: Vec<(CaseId, String)>,
}

pub(super) async fn form(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Asked(about): Asked<About>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Add to a case");
    let open = house.parts.store.cases(Some(CaseState::Open), Paging::first(OFFERED)).await?;
    let page = Page {
        account: about.account.map(|id| id.to_string()).unwrap_or_default(),
        post: about.post.map(|id| id.to_string()).unwrap_or_default(),
        cases: open.rows.into_iter().map(|case| (case.id, case.title)).collect(),
        frame,
    };
    show(&page)
}

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    /// An open case, or empty for a new one.
    #[serde(default)]
    case: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    post: String,
}

pub(super) async fn save(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let (mut case, action) = match given.case.parse::<CaseId>() {
        Ok(id) => {
            let case = house.parts.store.case(id).await?.ok_or(Failure::NotFound)?;
            (case, Action::Change)
        }
        Err(_) => (fresh(&house, &signed, &given)?, Action::Create),
    };
    if let Ok(account) = given.account.parse()
        && !case.accounts.contains(&account)
    {
        case.accounts.push(account);
    }
    if let Ok(post) = given.post.parse()
        && !case.posts.contains(&post)
    {
        case.posts.push(post);
    }
    let (id, title) = (case.id, case.title.clone());
    keep(&house, case).await?;
    house.enter(Some(signed.person()), action, "case", id, title.clone()).await?;
    signed.go(&house, format!("/cases/{id}"), Flash::done(format!("Saved in “{title}”."))).await
}

fn fresh(house: &House, signed: &Signed<Analyst>, given: &Given) -> Result<Case, Failure> {
    let title: String = given.title.trim().chars().take(200).collect();
    if title.is_empty() {
        return Err(Failure::Wrong("give the case a title".to_owned()));
    }
    let now = house.now();
    Ok(Case {
        id: CaseId::fresh(house.parts.entropy.as_ref()),
        title,
        summary: given.summary.trim().chars().take(20_000).collect(),
        owner: signed.person().id,
        state: CaseState::Open,
        accounts: Vec::new(),
        posts: Vec::new(),
        notes: Vec::new(),
        opened_at: now,
        changed_at: now,
        expires_at: house.parts.keep.until(Category::Casework, now),
    })
}
