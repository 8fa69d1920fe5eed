//! What an instance answers before one looks at content: its statuses and its ways to refuse.

use crate::json_fields::Fields;
use crate::refusal::Refusal;
use model::{Capture, Finding, PageState};
use serde_json::Value;

/// The JSON of an API answer, or what its refusal means. `gone` is what status 410 says here.
///
/// Wordings: `docs.joinmastodon.org/api/guidelines`, and recordings of 4.6.4.
pub(super) fn json(capture: &Capture, gone: Finding) -> Result<Value, Refusal> {
    let body = serde_json::from_slice::<Value>(&capture.body).ok();
    let error = body.as_ref().and_then(|value| value.text("error"));
    match capture.status {
        200..=299 => content(capture, body, error.is_some()),
        304 => Err(Refusal::unchanged()),
        401 => Err(Refusal::wall("status 401")),
        // Older servers answer 422 where newer ones answer 401.
        422 if error.as_ref().is_some_and(|text| text.contains("authenticated")) => {
            Err(Refusal::wall("status 422"))
        }
        403 if error.is_some() => {
            Err(Refusal::blind(PageState::NotPublic, "forbidden", "the API answered 403"))
        }
        403 => Err(Refusal::blind(PageState::Broken, "blocked", "403 that is not the API's")),
        404 if error.is_some() => Err(Refusal::gone(Finding::Missing)),
        404 => Err(Refusal::blind(PageState::Drift, "not_this_api", "404 that is not the API's")),
        410 => Err(Refusal::gone(gone)),
        429 => Err(Refusal::limited(capture.header("x-ratelimit-reset"))),
        500..=599 => Err(Refusal::broken(capture.status)),
        status => Err(Refusal::blind(
            PageState::Drift,
            "status_unexpected",
            format!("the API answered {status}"),
        )),
    }
}

fn content(capture: &Capture, body: Option<Value>, error: bool) -> Result<Value, Refusal> {
    if is_login(capture) {
        return Err(Refusal::wall("led to a log-in page"));
    }
    match body {
        Some(_) if error => {
            Err(Refusal::blind(PageState::Drift, "error_in_answer", "an error with status 200"))
        }
        Some(value) => Ok(value),
        None => {
            let detail = format!(
                "{} bytes of {}",
                capture.body.len(),
                capture.header("content-type").unwrap_or("unnamed type")
            );
            Err(Refusal::blind(PageState::Drift, "not_json", detail))
        }
    }
}

/// Whether the way led to a log-in page.
pub(super) fn is_login(capture: &Capture) -> bool {
    let path = capture.final_url.url().path();
    path.ends_with("/auth/sign_in")
        || path.ends_with("/login")
        || path.ends_with("/oauth/authorize")
}
