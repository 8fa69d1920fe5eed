//! An answer without content, and what follows from it. Every adapter of an API begins here.

use model::reading::Found;
use model::{Capture, Complaint, Finding, PageRequest, PageState, Reading, Witness};

/// An answer without content.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    /// What the page says.
    pub(crate) state: PageState,
    /// What follows for the subject that was asked about.
    pub(crate) finding: Option<Finding>,
    /// Why, if there is more to say.
    pub(crate) complaint: Option<Complaint>,
}

impl Refusal {
    /// An answer that shows nothing of the subject.
    pub(crate) fn blind(state: PageState, code: &str, detail: impl Into<String>) -> Self {
        let complaint = Some(Complaint::new(code, detail));
        Self { state, finding: Some(Finding::CouldNotSee), complaint }
    }

    /// An answer that says that the subject is gone.
    pub(crate) const fn gone(finding: Finding) -> Self {
        Self { state: PageState::Gone, finding: Some(finding), complaint: None }
    }

    /// An answer that says that the subject is there and not for the public.
    pub(crate) fn closed(finding: Finding, code: &str, detail: &str) -> Self {
        let complaint = Some(Complaint::new(code, detail));
        Self { state: PageState::NotPublic, finding: Some(finding), complaint }
    }

    /// Nothing has changed since the last answer (304).
    pub(crate) const fn unchanged() -> Self {
        Self { state: PageState::Unchanged, finding: None, complaint: None }
    }

    /// An answer that wants a log-in.
    pub(crate) fn wall(detail: &str) -> Self {
        Self::blind(PageState::AuthRequired, "log_in_wanted", detail)
    }

    /// An answer of a server that failed.
    pub(crate) fn broken(status: u16) -> Self {
        Self::blind(PageState::Broken, "server_failed", format!("status {status}"))
    }

    /// An answer that asks for patience; `until` as the server wrote it.
    pub(crate) fn limited(until: Option<&str>) -> Self {
        let until: String = until.unwrap_or("no time given").chars().take(40).collect();
        Self::blind(PageState::RateLimited, "rate_limited", format!("until {until}"))
    }

    /// A page that is not what this adapter knows.
    pub(crate) fn drift(code: &str, detail: impl Into<String>) -> Self {
        Self::blind(PageState::Drift, code, detail)
    }

    /// What a status alone says (RFC 9110), where the platform gives it no meaning of its own. A 403
    /// may as well be a guard in front of the server, so it says nothing about the subject.
    pub(crate) fn of_status(capture: &Capture) -> Self {
        match capture.status {
            304 => Self::unchanged(),
            401 | 407 => Self::wall("the server wants a log-in"),
            403 => Self::blind(PageState::Broken, "blocked", "status 403"),
            404 => Self::gone(Finding::Missing),
            410 => Self::gone(Finding::Deleted),
            429 => Self::limited(capture.header("retry-after")),
            451 => Self::closed(Finding::Restricted, "withheld", "status 451, for legal reasons"),
            500..=599 => Self::broken(capture.status),
            status => Self::drift("status_unexpected", format!("the server answered {status}")),
        }
    }

    /// The reading of it.
    pub(crate) fn reading(self, request: &PageRequest, witness: Witness) -> Reading {
        let mut reading = Reading::of(self.state);
        reading.complaints.extend(self.complaint);
        if let Some(finding) = self.finding {
            find(&mut reading, request, finding, witness);
        }
        reading
    }
}

/// Notes a finding about the subject of a request, if it has one.
pub(crate) fn find(
    reading: &mut Reading,
    request: &PageRequest,
    finding: Finding,
    witness: Witness,
) {
    if let Some(subject) = request.subject {
        reading.found.push(Found { subject, finding, witness });
    }
}

/// A page that this adapter never asks for.
pub(crate) fn unknown_page() -> Reading {
    let mut reading = Reading::of(PageState::Drift);
    reading.complain("page_unknown", "a page that this adapter never asks for");
    reading
}
