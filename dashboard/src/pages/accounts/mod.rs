//! Accounts as a table that can be filtered and sorted.

use crate::access::Signed;
use crate::components::{AccountLine, Address, Chips, Pager, SortLink, presence_words};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::number;
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use model::audit::Action;
use model::{Account, Language, Platform, PresenceState, Role};
use serde::Deserialize;
use store::{AccountFilter, AccountOrder};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Accounts",
    path: "/accounts",
    role: Role::Viewer,
    key: Some('a'),
    icon: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6",
    routes: || Router::new().route("/accounts", get(accounts)),
};

/// Accounts on one page.
const ROWS: u32 = 50;

/// Words of the states that can be asked for.
const PRESENCES: [PresenceState; 4] = [
    PresenceState::Live,
    PresenceState::Restricted,
    PresenceState::GoneCandidate,
    PresenceState::Gone,
];

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct Which {
    text: String,
    platform: String,
    presence: String,
    language: String,
    watched: String,
    min_risk: String,
    order: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "accounts/template.html")]
struct Page {
    frame: Frame,
    which: Which,
    chips: Chips,
    pager: Pager,
    heads: [SortLink; 5],
    rows: Vec<Line>,
    languages: Vec<(String, String)>,
    platforms: Vec<(String, String)>,
    presences: Vec<(&'static str, &'static str)>,
    filtered: bool,
}

struct Line {
    account: AccountLine,
    href: String,
    risk: String,
    /// Length of the bar, 0..=40.
    length: u32,
    offers: String,
    posts: String,
    followers: String,
    first_seen: When,
    last_seen: When,
}

async fn accounts(
    State(house): State<Shared>,
    signed: Signed,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Accounts");
    let filter = filter(&which)?;
    let order = order(&which.order);
    let paging = Pager::paging(which.page.unwrap_or(1), ROWS);
    let listed = house.parts.store.accounts(&filter, order.0, paging).await?;
    let filtered = filter != AccountFilter::default();
    if filtered && paging.offset == 0 {
        let person = Some(signed.person());
        house.enter(person, Action::Search, "account", "", frame.here.clone()).await?;
    }
    let here = frame.here.clone();
    let head = |title, word| SortLink::new(&here, title, word, order.1);
    let page = Page {
        chips: chips(&frame, &which, &filter),
        pager: Pager::new(&here, paging, listed.total, None),
        heads: [
            head("Account", "name"),
            head("Risk", "risk"),
            head("Posts", "posts"),
            head("First seen", "first_seen"),
            head("Last seen", "last_seen"),
        ],
        rows: listed.rows.iter().map(|account| line(&frame, account)).collect(),
        languages: frame.names().languages(),
        platforms: frame.names().platforms(),
        presences: PRESENCES.iter().map(|state| (state.word(), presence_words(*state))).collect(),
        filtered,
        which,
        frame,
    };
    show(&page)
}

fn filter(which: &Which) -> Result<AccountFilter, Failure> {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let wrong = |field: &str, hint: &str| Failure::Wrong(format!("{field}: {hint}"));
    let presence = match filled(&which.presence) {
        None => None,
        Some(word) => {
            Some(PRESENCES.into_iter().find(|state| state.word() == word).ok_or_else(|| {
                wrong("presence", "write live, restricted, gone_candidate or gone")
            })?)
        }
    };
    let min_risk = match filled(&which.min_risk) {
        None => None,
        Some(text) => Some(
            text.parse()
                .ok()
                .filter(|risk| (0.0..=1.0).contains(risk))
                .ok_or_else(|| wrong("min_risk", "write a number from 0 to 1"))?,
        ),
    };
    Ok(AccountFilter {
        text: filled(&which.text),
        platform: filled(&which.platform).map(Platform::new),
        presence,
        min_risk,
        language: filled(&which.language).map(Language::new),
        watched: match which.watched.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    })
}

fn order(word: &str) -> (AccountOrder, &'static str) {
    match word {
        "name" => (AccountOrder::Name, "name"),
        "posts" => (AccountOrder::Posts, "posts"),
        "first_seen" => (AccountOrder::FirstSeen, "first_seen"),
        "last_seen" => (AccountOrder::LastSeen, "last_seen"),
        _ => (AccountOrder::Risk, "risk"),
    }
}

fn chips(frame: &Frame, which: &Which, filter: &AccountFilter) -> Chips {
    let here = &frame.here;
    let path = Address::new("/accounts").with("order", &which.order).to_string();
    let mut chips = Chips::new("Accounts", &path);
    chips.add(here, "text", filter.text.as_ref().map(|text| format!("called {text}")));
    chips.add(
        here,
        "platform",
        filter.platform.as_ref().map(|p| format!("on {}", frame.platform(p))),
    );
    chips.add(here, "presence", filter.presence.map(|s| format!("that are {}", presence_words(s))));
    chips.add(
        here,
        "language",
        filter.language.as_ref().map(|l| format!("writing {}", frame.language(l))),
    );
    chips.add(
        here,
        "min_risk",
        filter.min_risk.map(|risk| format!("at a risk of {risk:.2} or more")),
    );
    let watched = filter.watched.map(|yes| if yes { "that are sources" } else { "met in passing" });
    chips.add(here, "watched", watched.map(str::to_owned));
    chips
}

fn line(frame: &Frame, account: &Account) -> Line {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share times forty"
    )]
    let length = (account.risk.clamp(0.0, 1.0) * 40.0).round() as u32;
    Line {
        account: AccountLine::of(frame, account),
        href: format!("/accounts/{}", account.id),
        risk: format!("{:.2}", account.risk),
        length,
        offers: number(account.offers.into()),
        posts: number(account.posts.into()),
        followers: account.profile.followers.map(number).unwrap_or_default(),
        first_seen: frame.when(&account.first_seen),
        last_seen: frame.when(&account.last_seen),
    }
}
