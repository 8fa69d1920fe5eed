//! The page for people of an account or a post: a second witness besides the API.

use super::address::platform;
use super::answer::{self, Refusal, find};
use crate::plain_text::{Markup, Token, attribute};
use model::{
    Account, Capture, Finding, PageRequest, PageState, Post, Reading, Subject, Witness,
};

/// Reads it. Mastodon answers 410 for what was deleted for good, 403 for what moderators took
/// away, 404 for what is not (or no longer) known.
pub(super) fn read(capture: &Capture) -> Reading {
    let refusal = match capture.status {
        200..=299 => match shown(capture) {
            Ok(reading) => return reading,
            Err(refusal) => refusal,
        },
        410 => Refusal::gone(Finding::Deleted),
        404 => Refusal::gone(Finding::Missing),
        403 if !is_challenge(capture) => Refusal::gone(Finding::Suspended),
        403 => Refusal::blind(PageState::Broken, "blocked", "a challenge stands before the page"),
        401 => answer::wall("status 401"),
        429 => Refusal::blind(PageState::RateLimited, "rate_limited", "status 429"),
        500..=599 => answer::broken(capture.status),
        status => {
            Refusal::blind(PageState::Drift, "status_unexpected", format!("the page answered {status}"))
        }
    };
    refusal.reading(&capture.request, Witness::Directory)
}

/// A page that came proves something only if it names the subject: servers whose pages are built
/// in the browser answer 200 for anything.
fn shown(capture: &Capture) -> Result<Reading, Refusal> {
    if answer::is_login(capture) {
        return Err(answer::wall("led to a log-in page"));
    }
    if capture.final_url.authority() != capture.request.url.authority() {
        return Err(Refusal::blind(PageState::Aside, "led_elsewhere", "led to another host"));
    }
    if !names(capture, &capture.request) {
        return Err(Refusal::blind(PageState::Aside, "page_unclear", "the page names no subject"));
    }
    let mut reading = Reading::of(PageState::Aside);
    find(&mut reading, &capture.request, Finding::Seen, Witness::Directory);
    Ok(reading)
}

/// Whether the page's head names the subject: by the address of its ActivityPub record, or by its
/// own address (`og:url`), or by the account's name (`profile:username`).
fn names(capture: &Capture, request: &PageRequest) -> bool {
    let html = String::from_utf8_lossy(&capture.body);
    let named = request.url.url().path_segments().into_iter().flatten().find_map(|s| s.strip_prefix('@'));
    Markup::new(&html).any(|token| {
        let Token::Open(name, attributes) = token else { return false };
        match &*name {
            "link" => attribute(attributes, "type").is_some_and(|kind| kind.contains("activity+json"))
                && attribute(attributes, "href").is_some_and(|href| is_subject(&href, request)),
            "meta" => {
                let content = attribute(attributes, "content").unwrap_or_default();
                match attribute(attributes, "property").as_deref() {
                    Some("og:url") => content == request.url.as_str(),
                    Some("profile:username") => content
                        .split('@')
                        .next()
                        .is_some_and(|user| named.is_some_and(|name| name.eq_ignore_ascii_case(user)))
                        && matches!(request.subject, Some(Subject::Account(_))),
                    _ => false,
                }
            }
            _ => false,
        }
    })
}

fn is_subject(native_id: &str, request: &PageRequest) -> bool {
    match request.subject {
        Some(Subject::Account(id)) => Account::id_of(&platform(), native_id) == id,
        Some(Subject::Post(id)) => Post::id_of(&platform(), native_id) == id,
        None => false,
    }
}

/// A guard in front of the server, which says nothing about the subject.
fn is_challenge(capture: &Capture) -> bool {
    let body = String::from_utf8_lossy(capture.body.get(..4_096).unwrap_or(&capture.body)).to_lowercase();
    capture.header("cf-mitigated").is_some()
        || ["challenge", "captcha", "just a moment", "administrative rules"].iter().any(|w| body.contains(w))
}
