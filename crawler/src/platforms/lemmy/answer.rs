//! What a server answers before one looks at content.

use crate::gathering;
use crate::json_fields::Fields;
use crate::refusal::Refusal;
use model::{Capture, Finding};
use serde_json::Value;

/// The JSON of an answer, or what its refusal means. Names: `LemmyErrorType` in
/// `LemmyNet/lemmy` `crates/utils/src/error.rs`; most come with status 400.
pub(super) fn json(capture: &Capture) -> Result<Value, Refusal> {
    let body = serde_json::from_slice::<Value>(&capture.body).ok();
    let error = body.as_ref().and_then(|value| value.text("error"));
    match (capture.status, error) {
        (200..=299, None) => gathering::json(&capture.body),
        (304, _) => Err(Refusal::unchanged()),
        (429 | 500..=599, _) => Err(Refusal::of_status(capture)),
        (_, Some(error)) => Err(named(&error, capture)),
        // Also what a server says of a version of the API that it does not speak.
        (404, None) => Err(Refusal::drift("not_this_api", "404 that is not the API's")),
        (_, None) => Err(Refusal::of_status(capture)),
    }
}

fn named(error: &str, capture: &Capture) -> Refusal {
    match error {
        "not_found" => Refusal::gone(Finding::Missing),
        _ if error.starts_with("couldnt_find_") => Refusal::gone(Finding::Missing),
        "instance_is_private" | "not_logged_in" | "incorrect_login" | "must_be_logged_in" => {
            Refusal::wall("the server is for members")
        }
        "rate_limit_error" | "too_many_requests" => Refusal::limited(capture.header("retry-after")),
        "person_is_banned_from_site" | "site_ban" | "deleted" => Refusal::gone(Finding::Suspended),
        _ => Refusal::drift("error_unknown", "an error of a name that says nothing of the subject"),
    }
}

/// Whether an answer shows that a server does not speak the version it was asked in.
pub(super) fn speaks_another(refusal: &Refusal) -> bool {
    refusal.complaint.as_ref().is_some_and(|one| one.code == "not_this_api")
}
