//! What Reddit answers before one looks at content.

use crate::gathering;
use crate::json_fields::Fields;
use crate::refusal::Refusal;
use model::{Capture, Finding};
use serde_json::Value;

/// The JSON of an answer, or what its refusal means. Reasons: `reddit.com/dev/api`, `praw`'s
/// recordings.
pub(super) fn json(capture: &Capture) -> Result<Value, Refusal> {
    let body = serde_json::from_slice::<Value>(&capture.body).ok();
    let reason = body.as_ref().and_then(|value| value.text("reason"));
    match (capture.status, reason.as_deref()) {
        // A subreddit that is not there leads to the search for subreddits.
        (200..=299, _) if capture.final_url.url().path().starts_with("/subreddits/search") => {
            Err(Refusal::gone(Finding::Missing))
        }
        (200..=299, _) if capture.final_url.url().path().starts_with("/login") => {
            Err(Refusal::wall("led to a log-in page"))
        }
        (200..=299, _) => gathering::json(&capture.body),
        (403, Some("private" | "gold_only" | "employees_only")) => {
            Err(Refusal::closed(Finding::Private, "closed", "for members only"))
        }
        (403, Some("quarantined")) => {
            Err(Refusal::closed(Finding::Restricted, "closed", "quarantined by the platform"))
        }
        // JSON without a reason: this account's or subreddit's list is not for everybody.
        (403, None) if body.is_some() => {
            Err(Refusal::closed(Finding::Restricted, "closed", "not for everybody"))
        }
        (404, Some("banned")) => Err(Refusal::gone(Finding::Suspended)),
        (400, Some("USER_DOESNT_EXIST")) => Err(Refusal::gone(Finding::Missing)),
        (429, _) => Err(Refusal::limited(capture.header("x-ratelimit-reset"))),
        _ => Err(Refusal::of_status(capture)),
    }
}
