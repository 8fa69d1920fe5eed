//! Makes a watch of a search.

use super::rhythm_words;
use crate::access::{Analyst, Flash, Signed};
use crate::components::QueryForm;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::Shared;
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::{Form, Query as Asked};
use model::audit::Action;
use model::retention::Category;
use model::watch::Rhythm;
use model::{Label, Service, Watch, WatchId};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "watches/new.html")]
struct Page {
    frame: Frame,
    form: QueryForm,
    sentence: String,
    hits: u64,
    rhythms: Vec<(&'static str, &'static str)>,
    labels: Vec<(&'static str, &'static str)>,
    services: Vec<(&'static str, &'static str)>,
    languages: Vec<(String, String)>,
    platforms: Vec<(String, String)>,
}

pub(super) async fn form(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Asked(form): Asked<QueryForm>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "New watch");
    let query = form.query().map_err(|why| Failure::Wrong(why.to_string()))?;
    let found = house.search(&query, indexer::Order::Newest, 0, 1).await?;
    let found = found.map_err(|why| Failure::Wrong(why.to_string()))?;
    let page = Page {
        sentence: query.sentence(),
        hits: found.total,
        rhythms: Rhythm::ALL.iter().map(|one| (one.word(), rhythm_words(*one))).collect(),
        labels: Label::ALL.iter().map(|one| (one.word(), one.title())).collect(),
        services: Service::ALL.iter().map(|one| (one.word(), one.title())).collect(),
        languages: frame.names().languages(),
        platforms: frame.names().platforms(),
        form,
        frame,
    };
    show(&page)
}

#[derive(Debug, Deserialize)]
pub(super) struct Given {
    name: String,
    rhythm: String,
    #[serde(flatten)]
    form: QueryForm,
}

pub(super) async fn save(
    State(house): State<Shared>,
    signed: Signed<Analyst>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let query = given.form.query().map_err(|why| Failure::Wrong(why.to_string()))?;
    let found = house.search(&query, indexer::Order::Newest, 0, 1).await?;
    found.map_err(|why| Failure::Wrong(why.to_string()))?;
    let name: String = given.name.trim().chars().take(100).collect();
    let now = house.now();
    let store = &house.parts.store;
    let watch = Watch {
        id: WatchId::fresh(house.parts.entropy.as_ref()),
        owner: signed.person().id,
        name: if name.is_empty() { query.sentence() } else { name },
        query,
        rhythm: Rhythm::of_word(&given.rhythm).unwrap_or(Rhythm::Daily),
        paused: false,
        // Only what comes from now on: what is there already is a search away.
        matched_seq: store.latest_seq().await?,
        last_digest: None,
        created_at: now,
        expires_at: house.parts.keep.until(Category::Casework, now),
    };
    store.save_watch(&watch).await?;
    let sentence = watch.query.sentence();
    house.enter(Some(signed.person()), Action::Create, "watch", watch.id, sentence).await?;
    signed.go(&house, "/watches", Flash::done("Saved. You will be told of new posts.")).await
}
