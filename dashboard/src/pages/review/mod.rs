//! Review: one post at a time, one key for each answer.

mod answer;
mod golden;

use crate::access::Signed;
use crate::components::{Address, Chips, PostCard, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::{When, midnight};
use crate::frame::words::{number, short};
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::{get, post};
use axum_extra::extract::Query as Asked;
use model::audit::Action;
use model::{Label, Language, Platform, PostId, Role, Service};
use serde::Deserialize;
use store::{Paging, PostView, ReviewFilter};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Work,
    title: "Review",
    path: "/review",
    role: Role::Analyst,
    key: Some('r'),
    icon: "M4 12l5 5L20 6",
    routes: || {
        Router::new()
            .route("/review", get(review))
            .route("/review/undo", post(answer::undo))
            .route("/review/{post}", post(answer::answer))
    },
};

/// Furthest that posts can be passed over.
const FURTHEST: u32 = 500;

/// Which posts, and how many of them to pass over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Which {
    language: String,
    platform: String,
    skip: u32,
    /// One post in particular.
    post: String,
}

impl Which {
    fn filter(&self) -> ReviewFilter {
        ReviewFilter {
            language: filled(&self.language).map(Language::new),
            platform: filled(&self.platform).map(Platform::new),
        }
    }
}

#[derive(Template)]
#[template(path = "review/template.html")]
struct Page {
    frame: Frame,
    chips: Chips,
    language: String,
    platform: String,
    languages: Vec<(String, String)>,
    platforms: Vec<(String, String)>,
    today: String,
    waiting: String,
    /// Share of today's work that is done, 0..=100.
    done: u64,
    subject: Option<Subject>,
    next: String,
    passed: u32,
}

/// The post in question.
struct Subject {
    card: PostCard,
    id: PostId,
    revision: u32,
    answers: Vec<Answer>,
    services: Vec<(&'static str, &'static str, bool)>,
    neighbours: Vec<Neighbour>,
    abstained: bool,
}

struct Answer {
    key: usize,
    word: &'static str,
    title: &'static str,
    meaning: &'static str,
    leaning: bool,
}

struct Neighbour {
    href: String,
    at: When,
    label: String,
    text: String,
    why: &'static str,
}

async fn review(
    State(house): State<Shared>,
    signed: Signed,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Review");
    let store = &house.parts.store;
    let since = midnight(house.now());
    let (today, waiting) = store.review_counts(signed.person().id, since).await?;
    let golden = golden::drawn(&house, signed.person(), &which, today).await?;
    // A golden post counts as one that waits, or the number would give it away.
    let waiting = waiting + u64::from(golden.is_some());
    let view = match golden {
        Some(view) => Some(view),
        None => chosen(&house, &which).await?,
    };
    if let Some(view) = &view {
        let person = Some(signed.person());
        house.enter(person, Action::Consult, "post", view.post.id, "for review").await?;
    }
    let here = frame.here.clone();
    let mut chips = Chips::new("Posts to review", "/review");
    let language = filled(&which.language).map(Language::new);
    chips.add(&here, "language", language.map(|l| format!("in {}", frame.language(&l))));
    let platform = filled(&which.platform).map(Platform::new);
    chips.add(&here, "platform", platform.map(|p| format!("on {}", frame.platform(&p))));
    let next = Address::parse(&here).without("post").with("skip", which.skip + 1).to_string();
    let subject = match view {
        Some(view) => Some(subject(&house, &frame, &view).await?),
        None => None,
    };
    let page = Page {
        chips,
        languages: frame.names().languages(),
        platforms: frame.names().platforms(),
        today: number(today),
        waiting: number(waiting),
        done: today * 100 / (today + waiting).max(1),
        subject,
        next,
        passed: which.skip,
        language: which.language,
        platform: which.platform,
        frame,
    };
    show(&page)
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

async fn chosen(house: &House, which: &Which) -> Result<Option<PostView>, Failure> {
    let store = &house.parts.store;
    if let Some(id) = filled(&which.post) {
        let id: PostId = id.parse().map_err(|_| Failure::NotFound)?;
        return Ok(Some(store.post(id).await?.ok_or(Failure::NotFound)?));
    }
    let filter = which.filter();
    let skip = which.skip.min(FURTHEST);
    let queue = store.review_queue(&filter, skip + 1).await?;
    Ok(queue.into_iter().nth(skip as usize))
}

async fn subject(house: &House, frame: &Frame, view: &PostView) -> Result<Subject, Failure> {
    let leaning = view.label();
    let assessed = view.assessment.as_ref();
    let services = assessed.map(|opinion| opinion.services.as_slice()).unwrap_or_default();
    let answer = |(at, label): (usize, &Label)| Answer {
        key: at + 1,
        word: label.word(),
        title: label.title(),
        meaning: meaning(*label),
        leaning: leaning == Some(*label),
    };
    Ok(Subject {
        card: PostCard::of(frame, view, &[], Showing::Asked),
        id: view.post.id,
        revision: view.post.revisions,
        answers: Label::ALL.iter().enumerate().map(answer).collect(),
        services: Service::ALL
            .iter()
            .map(|service| (service.word(), service.title(), services.contains(service)))
            .collect(),
        neighbours: neighbours(house, frame, view).await?,
        abstained: assessed.is_some_and(|opinion| opinion.abstain),
    })
}

/// What each answer means, in the words of the labelling scheme.
const fn meaning(label: Label) -> &'static str {
    match label {
        Label::Offer => "sells passage, papers, sham ties, or recruits for it",
        Label::Seeker => "asks for passage, tells of it, searches for somebody",
        Label::About => "news, police, help, testimony, research",
        Label::LicitService => "licensed travel, visa, transport or labour",
        Label::Other => "anything else",
    }
}

/// Posts of the same advert, else of the same account.
async fn neighbours(
    house: &House,
    frame: &Frame,
    view: &PostView,
) -> Result<Vec<Neighbour>, Failure> {
    let store = &house.parts.store;
    let mut around = Vec::new();
    if let Some(advert) = view.advert {
        let same = store.posts_of_advert(advert, Paging::first(4)).await?;
        around.extend(same.rows.into_iter().map(|post| (post, "same advert")));
    }
    let same = store.posts_of_account(view.account.id, None, Paging::first(5)).await?;
    around.extend(same.rows.into_iter().map(|post| (post, "same account")));
    let mut shown = std::collections::BTreeSet::from([view.post.id]);
    around.retain(|(post, _)| shown.insert(post.post.id));
    let line = |(post, why): (PostView, &'static str)| Neighbour {
        href: format!("/posts/{}", post.post.id),
        at: frame.when(&post.post.posted_at),
        label: crate::components::LabelBar::of(&post).words,
        text: short(&post.post.content.full_text(), 140),
        why,
    };
    Ok(around.into_iter().take(5).map(line).collect())
}
