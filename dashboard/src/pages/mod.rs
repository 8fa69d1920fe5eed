//! The pages, one folder each, listed here. Routes and navigation follow from the list.
//!
//! To add a page: make `pages/<name>/mod.rs` with `pub(crate) const PAGE: Page` and its handlers,
//! `pages/<name>/template.html` beside it (the template's path is `<name>/template.html`, and it
//! begins with `{% extends "base.html" %}`), and name it in [`ALL`]. Handlers take
//! [`Signed`](crate::access::Signed), answer with `Result<Html<String>, Failure>` and are let in
//! only from [`Page::role`] on; a handler that needs more says so: `Signed<Analyst>`.

mod account;
mod accounts;
mod advert;
mod adverts;
mod audit;
mod capture;
mod cases;
mod discovery;
mod help;
mod model;
mod network;
mod networks;
mod open;
mod overview;
mod post;
mod referrals;
mod reports;
mod review;
mod search;
mod settings;
pub(crate) mod sign_in;
mod sources;
mod watches;

use crate::house::Shared;
use ::model::Role;
use axum::Router;

/// Where a page stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Above: what people work with.
    Work,
    /// Below: settings, audit, help.
    Below,
    /// Nowhere: reached from other pages.
    Hidden,
}

/// One page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Part of the navigation.
    pub(crate) group: Group,
    /// Title there.
    pub(crate) title: &'static str,
    /// Address there; a page of one record has none of its own and gives a sample.
    pub(crate) path: &'static str,
    /// Least role that sees it.
    pub(crate) role: Role,
    /// Key after `g` that leads to it.
    pub(crate) key: Option<char>,
    /// Its sign: an SVG path on a 24 × 24 field, drawn as a line.
    pub(crate) icon: &'static str,
    /// Its routes.
    pub(crate) routes: fn() -> Router<Shared>,
}

/// All pages, in the order of the navigation.
pub(crate) const ALL: &[&Page] = &[
    &overview::PAGE,
    &search::PAGE,
    &review::PAGE,
    &accounts::PAGE,
    &account::PAGE,
    &post::PAGE,
    &adverts::PAGE,
    &advert::PAGE,
    &networks::PAGE,
    &network::PAGE,
    &cases::PAGE,
    &referrals::PAGE,
    &watches::PAGE,
    &sources::PAGE,
    &discovery::PAGE,
    &reports::PAGE,
    &capture::PAGE,
    &open::PAGE,
    &model::PAGE,
    &audit::PAGE,
    &settings::PAGE,
    &settings::PEOPLE,
    &help::PAGE,
];

/// A template as the body of an answer.
pub(crate) fn show(
    page: &impl askama::Template,
) -> Result<axum::response::Html<String>, crate::failure::Failure> {
    Ok(axum::response::Html(page.render()?))
}
