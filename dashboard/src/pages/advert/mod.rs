//! One advert: its text, who posts it, and what differs from post to post.

mod variants;

use crate::access::Signed;
use crate::components::{Address, Pager, PostCard, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{number, short, whole};
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use model::audit::Action;
use model::{Advert, AdvertId, Role};
use serde::Deserialize;
use store::{Paging, PostView};
use variants::{Poster, Variant};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Hidden,
    title: "Advert",
    path: "/adverts/00000000-0000-0000-0000-000000000000",
    role: Role::Viewer,
    key: None,
    icon: "",
    routes: || Router::new().route("/adverts/{id}", get(advert)),
};

/// Posts on one page.
const ROWS: u32 = 20;
/// Posts compared, the newest ones, and how many are read at a time.
const COMPARED: u32 = 1000;
const STEP: u32 = 200;
/// Accounts shown.
const POSTERS: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View {
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "advert/template.html")]
struct Page {
    frame: Frame,
    advert: Advert,
    lang: String,
    language: String,
    services: Vec<&'static str>,
    route: Option<String>,
    posts_total: String,
    accounts_total: String,
    first: When,
    last: When,
    search: String,
    /// How many of the posts were compared, where not all were.
    compared: Option<String>,
    tables: Vec<(&'static str, &'static str, Vec<Variant>)>,
    posters: Vec<Poster>,
    more_posters: usize,
    cards: Vec<PostCard>,
    pager: Pager,
}

async fn advert(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<AdvertId>,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let advert = store.advert(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "advert", id, "").await?;
    let frame = signed.frame(&house, format!("Advert: {}", short(&advert.sample, 40)));
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let listed = store.posts_of_advert(id, paging).await?;
    let compared = newest(&house, id).await?;
    let mut posters = variants::posters(&frame, &compared);
    let more_posters = posters.len().saturating_sub(POSTERS);
    posters.truncate(POSTERS);
    let cards = listed.rows.iter().map(|view| PostCard::of(&frame, view, &[], Showing::Listed));
    let known = advert.language.is_known();
    let page = Page {
        lang: if known { advert.language.to_string() } else { String::new() },
        language: frame.language(&advert.language),
        services: advert.services.iter().map(|service| service.title()).collect(),
        route: (!advert.route.is_unknown()).then(|| advert.route.to_string()),
        posts_total: number(advert.posts.into()),
        accounts_total: number(advert.accounts.into()),
        first: frame.exactly(&advert.first_posted),
        last: frame.exactly(&advert.last_posted),
        search: Address::new("/search").with("advert", id).with("order", "newest").to_string(),
        compared: (whole(compared.len()) < listed.total).then(|| number(whole(compared.len()))),
        tables: vec![
            ("Prices", "No sum was found in its posts.", variants::prices(&frame, &compared)),
            (
                "Contacts",
                "No contact was found in its posts.",
                variants::contacts(&frame, &compared),
            ),
            ("Routes", "No post names where it leads.", variants::routes(&frame, &compared)),
        ],
        posters,
        more_posters,
        cards: cards.collect(),
        pager: Pager::new(&frame.here, paging, listed.total, None),
        advert,
        frame,
    };
    show(&page)
}

/// The newest posts, for comparing them.
async fn newest(house: &House, id: AdvertId) -> Result<Vec<PostView>, Failure> {
    let mut all = Vec::new();
    for step in 0..COMPARED / STEP {
        let paging = Paging { offset: step * STEP, limit: STEP };
        let listed = house.parts.store.posts_of_advert(id, paging).await?;
        all.extend(listed.rows);
        if whole(all.len()) >= listed.total {
            break;
        }
    }
    Ok(all)
}
