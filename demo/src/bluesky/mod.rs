//! Bluesky's AppView, without a log-in.
//!
//! Shapes: `shared/platforms/SPEC.md` section 3 and the responses recorded from a real test network.
//! Posts cannot be edited there, and are not here.

mod facets;
mod feed;
mod identity;
mod posts;
mod views;

use crate::serve::{Answer, Asked, Use};
use crate::truth::{AccountTruth, Ending};
use crate::view::{State, View};
use serde_json::{Value, json};

/// The AppView's robots.txt, shortened.
const ROBOTS: &str = "# Hello Friends!\nUser-agent: *\nAllow: /\n";

/// Answers a request.
pub(crate) fn answer(view: &View<'_>, asked: &Asked) -> Answer {
    let parts = asked.parts();
    match parts.as_slice() {
        ["robots.txt"] => Answer::text(200, ROBOTS),
        ["xrpc", method] => call(view, asked, method),
        ["xrpc"] | [] => Answer::text(200, "This is an invented AppView.\n"),
        _ => failed(404, "NotFound", "Not Found"),
    }
}

fn call(view: &View<'_>, asked: &Asked, method: &str) -> Answer {
    match method {
        "app.bsky.actor.getProfile" => identity::profile(view, asked),
        "app.bsky.actor.getProfiles" => identity::profiles(view, asked),
        "app.bsky.actor.searchActors" => identity::search(view, asked),
        "com.atproto.identity.resolveHandle" => identity::resolve(view, asked),
        "com.atproto.sync.getRepoStatus" => identity::status(view, asked),
        "app.bsky.feed.getAuthorFeed" => feed::of_author(view, asked),
        "app.bsky.feed.getPosts" => posts::list(view, asked),
        "app.bsky.feed.getPostThread" => posts::thread(view, asked),
        "app.bsky.feed.searchPosts" => Answer::of(403, "text/html", FORBIDDEN),
        _ => failed(501, "MethodNotImplemented", "Method Not Implemented"),
    }
}

const FORBIDDEN: &str = "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n";

/// Answers who asks too fast.
pub(crate) fn throttled(view: &View<'_>, used: Use) -> Answer {
    let reset = view.now.ms() / 1000 + 1;
    failed(429, "RateLimitExceeded", "Rate Limit Exceeded")
        .with("ratelimit-limit", used.limit.to_string())
        .with("ratelimit-remaining", used.remaining.to_string())
        .with("ratelimit-reset", reset.to_string())
        .with("ratelimit-policy", format!("{};w=300", used.limit))
}

fn failed(status: u16, error: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"error": error, "message": message}))
}

fn found(value: &Value) -> Answer {
    Answer::json(200, value)
        .with("atproto-content-labelers", "did:plc:ar7c4by46qjdydhdevvrndac;redact")
        .with("vary", "Accept-Encoding")
}

/// The account of a DID or handle, whatever its state.
fn actor<'w>(view: &View<'w>, name: &str) -> Option<&'w AccountTruth> {
    if name.starts_with("did:") {
        view.by_number("bluesky", name)
    } else {
        view.by_handle("bluesky", name)
    }
}

/// The same, if it can be shown; otherwise how `getProfile` refuses.
fn live_actor<'w>(view: &View<'w>, asked: &Asked) -> Result<&'w AccountTruth, Answer> {
    let Some(name) = asked.parameter("actor") else {
        return Err(failed(
            400,
            "InvalidRequest",
            "Error: Params must have the property \"actor\"",
        ));
    };
    let unknown = || failed(400, "InvalidRequest", "Profile not found");
    let account = actor(view, name).ok_or_else(unknown)?;
    match view.state(account) {
        State::Live => Ok(account),
        State::Ended(Ending::TakenDown | Ending::Suspended) => {
            Err(failed(400, "AccountTakedown", "Account has been suspended"))
        }
        State::Ended(Ending::Private) => {
            Err(failed(400, "AccountDeactivated", "Account is deactivated"))
        }
        State::Unborn | State::Ended(Ending::Deleted) => Err(unknown()),
    }
}

#[cfg(test)]
mod tests;
