//! One case: what is in it, and its notes in order.

use crate::access::Signed;
use crate::components::{AccountLine, PostCard, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use model::audit::Action;
use model::{AccountId, Case, CaseId, CaseState, PostId};

#[derive(Template)]
#[template(path = "cases/one.html")]
struct Page {
    frame: Frame,
    case: Case,
    open: bool,
    owner: String,
    opened: When,
    keep_until: When,
    accounts: Vec<(AccountId, AccountLine, String)>,
    posts: Vec<(PostId, PostCard)>,
    notes: Vec<(When, String, String)>,
}

pub(super) async fn one(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<CaseId>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let case = store.case(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "case", id, "").await?;
    let frame = signed.frame(&house, case.title.clone());
    let accounts = store.accounts_by_ids(&case.accounts).await?;
    let posts = store.posts_by_ids(&case.posts).await?;
    let mut notes = Vec::with_capacity(case.notes.len());
    for note in case.notes.iter().rev() {
        let author = store.person(note.author).await?;
        let author = author.map(|one| one.display_name).unwrap_or_default();
        notes.push((frame.exactly(&note.at), author, note.text.clone()));
    }
    let owner = store.person(case.owner).await?;
    let page = Page {
        open: case.state == CaseState::Open,
        owner: owner.map(|one| one.display_name).unwrap_or_default(),
        opened: frame.exactly(&case.opened_at),
        keep_until: frame.exactly(&case.expires_at),
        accounts: accounts
            .iter()
            .map(|one| (one.id, AccountLine::of(&frame, one), format!("{:.2}", one.risk)))
            .collect(),
        posts: posts
            .iter()
            .map(|one| (one.post.id, PostCard::of(&frame, one, &[], Showing::Listed)))
            .collect(),
        notes,
        case,
        frame,
    };
    show(&page)
}
