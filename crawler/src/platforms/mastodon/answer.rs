//! What an instance answers before one looks at content: its statuses and its ways to refuse.

use crate::json_fields::Fields;
use model::{
    Capture, Complaint, Finding, PageRequest, PageState, Reading, Witness, reading::Found,
};
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

/// The JSON of an API answer, or what its refusal means. `gone` is what status 410 says here.
///
/// Wordings: `docs.joinmastodon.org/api/guidelines`, and recordings of 4.6.4.
pub(super) fn json(capture: &Capture, gone: Finding) -> Result<Value, Refusal> {
    let body = serde_json::from_slice::<Value>(&capture.body).ok();
    let error = body.as_ref().and_then(|value| value.text("error"));
    match capture.status {
        200..=299 => content(capture, body, error.is_some()),
        304 => Err(Refusal { state: PageState::Unchanged, finding: None, complaint: None }),
        401 => Err(wall("status 401")),
        // Older servers answer 422 where newer ones answer 401.
        422 if error.as_ref().is_some_and(|text| text.contains("authenticated")) => {
            Err(wall("status 422"))
        }
        403 if error.is_some() => {
            Err(Refusal::blind(PageState::NotPublic, "forbidden", "the API answered 403"))
        }
        403 => Err(Refusal::blind(PageState::Broken, "blocked", "403 that is not the API's")),
        404 if error.is_some() => Err(Refusal::gone(Finding::Missing)),
        404 => Err(Refusal::blind(PageState::Drift, "not_this_api", "404 that is not the API's")),
        410 => Err(Refusal::gone(gone)),
        429 => Err(Refusal::blind(PageState::RateLimited, "rate_limited", limit(capture))),
        500..=599 => Err(broken(capture.status)),
        status => Err(Refusal::blind(
            PageState::Drift,
            "status_unexpected",
            format!("the API answered {status}"),
        )),
    }
}

fn content(capture: &Capture, body: Option<Value>, error: bool) -> Result<Value, Refusal> {
    if is_login(capture) {
        return Err(wall("led to a log-in page"));
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

/// An answer that wants a log-in.
pub(super) fn wall(detail: &str) -> Refusal {
    Refusal::blind(PageState::AuthRequired, "log_in_wanted", detail)
}

/// An answer of a server that failed.
pub(super) fn broken(status: u16) -> Refusal {
    Refusal::blind(PageState::Broken, "server_failed", format!("status {status}"))
}

/// Whether the way led to a log-in page.
pub(super) fn is_login(capture: &Capture) -> bool {
    let path = capture.final_url.url().path();
    path.ends_with("/auth/sign_in")
        || path.ends_with("/login")
        || path.ends_with("/oauth/authorize")
}

fn limit(capture: &Capture) -> String {
    let reset = capture.header("x-ratelimit-reset").unwrap_or("no time given");
    format!("until {}", reset.chars().take(40).collect::<String>())
}
