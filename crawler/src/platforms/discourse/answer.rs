//! What a forum answers before one looks at content.

use crate::gathering;
use crate::json_fields::Fields;
use crate::refusal::Refusal;
use model::{Capture, Finding, PageState};
use serde_json::Value;

/// The JSON of an answer, or what its refusal means. Wordings: `error_type` in
/// `discourse/app/controllers/application_controller.rb`.
pub(super) fn json(capture: &Capture) -> Result<Value, Refusal> {
    let body = serde_json::from_slice::<Value>(&capture.body).ok();
    let kind = body.as_ref().and_then(|value| value.text("error_type"));
    match (capture.status, kind.as_deref()) {
        (200..=299, _) if capture.final_url.url().path().ends_with("/login") => {
            Err(Refusal::wall("led to a log-in page"))
        }
        (200..=299, _) => gathering::json(&capture.body),
        (403, Some("not_logged_in")) => Err(Refusal::wall("the forum is for members")),
        (403, Some(_)) => {
            Err(Refusal::closed(Finding::Private, "forbidden", "not for everybody on this forum"))
        }
        (404, Some(_)) => Err(Refusal::gone(Finding::Missing)),
        // Topics and posts that were taken away answer so to those who know the number.
        (410, _) => Err(Refusal::gone(Finding::Deleted)),
        (404, None) => Err(Refusal::drift("not_discourse", "404 that is not the forum's")),
        (429, _) => Err(Refusal::limited(capture.header("retry-after"))),
        _ => Err(Refusal::of_status(capture)),
    }
}

/// A page without the list that it should have.
pub(super) fn without_list(what: &str) -> Refusal {
    Refusal::blind(PageState::Drift, "list_missing", format!("an answer without {what}"))
}
