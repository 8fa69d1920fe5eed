//! Pages that are not feeds and are looked at only to see whether they are there: the page of a
//! post, the home page of a feed.

use super::address::is_youtube;
use crate::obstacle::says_gone;
use model::reading::Found;
use model::{Capture, Finding, PageState, PublicUrl, Reading, Subject, Witness};

/// What such a page says about the subject it was asked about.
pub(super) fn read(capture: &Capture) -> Reading {
    let (state, finding) = match capture.status {
        200..=299 => (PageState::Aside, there(capture)),
        304 => (PageState::Unchanged, there(capture)),
        401 | 407 => (PageState::AuthRequired, Some(Finding::CouldNotSee)),
        404 => (PageState::Gone, Some(Finding::Missing)),
        410 => (PageState::Gone, Some(Finding::Deleted)),
        429 => (PageState::RateLimited, Some(Finding::CouldNotSee)),
        451 => (PageState::NotPublic, Some(Finding::Restricted)),
        403 | 500..=599 => (PageState::Broken, Some(Finding::CouldNotSee)),
        _ => (PageState::Drift, Some(Finding::CouldNotSee)),
    };
    let mut reading = Reading::of(state);
    if state == PageState::Drift {
        reading.complain("status_unexpected", format!("HTTP {}", capture.status));
    }
    if finding == Some(Finding::CouldNotSee) && state == PageState::Aside {
        reading.complain("redirected_away", "the page leads to another page now");
    }
    if let (Some(subject), Some(finding)) = (capture.request.subject, finding) {
        let witness = match subject {
            Subject::Post(_) => Witness::PostPage,
            Subject::Account(_) => Witness::AccountPage,
        };
        reading.found.push(Found { subject, finding, witness });
    }
    reading
}

/// What an answer proves. A home page proves nothing of its feed, and YouTube answers for films
/// that are gone as for others; a post's own page proves the post, unless it leads elsewhere.
fn there(capture: &Capture) -> Option<Finding> {
    let of_post = matches!(capture.request.subject, Some(Subject::Post(_)));
    if !of_post || is_youtube(&capture.request.url) {
        return None;
    }
    if says_gone(capture) {
        return Some(Finding::Missing);
    }
    let same = same_page(&capture.request.url, &capture.final_url);
    Some(if same { Finding::Seen } else { Finding::CouldNotSee })
}

/// The same page but for scheme, `www.` and a slash at the end.
fn same_page(asked: &PublicUrl, got: &PublicUrl) -> bool {
    let parts = |url: &PublicUrl| {
        let host = url.url().host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
        (host, url.url().path().trim_end_matches('/').to_owned())
    };
    parts(asked) == parts(got)
}
