//! A capture: what was asked, what came back, whether it is still what was kept. The page's bytes
//! are shown as plain text and never as a page.

use crate::access::Signed;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::count;
use crate::house::Shared;
use crate::pages::{Group, Page as Listing, show};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Html;
use axum::routing::get;
use model::audit::Action;
use model::{CaptureId, Role};

pub(crate) const PAGE: Listing = Listing {
    group: Group::Hidden,
    title: "Capture",
    path: "/captures/00000000-0000-0000-0000-000000000000",
    role: Role::Viewer,
    key: None,
    icon: "",
    routes: || Router::new().route("/captures/{id}", get(capture)),
};

/// Most characters of a body that are shown.
const SHOWN: usize = 200_000;

#[derive(Template)]
#[template(path = "capture/template.html")]
struct Page {
    frame: Frame,
    at: When,
    address: String,
    status: u16,
    hash: String,
    file: String,
    offset: u64,
    length: u64,
    source: Option<String>,
    kept: Result<Body, String>,
}

/// What the archive gave back.
struct Body {
    intact: bool,
    size: String,
    headers: Vec<(String, String)>,
    text: String,
    cut: bool,
}

async fn capture(
    State(house): State<Shared>,
    signed: Signed,
    Path(id): Path<CaptureId>,
) -> Result<Html<String>, Failure> {
    let row = house.parts.store.capture(id).await?.ok_or(Failure::NotFound)?;
    house.enter(Some(signed.person()), Action::Consult, "capture", id, "").await?;
    let frame = signed.frame(&house, "Capture");
    let kept = match house.parts.archive.fetch(&row.location).await {
        Ok(kept) => Ok(body(&kept)),
        Err(error) => Err(error.to_string()),
    };
    let page = Page {
        at: frame.exactly(&row.at),
        address: row.url.to_string(),
        status: row.status,
        hash: row.sha256,
        file: row.location.file,
        offset: row.location.offset,
        length: row.location.length,
        source: row.source.map(|source| format!("/sources/{source}")),
        kept,
        frame,
    };
    show(&page)
}

fn body(kept: &evidence::Kept) -> Body {
    let text = String::from_utf8_lossy(&kept.body);
    // Control characters say nothing to a reader and could upset whatever the text is pasted into.
    let readable = |c: char| if c.is_control() && !"\n\t".contains(c) { '\u{fffd}' } else { c };
    let shown: String = text.chars().take(SHOWN).map(readable).collect();
    Body {
        intact: kept.digest_ok,
        size: count(crate::frame::words::whole(kept.body.len()), "byte", "bytes"),
        headers: kept.headers.clone(),
        cut: text.chars().nth(SHOWN).is_some(),
        text: shown,
    }
}
