//! All referrals as a table.

use super::{name, words};
use crate::access::Signed;
use crate::components::{AccountLine, Address, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use axum_extra::extract::Query as Asked;
use model::ReferralState;
use serde::Deserialize;

/// Referrals on one page.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    state: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "referrals/list.html")]
struct Page {
    frame: Frame,
    states: Vec<(String, &'static str, bool)>,
    pager: Pager,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    account: Option<AccountLine>,
    recipient: String,
    posts: usize,
    author: String,
    state: &'static str,
    words: &'static str,
    changed: When,
}

pub(super) async fn list(
    State(house): State<Shared>,
    signed: Signed,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Referrals");
    let store = &house.parts.store;
    let state = ReferralState::of_word(&which.state);
    let paging = Pager::paging(which.page.unwrap_or(1), ROWS);
    let listed = store.referrals(state, paging).await?;
    let mut rows = Vec::with_capacity(listed.rows.len());
    for referral in &listed.rows {
        let account = store.account(referral.account).await?;
        rows.push(Row {
            href: format!("/referrals/{}", referral.id),
            account: account.map(|account| AccountLine::of(&frame, &account)),
            recipient: referral.recipient.name.clone(),
            posts: referral.posts.len(),
            author: name(&house, referral.author).await?,
            state: referral.state.word(),
            words: words(referral),
            changed: frame.when(&referral.changed_at),
        });
    }
    let page = Page {
        states: states(state),
        pager: Pager::new(&frame.here, paging, listed.total, None),
        rows,
        frame,
    };
    show(&page)
}

fn states(current: Option<ReferralState>) -> Vec<(String, &'static str, bool)> {
    let all = (Address::new("/referrals").to_string(), "all", current.is_none());
    let each = ReferralState::ALL.into_iter().map(|state| {
        let href = Address::new("/referrals").with("state", state.word()).to_string();
        (href, state.word(), current == Some(state))
    });
    std::iter::once(all).chain(each).collect()
}
