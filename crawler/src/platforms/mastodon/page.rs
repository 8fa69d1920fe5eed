//! The page for people of an account or a post: a second witness besides the API.

use super::address::platform;
use super::answer;
use crate::charset;
use crate::refusal::{Refusal, find};
use model::{Account, Capture, Finding, PageRequest, PageState, Post, Reading, Subject, Witness};
use scraper::Html;

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
        401 => Refusal::wall("status 401"),
        429 => Refusal::limited(capture.header("retry-after")),
        500..=599 => Refusal::broken(capture.status),
        status => Refusal::blind(
            PageState::Drift,
            "status_unexpected",
            format!("the page answered {status}"),
        ),
    };
    refusal.reading(&capture.request, Witness::Directory)
}

/// A page that came proves something only if it names the subject: servers whose pages are built
/// in the browser answer 200 for anything.
fn shown(capture: &Capture) -> Result<Reading, Refusal> {
    if answer::is_login(capture) {
        return Err(Refusal::wall("led to a log-in page"));
    }
    if capture.final_url.authority() != capture.request.url.authority() {
        return Err(Refusal::blind(PageState::Aside, "led_elsewhere", "led to another host"));
    }
    let mut reading = Reading::of(PageState::Aside);
    let html = charset::of_page(capture, &mut reading.complaints);
    if !names(&html, &capture.request) {
        return Err(Refusal::blind(PageState::Aside, "page_unclear", "the page names no subject"));
    }
    find(&mut reading, &capture.request, Finding::Seen, Witness::Directory);
    Ok(reading)
}

/// Whether the page's head names the subject: by the address of its ActivityPub record, or by its
/// own address (`og:url`), or by the account's name (`profile:username`).
fn names(html: &str, request: &PageRequest) -> bool {
    let html = Html::parse_document(html);
    let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
    let mut elements = elements.filter(|one| matches!(one.name(), "link" | "meta"));
    elements.any(|one| match one.name() {
        "link" => {
            one.attr("type").is_some_and(|kind| kind.contains("activity+json"))
                && one.attr("href").is_some_and(|href| is_subject(href, request))
        }
        _ => match one.attr("property") {
            Some("og:url") => one.attr("content") == Some(request.url.as_str()),
            Some("profile:username") => {
                one.attr("content").is_some_and(|name| is_named(name, request))
            }
            _ => false,
        },
    })
}

/// Whether a full name is that of the account whose page was asked for.
fn is_named(name: &str, request: &PageRequest) -> bool {
    let user = name.split_once('@').map_or(name, |(user, _)| user);
    let mut segments = request.url.url().path_segments().into_iter().flatten();
    let asked = segments.find_map(|segment| segment.strip_prefix('@'));
    matches!(request.subject, Some(Subject::Account(_)))
        && asked.is_some_and(|asked| asked.eq_ignore_ascii_case(user))
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
    let body =
        String::from_utf8_lossy(capture.body.get(..4_096).unwrap_or(&capture.body)).to_lowercase();
    capture.header("cf-mitigated").is_some()
        || ["challenge", "captcha", "just a moment", "administrative rules"]
            .iter()
            .any(|w| body.contains(w))
}
