//! Draws the page (or the JSON) of an answer that is none. A broken part shows a reference only.

use crate::access::{Visitor, cookies};
use crate::failure::Trouble;
use crate::frame::Frame;
use crate::house::{House, Shared};
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

#[derive(Template)]
#[template(path = "trouble.html")]
struct Page {
    frame: Frame,
    status: u16,
    message: String,
    reference: Option<String>,
}

/// Replaces the body of refusals and failures.
pub(crate) async fn draw(State(house): State<Shared>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned();
    let theme = cookies::theme(request.headers());
    let here = request.uri().path_and_query().map_or("/", |pq| pq.as_str()).to_owned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let drawn = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.to_str().is_ok_and(|kind| kind.starts_with("text/html") || kind.contains("json"))
    });
    if drawn {
        return response;
    }
    let trouble = response.extensions().get::<Trouble>().cloned();
    let path = here.split('?').next().unwrap_or("/");
    let reference = reference(&house, status, trouble.as_ref(), method.as_str(), path);
    let message = trouble.map(|trouble| trouble.message).unwrap_or_default();
    if path.starts_with("/api/") {
        return json(status, &message, reference.as_deref());
    }
    let frame = Frame::of(&house, visitor.as_ref(), theme, &here, title(status).to_owned());
    let page = Page { frame, status: status.as_u16(), message: plain(status, message), reference };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, title(status)).into_response(),
    }
}

/// The reference under which the log knows what broke. The path of a record holds its id only;
/// the query may hold words somebody searched for and is left out.
fn reference(
    house: &House,
    status: StatusCode,
    trouble: Option<&Trouble>,
    method: &str,
    path: &str,
) -> Option<String> {
    if !status.is_server_error() {
        return None;
    }
    let reference: String =
        house.parts.entropy.uuid().simple().to_string().chars().rev().take(10).collect();
    let mut causes = Vec::new();
    let mut cause: Option<&dyn std::error::Error> =
        trouble.and_then(|trouble| trouble.cause.as_deref().map(|c| c as &dyn std::error::Error));
    while let Some(one) = cause {
        causes.push(one.to_string());
        cause = one.source();
    }
    tracing::error!(reference, %status, method, path, causes = causes.join(": "), "a click failed");
    Some(reference)
}

fn json(status: StatusCode, message: &str, reference: Option<&str>) -> Response {
    let message = if message.is_empty() { title(status) } else { message };
    let body = serde_json::json!({ "error": message, "reference": reference });
    (status, axum::Json(body)).into_response()
}

const fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "Signed out",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Not possible here",
        409 => "Changed meanwhile",
        413 => "Too large",
        429 => "Too many attempts",
        500..=599 => "Something broke",
        _ => "Not understood",
    }
}

fn plain(status: StatusCode, message: String) -> String {
    if !message.is_empty() {
        return message;
    }
    let words = match status.as_u16() {
        404 => {
            "There is nothing under this address. The record may have been erased because its \
             time was over, or the address is incomplete."
        }
        405 => "This address takes no such request.",
        500..=599 => "A part of routewatch failed. What was saved before stays saved.",
        _ => "The request was not understood. Nothing was changed.",
    };
    words.to_owned()
}
