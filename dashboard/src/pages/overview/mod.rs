//! The first page: what is new since yesterday, and what waits for somebody.

use crate::access::Signed;
use crate::components::{AccountLine, Address, AlarmCard, Chart, LabelBar};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::{When, day, midnight};
use crate::frame::words::{count, number, short, span};
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use model::{Language, Role};
use store::{
    AccountFilter, AccountOrder, AlarmFilter, AlertView, By, DayCount, Overview, Paging,
    Reappearance, SourceFilter,
};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Overview",
    path: "/",
    role: Role::Viewer,
    key: Some('o'),
    icon: "M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
    routes: || Router::new().route("/", get(overview)),
};

/// Days that the charts show.
const DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "overview/template.html")]
struct Page {
    frame: Frame,
    figures: Vec<Figure>,
    seen: String,
    languages: Chart,
    corridors: Chart,
    alerts: Vec<AlertLine>,
    alerts_total: u64,
    accounts: Vec<(AccountLine, When, String)>,
    alarmed: Vec<AlarmCard>,
    alarmed_total: u64,
    troubled_total: u64,
}

/// One number with what it means.
struct Figure {
    number: String,
    words: &'static str,
    note: String,
    href: String,
    urgent: bool,
}

struct AlertLine {
    watch: String,
    at: When,
    account: AccountLine,
    label: LabelBar,
    text: String,
    href: String,
}

async fn overview(State(house): State<Shared>, signed: Signed) -> Result<Html<String>, Failure> {
    let (frame, now) = (signed.frame(&house, "Overview"), house.now());
    let store = &house.parts.store;
    let figures = store.overview(now).await?;
    let (since, until) = (midnight(now).plus_days(1 - DAYS), midnight(now).plus_days(1));
    let by_language = store.offers_per_day(since, until, By::Language).await?;
    let by_corridor = store.offers_per_day(since, until, By::Corridor).await?;
    let alerts = store.alerts(Some(signed.person().id), Paging::first(6)).await?;
    let suspects = AccountFilter { min_risk: Some(0.5), ..AccountFilter::default() };
    let accounts = store.accounts(&suspects, AccountOrder::FirstSeen, Paging::first(6)).await?;
    let unseen = SourceFilter { troubled: true, ..SourceFilter::default() };
    let troubled = store.sources(&unseen, Paging::first(1)).await?;
    let unresolved = AlarmFilter { resolved: Some(false), unfolded: true, source: None };
    let (alarmed, alarmed_total) =
        crate::pages::sources::cards(&house, &frame, &unresolved, 6).await?;
    let back = store.reappearance().await?;
    let days: Vec<String> = (0..DAYS).map(|n| day(since.plus_days(n))).collect();
    let page = Page {
        figures: headline(&figures, &by_language, &days, &back),
        seen: seen(&house, &figures),
        languages: languages(&frame, &days, &by_language),
        corridors: corridors(&days, &by_corridor),
        alerts: alerts.rows.iter().map(|alert| alert_line(&frame, alert)).collect(),
        alerts_total: alerts.total,
        accounts: accounts
            .rows
            .iter()
            .map(|a| {
                (AccountLine::of(&frame, a), frame.when(&a.first_seen), format!("{:.2}", a.risk))
            })
            .collect(),
        alarmed,
        alarmed_total,
        troubled_total: troubled.total,
        frame,
    };
    show(&page)
}

fn headline(
    all: &Overview,
    by_language: &[DayCount],
    days: &[String],
    back: &Reappearance,
) -> Vec<Figure> {
    let on = |back: usize| -> u64 {
        let day = days.len().checked_sub(back + 1).and_then(|at| days.get(at));
        by_language.iter().filter(|c| Some(&c.day) == day).map(|c| c.count).sum()
    };
    let figure = |n: u64, words: &'static str, note: String, href: &str| Figure {
        number: number(n),
        words,
        note,
        href: href.to_owned(),
        urgent: false,
    };
    let yesterday = format!("{} yesterday, {} the day before", number(on(1)), number(on(2)));
    let offers = Address::new("/search").with("label", "offer").with("order", "newest");
    vec![
        figure(all.offers_24h, "offers in 24 hours", yesterday, &offers.to_string()),
        figure(
            all.suspects,
            "accounts at risk",
            format!("of {}", number(all.accounts)),
            "/accounts?min_risk=0.5&order=risk",
        ),
        Figure {
            urgent: all.to_review > 0,
            ..figure(
                all.to_review,
                "posts to review",
                format!("{} reviewed today", number(all.reviewed_today)),
                "/review",
            )
        },
        figure(all.alerts_new, "new alerts", "not yet in a digest".to_owned(), "/watches"),
        figure(
            all.referrals_open,
            "referrals open",
            count(all.cases_open, "open case", "open cases"),
            "/referrals",
        ),
        Figure {
            urgent: back.proposed > 0,
            ..figure(
                back.replaced,
                "came back under another name",
                comes_back(back),
                "/discovery#successors",
            )
        },
        figure(all.adverts, "adverts", count(all.networks, "network", "networks"), "/adverts"),
    ]
}

/// What is known of those who come back.
fn comes_back(back: &Reappearance) -> String {
    let waiting = match back.proposed {
        0 => String::new(),
        n => format!("{} more proposed", number(n)),
    };
    let median = back.median_ms.map(|ms| format!("half within {}", span(ms)));
    let parts = [median.unwrap_or_default(), waiting];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { format!("of {} gone", number(back.gone)) } else { parts.join(", ") }
}

/// How well we see, in one sentence.
fn seen(house: &House, all: &Overview) -> String {
    let last = all.last_visit.map_or_else(
        || "No source has been visited yet".to_owned(),
        |at| format!("Last visit {}", crate::frame::when::relative(at, house.now())),
    );
    let visits = count(all.visits_24h, "visit", "visits");
    let failed = match all.visits_failed_24h {
        0 => "all of which could see".to_owned(),
        n => format!("{} of which could not see", number(n)),
    };
    let waiting = match all.to_assess {
        0 => String::new(),
        n => format!("; {} to be assessed", count(n, "post waits", "posts wait")),
    };
    let sources = count(all.sources, "active source", "active sources");
    if all.visits_24h == 0 {
        return format!("{sources}. {last}{waiting}.");
    }
    format!("{sources}. {last}; {visits} in 24 hours, {failed}{waiting}.")
}

fn languages(frame: &Frame, days: &[String], counts: &[DayCount]) -> Chart {
    let name = |key: &str| frame.language(&Language::new(key));
    Chart::stacked("Offers per day by language", days, counts, 6, name, |key, day| {
        offers_on(day).with("language", key.unwrap_or_default()).to_string()
    })
}

fn corridors(days: &[String], counts: &[DayCount]) -> Chart {
    Chart::stacked("Offers per day by corridor", days, counts, 6, str::to_owned, |key, day| {
        let (from, to) = key.and_then(|key| key.split_once(" → ")).unwrap_or_default();
        let known = |end: &str| if end == "?" { String::new() } else { end.to_owned() };
        offers_on(day).with("origin", known(from)).with("destination", known(to)).to_string()
    })
}

/// The search for offers, on one day if one is given.
fn offers_on(day: Option<&str>) -> Address {
    let offers = Address::new("/search").with("label", "offer");
    let Some(begin) = day.and_then(crate::frame::when::day_begins) else { return offers };
    let end = crate::frame::when::day(begin.plus_days(1));
    offers.with("since", crate::frame::when::day(begin)).with("until", end)
}

fn alert_line(frame: &Frame, view: &AlertView) -> AlertLine {
    AlertLine {
        watch: view.watch_name.clone(),
        at: frame.when(&view.alert.at),
        account: AccountLine::of(frame, &view.post.account),
        label: LabelBar::of(&view.post),
        text: short(&view.post.post.content.full_text(), 160),
        href: format!("/posts/{}", view.post.post.id),
    }
}
