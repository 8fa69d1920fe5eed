//! An account reads like a biography: headline figures, a timeline, then posts.

mod successors;
mod timeline;

use crate::access::Signed;
use crate::components::{AccountLine, Address, Chart, Pager, PostCard, Showing, presence_words};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::{When, day, day_begins, midnight};
use crate::frame::words::number;
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::{get, post};
use axum_extra::extract::Query as Asked;
use model::audit::Action;
use model::{Account, AccountId, Label, PresenceState, ReferralState, Role, Timestamp};
use serde::Deserialize;
use store::{ContactUse, DayCount};
use successors::Successions;
use timeline::Line;

pub(super) use successors::waiting;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Hidden,
    title: "Account",
    path: "/accounts/00000000-0000-0000-0000-000000000000",
    role: Role::Viewer,
    key: None,
    icon: "",
    routes: || {
        Router::new()
            .route("/accounts/{id}", get(account))
            .route("/accounts/{gone}/successors/{next}", post(successors::decide))
    },
};

/// Posts on one page.
const ROWS: u32 = 20;
/// Days that the chart shows.
const DAYS: i64 = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View {
    label: String,
    page: Option<u32>,
    /// `changes` leaves the plain posts out of the timeline.
    show: String,
    timeline: Option<u32>,
}

#[derive(Template)]
#[template(path = "account/template.html")]
struct Page {
    frame: Frame,
    id: AccountId,
    line: AccountLine,
    account: Account,
    presence_words: &'static str,
    gone: bool,
    first_seen: When,
    last_seen: When,
    since: When,
    keep_until: When,
    risk: String,
    offers: String,
    posts_total: String,
    followers: Option<String>,
    source: Option<(String, String)>,
    network: Option<(String, usize)>,
    successions: Successions,
    cases: Vec<(String, String)>,
    referrals: Vec<(String, &'static str, When)>,
    contacts: Vec<Reach>,
    chart: Chart,
    only_changes: bool,
    lines: Vec<Line>,
    timeline_total: u64,
    more_timeline: Option<String>,
    labels: Vec<(String, &'static str, bool)>,
    cards: Vec<PostCard>,
    pager: Pager,
}

/// A contact and how far it reaches.
struct Reach {
    kind: &'static str,
    value: String,
    href: String,
    posts: String,
    accounts: u64,
    first: When,
    last: When,
}

async fn account(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<AccountId>,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let account = store.account(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "account", id, "").await?;
    let frame = signed.frame(&house, AccountLine::of_name(&account));
    let label = Label::of_word(&view.label);
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let posts = store.posts_of_account(id, label, paging).await?;
    let only_changes = view.show == "changes";
    let told = timeline::of(&house, &frame, id, only_changes, view.timeline.unwrap_or(1)).await?;
    let here = frame.here.clone();
    let tied = ties(&house, &frame, id).await?;
    let state = account.presence.state;
    let page = Page {
        line: AccountLine::of(&frame, &account),
        presence_words: presence_words(state),
        gone: state != PresenceState::Live,
        first_seen: frame.exactly(&account.first_seen),
        last_seen: frame.when(&account.last_seen),
        since: frame.exactly(&account.presence.since),
        keep_until: frame.exactly(&account.expires_at),
        risk: format!("{:.2}", account.risk),
        offers: number(account.offers.into()),
        posts_total: number(account.posts.into()),
        followers: account.profile.followers.map(number),
        source: tied.source,
        network: tied.network,
        successions: successors::of(&house, &frame, id).await?,
        cases: tied.cases,
        referrals: tied.referrals,
        contacts: store.contacts_of(id).await?.iter().map(|c| reach(&frame, c)).collect(),
        chart: chart(id, &store.account_days(id).await?, account.last_seen.min(house.now())),
        only_changes,
        more_timeline: told.more,
        timeline_total: told.total,
        lines: told.lines,
        labels: labels(&here, label),
        cards: posts
            .rows
            .iter()
            .map(|post| PostCard::of(&frame, post, &[], Showing::Listed))
            .collect(),
        pager: Pager::new(&here, paging, posts.total, Some(account.posts.into())),
        id,
        account,
        frame,
    };
    show(&page)
}

/// What an account belongs to.
struct Ties {
    source: Option<(String, String)>,
    network: Option<(String, usize)>,
    cases: Vec<(String, String)>,
    referrals: Vec<(String, &'static str, When)>,
}

async fn ties(house: &House, frame: &Frame, id: AccountId) -> Result<Ties, Failure> {
    let store = &house.parts.store;
    let source = store.source_of(id).await?;
    let network = store.network_of(id).await?;
    let cases = store.cases_with(id).await?;
    let referrals = store.referrals_of(id).await?;
    let referral = |one: &model::Referral| {
        let words = one.outcome.map_or(one.state.word(), |(outcome, _)| outcome.words());
        let words = if one.state == ReferralState::Sent { "sent, awaiting outcome" } else { words };
        (format!("/referrals/{}", one.id), words, frame.when(&one.changed_at))
    };
    Ok(Ties {
        source: source.map(|source| (format!("/sources/{}", source.id), source.title)),
        network: network.map(|one| (format!("/networks/{}", one.id), one.accounts.len())),
        cases: cases.into_iter().map(|case| (format!("/cases/{}", case.id), case.title)).collect(),
        referrals: referrals.iter().map(referral).collect(),
    })
}

fn reach(frame: &Frame, contact: &ContactUse) -> Reach {
    Reach {
        kind: contact.kind.word(),
        value: contact.value.clone(),
        href: crate::components::search_contact(&contact.value),
        posts: number(contact.posts),
        accounts: contact.accounts,
        first: frame.when(&contact.first),
        last: frame.when(&contact.last),
    }
}

/// Posts a day up to the last day it was seen.
fn chart(id: AccountId, counts: &[DayCount], last: Timestamp) -> Chart {
    let end = midnight(last);
    let days: Vec<String> = (0..DAYS).rev().map(|back| day(end.plus_days(-back))).collect();
    let name = |key: &str| if key == "offer" { "offers" } else { "other posts" }.to_owned();
    Chart::stacked("Posts per day", &days, counts, 2, name, |key, on| {
        let label = key.filter(|key| *key == "offer").unwrap_or_default();
        let address = Address::new("/search").with("account", id).with("label", label);
        let Some(begin) = on.and_then(day_begins) else { return address.to_string() };
        address.with("since", day(begin)).with("until", day(begin.plus_days(1))).to_string()
    })
}

/// Links that show posts of one label only.
fn labels(here: &str, current: Option<Label>) -> Vec<(String, &'static str, bool)> {
    let here = Address::parse(here).without("page");
    let link = |label: &Label| {
        let href = format!("{}#posts", here.clone().with("label", label.word()));
        (href, label.title(), current == Some(*label))
    };
    let all = (format!("{}#posts", here.clone().without("label")), "all", current.is_none());
    std::iter::once(all).chain(Label::ALL.iter().map(link)).collect()
}
