//! The way out: before somebody opens an original, this page shows the whole address and says what
//! the other side will learn. Addresses come from records, never from the request.

use crate::access::Signed;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use model::audit::Action;
use model::{PublicUrl, Role};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Hidden,
    title: "Open original",
    path: "/open/post/00000000-0000-0000-0000-000000000000",
    role: Role::Viewer,
    key: None,
    icon: "",
    routes: || Router::new().route("/open/{kind}/{id}", get(open)),
};

#[derive(Template)]
#[template(path = "open/template.html")]
struct Page {
    frame: Frame,
    address: String,
    host: String,
    back: String,
}

async fn open(
    State(house): State<Shared>,
    signed: Signed,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Html<String>, Failure> {
    let store = &house.parts.store;
    let (back, url): (String, Option<PublicUrl>) = match kind.as_str() {
        "post" => {
            let id = id.parse().map_err(|_| Failure::NotFound)?;
            (format!("/posts/{id}"), store.post(id).await?.and_then(|view| view.post.url))
        }
        "account" => {
            let id = id.parse().map_err(|_| Failure::NotFound)?;
            (format!("/accounts/{id}"), store.account(id).await?.and_then(|account| account.url))
        }
        "source" => {
            let id = id.parse().map_err(|_| Failure::NotFound)?;
            (format!("/sources/{id}"), store.source(id).await?.map(|source| source.address.url))
        }
        _ => return Err(Failure::NotFound),
    };
    let url = url.ok_or(Failure::NotFound)?;
    house
        .enter(Some(signed.person()), Action::Consult, &kind, id, "address of the original")
        .await?;
    let page = Page {
        frame: signed.frame(&house, "Open original"),
        address: url.to_string(),
        host: url.url().host_str().unwrap_or_default().to_owned(),
        back,
    };
    show(&page)
}
