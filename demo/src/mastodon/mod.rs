//! A Mastodon instance, 4.6: the public API and the pages of profiles and posts.
//!
//! Shapes: `shared/platforms/SPEC.md` section 2 and the recorded responses beside it. Links lead to
//! the asking host; ActivityPub ids (`uri`) keep the instance's invented domain, as they would
//! behind a mirror, so that they are the same in every run.

mod accounts;
mod entities;
mod html;
mod instance;
mod pages;
mod statuses;

use crate::serve::{Answer, Asked, Use};
use crate::truth::{AccountTruth, NameTruth};
use crate::view::View;
use chrono::SecondsFormat;
use model::Timestamp;
use serde_json::{Value, json};

/// The instance's own domain.
pub(crate) const INSTANCE: &str = "https://harbour.example/";

/// Mastodon's robots.txt, shortened: the API and the pages are open.
const ROBOTS: &str = "User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /media_proxy/\nDisallow: /interact/\n";

/// Answers a request.
pub(crate) fn answer(view: &View<'_>, asked: &Asked, used: Use) -> Answer {
    let api = asked.path.first().is_some_and(|part| part == "api");
    let answer = route(view, asked);
    if api { limited(answer, view, used) } else { answer }
}

fn route(view: &View<'_>, asked: &Asked) -> Answer {
    match asked.parts().as_slice() {
        ["robots.txt"] => Answer::text(200, ROBOTS),
        ["api", "v2", "instance"] => instance::answer(view, asked),
        ["api", "v1", "instance"] => instance::old(view, asked),
        ["api", "v1", "accounts", "lookup"] => accounts::lookup(view, asked),
        ["api", "v1", "accounts", id] => accounts::one(view, asked, id),
        ["api", "v1", "accounts", id, "statuses"] => statuses::of_account(view, asked, id),
        ["api", "v1", "timelines", "public"] => error(401, "The access token is invalid"),
        ["api", "v1", "timelines", "tag", tag] => statuses::of_tag(view, asked, tag),
        ["api", "v1", "statuses", id] => statuses::one(view, asked, id),
        ["api", "v1", "statuses", id, "context"] => statuses::context(view, asked, id),
        ["api", "v1", "statuses", id, "history"] => statuses::history(view, asked, id),
        ["tags", tag] => pages::tag(tag),
        ["users", name] => Answer::redirect(302, &format!("{}@{name}", asked.base())),
        [name] if name.starts_with('@') => pages::profile(view, asked, name),
        [name, id] if name.starts_with('@') => pages::status(view, asked, name, id),
        ["api", ..] => error(404, "Not Found"),
        _ => pages::missing(),
    }
}

/// Answers who asks too fast.
pub(crate) fn throttled(view: &View<'_>, used: Use) -> Answer {
    limited(error(429, "Too many requests"), view, used)
}

fn limited(answer: Answer, view: &View<'_>, used: Use) -> Answer {
    let window = 300_000;
    let reset = Timestamp::from_ms((view.now.ms() / window + 1) * window);
    let reset = reset.utc().to_rfc3339_opts(SecondsFormat::Micros, true);
    answer
        .with("vary", "Authorization, Origin")
        .with("x-ratelimit-limit", used.limit.to_string())
        .with("x-ratelimit-remaining", used.remaining.to_string())
        .with("x-ratelimit-reset", reset)
}

fn error(status: u16, message: &str) -> Answer {
    json_answer(status, &json!({ "error": message }))
}

fn json_answer(status: u16, value: &Value) -> Answer {
    Answer::json(status, value).with("cache-control", "private, no-store")
}

/// An account with its present name.
fn named<'w>(
    view: &View<'w>,
    account: &'w AccountTruth,
) -> Option<(&'w AccountTruth, &'w NameTruth)> {
    Some((account, view.name(account)?))
}

/// `2026-08-01T13:55:55.867Z`.
fn moment(at: Timestamp) -> String {
    at.utc().to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests;
