//! A post in full: what it said at each time, why it is thought to be what it is, where it was
//! seen, and what stands beside it.

use crate::access::Signed;
use crate::components::{AccountLine, Diff, LabelBar, PostCard, Showing};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::short;
use crate::house::{House, Shared};
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use model::audit::Action;
use model::{Assessment, Post, PostId, Review, Revision, Role, Sighting, Subject, Witness};
use std::collections::BTreeMap;
use store::{CaptureRow, Paging, PostView};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Hidden,
    title: "Post",
    path: "/posts/00000000-0000-0000-0000-000000000000",
    role: Role::Viewer,
    key: None,
    icon: "",
    routes: || Router::new().route("/posts/{id}", get(post)),
};

/// Captures, sightings and neighbours shown at most.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "post/template.html")]
struct Page {
    frame: Frame,
    id: PostId,
    card: PostCard,
    has_url: bool,
    opinion: Option<Opinion>,
    reviews: Vec<(String, When, &'static str, String, u32)>,
    revisions: Vec<Step>,
    sightings: Vec<(When, String, &'static str, String)>,
    captures: Vec<CaptureLine>,
    neighbours: Vec<(String, When, LabelBar, AccountLine, String)>,
    record: Vec<(&'static str, String)>,
    keep_until: When,
    links: Vec<String>,
}

/// The classifier's opinion in words and weights.
struct Opinion {
    words: String,
    at: When,
    model: String,
    rows: Vec<(String, String, String, bool)>,
}

/// One state of the text: the change from the state before.
struct Step {
    number: u32,
    at: When,
    diff: Option<Diff>,
    text: String,
}

struct CaptureLine {
    href: String,
    at: When,
    status: u16,
    address: String,
    hash: String,
    /// Name of the imported file that it came from.
    import: Option<String>,
}

async fn post(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<PostId>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let view = store.post(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "post", id, "").await?;
    let frame = signed.frame(&house, "Post");
    let revisions = store.revisions(id).await?;
    let sightings = store.sightings(Subject::Post(id)).await?;
    let captures = store.captures_of(Subject::Post(id)).await?;
    let page = Page {
        card: PostCard::of(&frame, &view, &[], Showing::Whole),
        has_url: view.post.url.is_some(),
        opinion: view.assessment.as_ref().map(|opinion| explain(&frame, opinion)),
        reviews: reviews(&house, &frame, &store.reviews_of(id).await?).await?,
        revisions: steps(&frame, &revisions),
        sightings: sightings.iter().take(MOST).map(|one| sighting(&frame, one)).collect(),
        captures: captures_of(&house, &frame, &captures).await?,
        neighbours: neighbours(&house, &frame, &view).await?,
        record: record(&view.post),
        keep_until: frame.exactly(&view.post.expires_at),
        links: view.post.content.links.clone(),
        id,
        frame,
    };
    show(&page)
}

fn explain(frame: &Frame, opinion: &Assessment) -> Opinion {
    let sure = if opinion.abstain { "leans towards" } else { "says" };
    let language = frame.language(&opinion.language);
    let label = opinion.label.title();
    let score = opinion.score;
    Opinion {
        words: format!(
            "The classifier {sure} “{label}”. It puts the probability of an offer at {score} and \
             reads the text as {language}."
        ),
        at: frame.when(&opinion.at),
        model: opinion.model.clone(),
        rows: opinion
            .reasons
            .iter()
            .map(|reason| {
                let weight = format!("{:+.2}", reason.weight).replace('-', "\u{2212}");
                (reason.text.clone(), reason.gloss.clone(), weight, reason.weight >= 0.0)
            })
            .collect(),
    }
}

async fn reviews(
    house: &House,
    frame: &Frame,
    reviews: &[Review],
) -> Result<Vec<(String, When, &'static str, String, u32)>, Failure> {
    let mut names = BTreeMap::new();
    for review in reviews {
        if let std::collections::btree_map::Entry::Vacant(free) = names.entry(review.reviewer) {
            let person = house.parts.store.person(review.reviewer).await?;
            free.insert(person.map_or("somebody".to_owned(), |person| person.display_name));
        }
    }
    let line = |review: &Review| {
        let name = names.get(&review.reviewer).cloned().unwrap_or_default();
        let at = frame.when(&review.at);
        (name, at, review.label.title(), review.reason.clone(), review.revision)
    };
    Ok(reviews.iter().map(line).collect())
}

/// States of the text, newest first, each as the change from the one before.
fn steps(frame: &Frame, revisions: &[Revision]) -> Vec<Step> {
    let mut before: Option<String> = None;
    let mut steps = Vec::new();
    for revision in revisions {
        let text = revision.content.full_text();
        steps.push(Step {
            number: revision.number,
            at: frame.exactly(&revision.seen_at),
            diff: before.as_deref().map(|before| Diff::of(before, &text)),
            text: text.clone(),
        });
        before = Some(text);
    }
    steps.reverse();
    steps
}

fn sighting(frame: &Frame, sighting: &Sighting) -> (When, String, &'static str, String) {
    let witness = match sighting.witness {
        Witness::Listing => "in the list of posts",
        Witness::AccountPage => "on the account's page",
        Witness::PostPage => "on its own page",
        Witness::Directory => "in a directory",
    };
    let words = sighting.finding.words().to_owned();
    let capture = format!("/captures/{}", sighting.capture);
    (frame.exactly(&sighting.at), words, witness, capture)
}

async fn captures_of(
    house: &House,
    frame: &Frame,
    rows: &[CaptureRow],
) -> Result<Vec<CaptureLine>, Failure> {
    let mut lines = Vec::new();
    for row in rows.iter().take(MOST) {
        let import = match row.import {
            Some(id) => house.parts.store.import(id).await?,
            None => None,
        };
        lines.push(capture(frame, row, import.map(|import| import.file)));
    }
    Ok(lines)
}

fn capture(frame: &Frame, row: &CaptureRow, import: Option<String>) -> CaptureLine {
    CaptureLine {
        import,
        href: format!("/captures/{}", row.id),
        at: frame.exactly(&row.at),
        status: row.status,
        address: row.url.to_string(),
        hash: row.sha256.clone(),
    }
}

async fn neighbours(
    house: &House,
    frame: &Frame,
    view: &PostView,
) -> Result<Vec<(String, When, LabelBar, AccountLine, String)>, Failure> {
    let Some(advert) = view.advert else { return Ok(Vec::new()) };
    let same = house.parts.store.posts_of_advert(advert, Paging::first(9)).await?;
    let others = same.rows.iter().filter(|other| other.post.id != view.post.id);
    let line = |other: &PostView| {
        let text = short(&other.post.content.full_text(), 140);
        let account = AccountLine::of(frame, &other.account);
        let href = format!("/posts/{}", other.post.id);
        (href, frame.when(&other.post.posted_at), LabelBar::of(other), account, text)
    };
    Ok(others.take(8).map(line).collect())
}

/// The rest of what is on record.
fn record(post: &Post) -> Vec<(&'static str, String)> {
    let metrics = [
        ("views", post.metrics.views),
        ("likes", post.metrics.likes),
        ("reposts", post.metrics.reposts),
        ("replies", post.metrics.replies),
    ];
    let counted = metrics.into_iter().filter_map(|(name, n)| n.map(|n| (name, n.to_string())));
    let mut record =
        vec![("record id", post.id.to_string()), ("id on the platform", post.native_id.clone())];
    record.extend(post.url.as_ref().map(|url| ("address", url.to_string())));
    record.extend(post.reply_to.as_ref().map(|to| ("answers", to.clone())));
    record.extend(counted);
    record
}
