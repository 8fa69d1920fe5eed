//! What the AppView answers before one looks at content: its statuses and its errors.

use crate::json_fields::Fields;
use crate::refusal::Refusal;
use model::{Capture, Complaint, Finding, PageState};
use serde_json::Value;

/// An account whose owner switched it off: gone for everybody, though it may come back.
pub(super) fn deactivated() -> Refusal {
    let complaint = Complaint::new("account_deactivated", "its owner has switched it off");
    Refusal { complaint: Some(complaint), ..Refusal::gone(Finding::Deleted) }
}

/// The JSON object of an answer, or what its refusal means.
pub(super) fn json(capture: &Capture) -> Result<Value, Refusal> {
    let body = serde_json::from_slice::<Value>(&capture.body).ok();
    match capture.status {
        200..=299 => match body.filter(Value::is_object) {
            Some(value) => Ok(value),
            None => Err(Refusal::blind(
                PageState::Drift,
                "not_json",
                format!("{} bytes", capture.body.len()),
            )),
        },
        304 => Err(Refusal::unchanged()),
        429 => Err(Refusal::limited(capture.header("ratelimit-reset"))),
        401 => Err(Refusal::wall("status 401")),
        // A method that this server does not have: nothing is broken, and nothing is said.
        501 => {
            Err(Refusal::blind(PageState::Aside, "method_missing", "the server has no such method"))
        }
        500..=599 => Err(Refusal::broken(capture.status)),
        status => match body.as_ref().and_then(|value| value.text("error")) {
            Some(error) => {
                Err(named(&error, body.as_ref().and_then(|b| b.text("message")).as_deref()))
            }
            None if status == 403 => Err(forbidden(capture)),
            None => {
                let detail = format!("the server answered {status} and no error");
                Err(Refusal::blind(PageState::Drift, "status_unexpected", detail))
            }
        },
    }
}

/// What an XRPC error means. Names: the lexicons' `errors`; wordings: `bluesky-social/atproto`
/// `packages/bsky` (the AppView answers most of them as `InvalidRequest` with a sentence).
fn named(error: &str, message: Option<&str>) -> Refusal {
    let message = message.unwrap_or_default();
    match error {
        "AccountTakedown" | "RepoTakendown" | "RepoSuspended" => Refusal::gone(Finding::Suspended),
        "AccountDeactivated" | "RepoDeactivated" => deactivated(),
        "NotFound" | "RepoNotFound" | "HandleNotFound" => Refusal::gone(Finding::Missing),
        "BlockedActor" | "BlockedByActor" => {
            Refusal::closed(Finding::Restricted, "blocked_actor", "a block stands between")
        }
        "AuthMissing" | "AuthenticationRequired" | "ExpiredToken" | "InvalidToken" => {
            Refusal::wall("the API wants a session")
        }
        "RateLimitExceeded" => {
            Refusal::blind(PageState::RateLimited, "rate_limited", "no time given")
        }
        "MethodNotImplemented" => {
            Refusal::blind(PageState::Aside, "method_missing", "the server has no such method")
        }
        "InvalidRequest" => sentence(message),
        _ => Refusal::blind(PageState::Drift, "error_unknown", "an error of a new name"),
    }
}

fn sentence(message: &str) -> Refusal {
    let has = |part: &str| message.to_ascii_lowercase().contains(part);
    if has("not found") || has("unable to resolve handle") || has("could not find") {
        Refusal::gone(Finding::Missing)
    } else if has("suspended") || has("takendown") || has("taken down") {
        Refusal::gone(Finding::Suspended)
    } else if has("deactivated") {
        deactivated()
    } else {
        Refusal::blind(PageState::Drift, "request_refused", "the API did not take our request")
    }
}

/// 403 without an XRPC error comes from the guard in front. For searches this is how anonymous use
/// is switched off.
fn forbidden(capture: &Capture) -> Refusal {
    if capture.request.url.url().path().ends_with(".searchPosts") {
        return Refusal::wall("searches are closed to anonymous use");
    }
    Refusal::blind(PageState::Broken, "blocked", "403 that is not the API's")
}
