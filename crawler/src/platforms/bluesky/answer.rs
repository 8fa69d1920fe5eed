//! What the AppView answers before one looks at content: its statuses and its errors.

use crate::json_fields::Fields;
use model::reading::Found;
use model::{Capture, Complaint, Finding, PageRequest, PageState, Reading, Witness};
use serde_json::Value;

/// An answer without content.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    /// What the page says.
    pub(super) state: PageState,
    /// What follows for the subject that was asked about.
    pub(super) finding: Option<Finding>,
    /// Why, if there is more to say.
    pub(super) complaint: Option<Complaint>,
}

impl Refusal {
    /// An answer that shows nothing of the subject.
    pub(super) fn blind(state: PageState, code: &str, detail: impl Into<String>) -> Self {
        let complaint = Some(Complaint::new(code, detail));
        Self { state, finding: Some(Finding::CouldNotSee), complaint }
    }

    /// An answer that says that the subject is gone.
    pub(super) const fn gone(finding: Finding) -> Self {
        Self { state: PageState::Gone, finding: Some(finding), complaint: None }
    }

    /// An account whose owner switched it off: gone for everybody, though it may come back.
    pub(super) fn deactivated() -> Self {
        let complaint = Complaint::new("account_deactivated", "its owner has switched it off");
        Self { complaint: Some(complaint), ..Self::gone(Finding::Deleted) }
    }

    /// The reading of it.
    pub(super) fn reading(self, request: &PageRequest, witness: Witness) -> Reading {
        let mut reading = Reading::of(self.state);
        reading.complaints.extend(self.complaint);
        if let Some(finding) = self.finding {
            find(&mut reading, request, finding, witness);
        }
        reading
    }
}

/// Notes a finding about the subject of a request, if it has one.
pub(super) fn find(
    reading: &mut Reading,
    request: &PageRequest,
    finding: Finding,
    witness: Witness,
) {
    if let Some(subject) = request.subject {
        reading.found.push(Found { subject, finding, witness });
    }
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
        304 => Err(Refusal { state: PageState::Unchanged, finding: None, complaint: None }),
        429 => Err(Refusal::blind(PageState::RateLimited, "rate_limited", limit(capture))),
        401 => Err(wall("status 401")),
        // A method that this server does not have: nothing is broken, and nothing is said.
        501 => {
            Err(Refusal::blind(PageState::Aside, "method_missing", "the server has no such method"))
        }
        500..=599 => {
            let detail = format!("status {}", capture.status);
            Err(Refusal::blind(PageState::Broken, "server_failed", detail))
        }
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
        "AccountDeactivated" | "RepoDeactivated" => Refusal::deactivated(),
        "NotFound" | "RepoNotFound" | "HandleNotFound" => Refusal::gone(Finding::Missing),
        "BlockedActor" | "BlockedByActor" => {
            let complaint = Some(Complaint::new("blocked_actor", "a block stands between"));
            Refusal { state: PageState::NotPublic, finding: Some(Finding::Restricted), complaint }
        }
        "AuthMissing" | "AuthenticationRequired" | "ExpiredToken" | "InvalidToken" => {
            wall("the API wants a session")
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
        Refusal::deactivated()
    } else {
        Refusal::blind(PageState::Drift, "request_refused", "the API did not take our request")
    }
}

fn wall(detail: &str) -> Refusal {
    Refusal::blind(PageState::AuthRequired, "log_in_wanted", detail)
}

/// 403 without an XRPC error comes from the guard in front. For searches this is how anonymous use
/// is switched off.
fn forbidden(capture: &Capture) -> Refusal {
    if capture.request.url.url().path().ends_with(".searchPosts") {
        return wall("searches are closed to anonymous use");
    }
    Refusal::blind(PageState::Broken, "blocked", "403 that is not the API's")
}

fn limit(capture: &Capture) -> String {
    let reset = capture.header("ratelimit-reset").unwrap_or("no time given");
    format!("until {}", reset.chars().take(40).collect::<String>())
}
