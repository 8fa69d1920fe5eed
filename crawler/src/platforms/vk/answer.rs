//! What VK answers before one looks at content.

use crate::gathering;
use crate::json_fields::Fields;
use crate::refusal::Refusal;
use model::{Capture, Finding, PageState};
use serde_json::Value;

/// The `response` of an answer, or what its refusal means.
pub(super) fn json(capture: &Capture) -> Result<Value, Refusal> {
    if !matches!(capture.status, 200..=299) {
        return Err(Refusal::of_status(capture));
    }
    let mut value = gathering::json(&capture.body)?;
    if let Some(error) = value.field("error") {
        return Err(numbered(error.count("error_code").unwrap_or(0)));
    }
    match value.get_mut("response").map(Value::take) {
        Some(response) => Ok(response),
        None => Err(Refusal::drift("list_missing", "neither response nor error")),
    }
}

/// Numbers of errors: `VKCOM/vk-api-schema` `errors.json`.
fn numbered(code: u64) -> Refusal {
    match code {
        1 | 10 => Refusal::blind(PageState::Broken, "server_failed", format!("error {code}")),
        5 | 27 | 28 => Refusal::wall("the token is not accepted"),
        6 | 9 | 29 => Refusal::limited(None),
        14 | 17 => Refusal::blind(
            PageState::RateLimited,
            "challenge",
            "it wants a person to answer, which is never done",
        ),
        15 | 30 | 203 => Refusal::closed(Finding::Private, "closed", "not for everybody"),
        18 => Refusal::gone(Finding::Suspended),
        19 => Refusal::closed(Finding::Restricted, "closed", "blocked by the platform"),
        113 | 125 => Refusal::gone(Finding::Missing),
        3 | 8 | 100 => Refusal::drift("request_refused", format!("error {code}: our request")),
        _ => Refusal::drift("error_unknown", format!("error {code}")),
    }
}
