//! Adverts as a table: each offer once, however often it was posted.

use crate::access::Signed;
use crate::components::{Chips, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{number, short};
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use model::audit::Action;
use model::{Advert, Language, Role, Service};
use serde::Deserialize;
use store::AdvertFilter;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Adverts",
    path: "/adverts",
    role: Role::Viewer,
    key: Some('d'),
    icon: "M5 4h14v16H5zM8 8h8M8 12h8M8 16h5",
    routes: || Router::new().route("/adverts", get(adverts)),
};

/// Adverts on one page.
const ROWS: u32 = 50;
/// Characters of a sample that the table shows.
const SAMPLE: usize = 180;

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
struct Which {
    text: String,
    language: String,
    service: String,
    min_posts: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "adverts/template.html")]
struct Page {
    frame: Frame,
    which: Which,
    chips: Chips,
    pager: Pager,
    rows: Vec<Row>,
    languages: Vec<(String, String)>,
    services: Vec<(&'static str, &'static str)>,
    filtered: bool,
}

struct Row {
    href: String,
    sample: String,
    language: String,
    services: String,
    route: Option<String>,
    posts: String,
    accounts: String,
    first: When,
    last: When,
}

async fn adverts(
    State(house): State<Shared>,
    signed: Signed,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Adverts");
    let filter = filter(&which)?;
    let paging = Pager::paging(which.page.unwrap_or(1), ROWS);
    let listed = house.parts.store.adverts(&filter, paging).await?;
    let filtered = filter != AdvertFilter::default();
    if filtered && paging.offset == 0 {
        let person = Some(signed.person());
        house.enter(person, Action::Search, "advert", "", frame.here.clone()).await?;
    }
    let page = Page {
        chips: chips(&frame, &filter),
        pager: Pager::new(&frame.here, paging, listed.total, None),
        rows: listed.rows.iter().map(|advert| row(&frame, advert)).collect(),
        languages: frame.names().languages(),
        services: Service::ALL.iter().map(|one| (one.word(), one.title())).collect(),
        filtered,
        which,
        frame,
    };
    show(&page)
}

fn filter(which: &Which) -> Result<AdvertFilter, Failure> {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let wrong = |field: &str, hint: &str| Failure::Wrong(format!("{field}: {hint}"));
    let service = match filled(&which.service) {
        None => None,
        Some(word) => {
            Some(Service::of_word(&word).ok_or_else(|| wrong("service", "see the help page"))?)
        }
    };
    let min_posts = match filled(&which.min_posts) {
        None => None,
        Some(text) => {
            Some(text.parse().map_err(|_| wrong("min_posts", "write a whole number, such as 3"))?)
        }
    };
    let language = filled(&which.language).map(Language::new);
    Ok(AdvertFilter { text: filled(&which.text), language, service, min_posts })
}

fn chips(frame: &Frame, filter: &AdvertFilter) -> Chips {
    let here = &frame.here;
    let mut chips = Chips::new("Adverts", "/adverts");
    chips.add(here, "text", filter.text.as_ref().map(|text| format!("saying {text}")));
    chips.add(
        here,
        "language",
        filter.language.as_ref().map(|l| format!("in {}", frame.language(l))),
    );
    chips.add(here, "service", filter.service.map(|one| format!("selling {}", one.title())));
    let posts = filter.min_posts.map(|n| format!("with {} or more posts", number(n.into())));
    chips.add(here, "min_posts", posts);
    chips
}

fn row(frame: &Frame, advert: &Advert) -> Row {
    let services: Vec<&str> = advert.services.iter().map(|service| service.title()).collect();
    Row {
        href: format!("/adverts/{}", advert.id),
        sample: sample(&advert.sample),
        language: frame.language(&advert.language),
        services: services.join(", "),
        route: (!advert.route.is_unknown()).then(|| advert.route.to_string()),
        posts: number(advert.posts.into()),
        accounts: number(advert.accounts.into()),
        first: frame.when(&advert.first_posted),
        last: frame.when(&advert.last_posted),
    }
}

/// A line of the text; an advert that is a picture only has none.
fn sample(text: &str) -> String {
    let line = short(text, SAMPLE);
    if line.is_empty() { "without text".to_owned() } else { line }
}
