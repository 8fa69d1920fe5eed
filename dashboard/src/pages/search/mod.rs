//! Search: everything that is asked stands in the address.

mod export;
mod facets;

use crate::access::Signed;
use crate::components::{Address, Chart, Chips, Pager, PostCard, QueryForm, Showing, SortLink};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::{day, day_begins};
use crate::frame::words::whole;
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use axum_extra::extract::Query as Asked;
use facets::Facet;
use indexer::{FieldHelp, Found, Order};
use model::audit::Action;
use model::{Label, Query, Role, Service};
use serde::Deserialize;
use store::{DayCount, Paging};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Search",
    path: "/search",
    role: Role::Viewer,
    key: Some('s'),
    icon: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
    routes: || {
        Router::new()
            .route("/search", get(search))
            .route("/search/export/{format}", get(export::export))
    },
};

/// Posts on one page.
const ROWS: u32 = 25;
/// Days that the histogram shows at most.
const DAYS: usize = 90;

/// How to page and sort.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View {
    order: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "search/template.html")]
struct Page {
    frame: Frame,
    form: QueryForm,
    trouble: Option<String>,
    chips: Chips,
    ranges: Vec<(&'static str, String, bool)>,
    orders: Vec<SortLink>,
    order: &'static str,
    pager: Pager,
    posts: Vec<PostCard>,
    total: u64,
    facets: Vec<Facet>,
    days: Chart,
    labels: Vec<(&'static str, &'static str)>,
    services: Vec<(&'static str, &'static str)>,
    languages: Vec<(String, String)>,
    platforms: Vec<(String, String)>,
    help: Vec<FieldHelp>,
    save: String,
    exports: Vec<(&'static str, String)>,
    filtered: bool,
}

async fn search(
    State(house): State<Shared>,
    signed: Signed,
    Asked(form): Asked<QueryForm>,
    Asked(view): Asked<View>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Search").with_words(&form.q);
    let order = Order::of_word(&view.order).unwrap_or_default();
    let paging = Pager::paging(view.page.unwrap_or(1), ROWS);
    let (query, trouble) = match form.query() {
        Ok(query) => (query, None),
        Err(error) => (Query::default(), Some(error.to_string())),
    };
    let (found, trouble) = match trouble {
        Some(trouble) => (Found::default(), Some(trouble)),
        None => ask(&house, &signed, &query, order, paging).await?,
    };
    let posts = cards(&house, &frame, &found).await?;
    let here = frame.here.clone();
    let page = Page {
        chips: QueryForm::chips(&frame, &query, "/search"),
        ranges: ranges(&frame, &form),
        orders: orders(&here, order),
        order: order.word(),
        pager: Pager::new(&here, paging, found.total, Some(house.parts.index.documents())),
        total: found.total,
        facets: facets::of(&frame, &found.facets, &here),
        days: histogram(&form, &found, house.now()),
        labels: Label::ALL.iter().map(|label| (label.word(), label.title())).collect(),
        services: Service::ALL.iter().map(|service| (service.word(), service.title())).collect(),
        languages: frame.names().languages(),
        platforms: frame.names().platforms(),
        help: indexer::help(),
        save: form.address("/watches/new").to_string(),
        exports: exports(&frame, &here),
        filtered: query != Query::default(),
        posts,
        trouble,
        form,
        frame,
    };
    show(&page)
}

/// Asks the index and enters the search in the audit chain; a question it does not understand
/// comes back as words.
async fn ask(
    house: &House,
    signed: &Signed,
    query: &Query,
    order: Order,
    paging: Paging,
) -> Result<(Found, Option<String>), Failure> {
    if *query != Query::default() && paging.offset == 0 {
        let person = Some(signed.person());
        house.enter(person, Action::Search, "post", "", query.sentence()).await?;
    }
    let (offset, limit) = (paging.offset as usize, paging.limit as usize);
    match house.search(query, order, offset, limit).await? {
        Ok(found) => Ok((found, None)),
        Err(error) => Ok((Found::default(), Some(error.to_string()))),
    }
}

/// The hits as they stand in the store now; what was erased meanwhile is left out.
async fn cards(house: &House, frame: &Frame, found: &Found) -> Result<Vec<PostCard>, Failure> {
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.post).collect();
    let views = house.parts.store.posts_by_ids(&ids).await?;
    let card = |view: &store::PostView| {
        let hit = found.hits.iter().find(|hit| hit.post == view.post.id);
        let spans = hit.map_or(&[][..], |hit| &hit.spans);
        PostCard::of(frame, view, spans, Showing::Listed)
    };
    Ok(views.iter().map(card).collect())
}

fn orders(here: &str, order: Order) -> Vec<SortLink> {
    let title = |order: Order| match order {
        Order::Newest => "newest",
        Order::Score => "surest offers",
        Order::Relevance => "best match",
    };
    let link = |one: &Order| SortLink::new(here, title(*one), one.word(), order.word());
    Order::ALL.iter().map(link).collect()
}

/// Links for the usual stretches of time.
fn ranges(frame: &Frame, form: &QueryForm) -> Vec<(&'static str, String, bool)> {
    let spans = [("24 hours", 1), ("7 days", 7), ("30 days", 30), ("90 days", 90)];
    let mut links: Vec<(&'static str, String, bool)> = spans
        .into_iter()
        .map(|(title, days)| {
            let since = day(frame.now.plus_days(-days));
            let current = form.since == since && form.until.is_empty();
            let here = Address::parse(&frame.here).without("page").without("until");
            (title, here.with("since", since).to_string(), current)
        })
        .collect();
    let always = Address::parse(&frame.here).without("page").without("since").without("until");
    let current = form.since.is_empty() && form.until.is_empty();
    links.push(("always", always.to_string(), current));
    links
}

/// Hits per day, up to the present day.
fn histogram(form: &QueryForm, found: &Found, now: model::Timestamp) -> Chart {
    let last = found.days.last().map(|(day, _)| day.clone()).unwrap_or_default();
    let end = day_begins(&last).unwrap_or(now).max(day_begins(&day(now)).unwrap_or(now));
    let first = found.days.first().and_then(|(day, _)| day_begins(day)).unwrap_or(end);
    let length = usize::try_from((end.ms() - first.ms()) / 86_400_000 + 1).unwrap_or(1);
    let length = length.clamp(14, DAYS);
    let days: Vec<String> = (0..length)
        .rev()
        .map(|back| day(end.plus_days(-i64::try_from(back).unwrap_or(0))))
        .collect();
    let of = |(day, count): &(String, u64)| {
        let key = "posts".to_owned();
        DayCount { day: day.clone(), key, count: *count }
    };
    let counts: Vec<DayCount> = found.days.iter().map(of).collect();
    Chart::stacked("Posts per day", &days, &counts, 1, str::to_owned, |_, on| {
        let address = form.address("/search");
        let Some(begin) = on.and_then(day_begins) else { return address.to_string() };
        address.with("since", day(begin)).with("until", day(begin.plus_days(1))).to_string()
    })
}

/// Downloads of exactly what is found, for those who may take it out of the house.
fn exports(frame: &Frame, here: &str) -> Vec<(&'static str, String)> {
    if !frame.may(Role::Analyst) {
        return Vec::new();
    }
    let address = Address::parse(here).without("page");
    let link = |name: &'static str| {
        (name, address.clone().under(&format!("/search/export/{name}")).to_string())
    };
    export::formats().map(link).collect()
}

/// A whole number from a list's length.
fn len<T>(list: &[T]) -> u64 {
    whole(list.len())
}
