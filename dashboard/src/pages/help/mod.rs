//! Help: keys, words, how to ask, and what routewatch refuses to do.

use crate::access::Signed;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use indexer::{FieldHelp, SyntaxHelp};
use model::Role;

pub(crate) const PAGE: Listing = Listing {
    group: Group::Below,
    title: "Help",
    path: "/help",
    role: Role::Viewer,
    key: Some('h'),
    icon: "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8M12 17.5v.4",
    routes: || Router::new().route("/help", get(help)),
};

#[derive(Template)]
#[template(path = "help/template.html")]
struct Page {
    frame: Frame,
    fields: Vec<FieldHelp>,
    syntax: &'static [SyntaxHelp],
}

async fn help(State(house): State<Shared>, signed: Signed) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Help");
    show(&Page { frame, fields: indexer::help(), syntax: indexer::SYNTAX })
}
