//! All cases as a table.

use crate::access::Signed;
use crate::components::{Address, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use axum_extra::extract::Query as Asked;
use model::CaseState;
use serde::Deserialize;

/// Cases on one page.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    state: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "cases/list.html")]
struct Page {
    frame: Frame,
    states: Vec<(String, &'static str, bool)>,
    pager: Pager,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    title: String,
    owner: String,
    accounts: usize,
    posts: usize,
    state: &'static str,
    changed: When,
}

pub(super) async fn list(
    State(house): State<Shared>,
    signed: Signed,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Cases");
    let state = match which.state.as_str() {
        "closed" => Some(CaseState::Closed),
        "all" => None,
        _ => Some(CaseState::Open),
    };
    let paging = Pager::paging(which.page.unwrap_or(1), ROWS);
    let listed = house.parts.store.cases(state, paging).await?;
    let mut rows = Vec::with_capacity(listed.rows.len());
    for case in listed.rows {
        let owner = house.parts.store.person(case.owner).await?;
        rows.push(Row {
            href: format!("/cases/{}", case.id),
            title: case.title,
            owner: owner.map(|one| one.display_name).unwrap_or_default(),
            accounts: case.accounts.len(),
            posts: case.posts.len(),
            state: case.state.word(),
            changed: frame.when(&case.changed_at),
        });
    }
    let choice = |word: &'static str, current: bool| {
        (Address::new("/cases").with("state", word).to_string(), word, current)
    };
    let page = Page {
        states: vec![
            choice("open", state == Some(CaseState::Open)),
            choice("closed", state == Some(CaseState::Closed)),
            choice("all", state.is_none()),
        ],
        pager: Pager::new(&frame.here, paging, listed.total, None),
        rows,
        frame,
    };
    show(&page)
}
