//! What stands where posts were expected: a page that keeps machines out, a form that asks for
//! consent or a log-in, or words that say that the place is gone while the status says that all is
//! well.
//!
//! Adapters know their own platform's pages and say what those mean. This looks only at what an
//! adapter did not understand or could not get past, and adds *why* as a complaint. It changes no
//! verdict: an obstacle never proves that something is gone, and nothing is done to get past it.
//! Pure, and it never fails.

mod signs;
mod words;

pub use words::says_gone;

use model::{Capture, Complaint, PageState, Reading};

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A challenge, a captcha, a firewall's refusal; by whom.
    BlockPage(&'static str),
    /// A form that asks for consent before anything is shown; whose.
    ConsentWall(&'static str),
    /// A page that asks for a log-in.
    LogInPage,
    /// An API that shows this to nobody without a log-in: the server closed it.
    TimelineClosed,
    /// A page that says that what was asked for is gone, with a status that says it is there.
    SaysGone,
}

impl Obstacle {
    /// Codes of the complaints, as they stand in a visit.
    pub const CODES: [&'static str; 5] =
        ["block_page", "consent_wall", "log_in_page", "timeline_closed", "says_gone"];

    /// Code of the complaint.
    #[must_use]
    pub const fn code(self) -> &'static str {
        let [block, consent, log_in, closed, gone] = Self::CODES;
        match self {
            Self::BlockPage(_) => block,
            Self::ConsentWall(_) => consent,
            Self::LogInPage => log_in,
            Self::TimelineClosed => closed,
            Self::SaysGone => gone,
        }
    }

    /// The complaint.
    #[must_use]
    pub fn complaint(self) -> Complaint {
        let detail = match self {
            Self::BlockPage(whose) => format!("{whose} keeps machines out"),
            Self::ConsentWall(whose) => format!("{whose} asks for consent first"),
            Self::LogInPage => "the page asks for a log-in".to_owned(),
            Self::TimelineClosed => "the server shows it to nobody without a log-in".to_owned(),
            Self::SaysGone => {
                "the page says in words that it is gone; its status does not".to_owned()
            }
        };
        Complaint::new(self.code(), detail)
    }
}

/// What stands before the content of a page that was not understood or not let through.
#[must_use]
pub fn before(capture: &Capture, reading: &Reading) -> Option<Obstacle> {
    if !reading.posts.is_empty() {
        return None;
    }
    let walled = reading.state == PageState::AuthRequired;
    let unread = matches!(
        reading.state,
        PageState::Drift | PageState::Broken | PageState::RateLimited | PageState::NotPublic
    );
    if !walled && !unread {
        return None;
    }
    if let Some(found) = signs::found(capture) {
        return Some(found);
    }
    if walled {
        return Some(if is_html(capture) { Obstacle::LogInPage } else { Obstacle::TimelineClosed });
    }
    (reading.state == PageState::Drift && says_gone(capture)).then_some(Obstacle::SaysGone)
}

/// Whether a body is a page for people, by what the server says or, where it says nothing, by how
/// it begins.
pub(crate) fn is_html(capture: &Capture) -> bool {
    match capture.header("content-type") {
        Some(kind) => kind.to_ascii_lowercase().contains("html"),
        None => capture.body.trim_ascii_start().starts_with(b"<"),
    }
}

#[cfg(test)]
mod tests;
