//! Lemmy, and servers that speak its API (PieFed).
//!
//! Read without a log-in. A community is asked for first, which says whether it is there and open,
//! and then its newest posts and comments, page by page; a profile is asked for with its posts and
//! comments. Version 3 of the API is spoken until a server does not know it; then version 4, which
//! the source's cursor (`v4`) remembers. Source keys are `host/c/<name>` and `host/u/<name>` in
//! lower case; the native id of a post, a comment or an account is its ActivityPub address, which is
//! the same on every server.
//!
//! An address is known by the word in front (`lemmy:https://…/c/name`), as `!name@instance`, or by a
//! host that calls itself lemmy or feddit.
//!
//! **Gone.** What moderators removed is `Suspended`, what its author deleted is `Deleted`; neither is
//! recorded again. The second witness is the ActivityPub object, which becomes a tombstone (410).
//!
//! Text is markdown as its author wrote it, a post's title above it.
//!
//! Formats: `LemmyNet/lemmy` 0.18, 0.19 and 1.0.0-beta, `../shared/platforms/SPEC.md` 8.
//!
//! # Complaints
//! `account_differs`, `account_malformed`, `blocked`, `community_closed`, `community_malformed`,
//! `error_unknown`, `id_reused`, `json_mended`, `list_missing`, `log_in_wanted`, `not_json`,
//! `not_this_api`, `object_unclear`, `page_unknown`, `post_differs`, `post_malformed`,
//! `rate_limited`, `server_failed`, `status_unexpected`, `text_missing`, `time_absurd`,
//! `time_missing`, `too_many`, `withheld`.

mod address;
mod answer;
mod check;
mod community;
mod person;
mod view;

use super::{Adapter, CheckSubject, Place};
use crate::asking::segments;
use crate::json_mending::patiently;
use crate::refusal::unknown_page;
use address::{Spot, Version};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Capture, PageRequest, Platform, PublicUrl, Purpose, Reading, StoredCapture};

/// The adapter.
pub const ADAPTER: Lemmy = Lemmy;

/// Reads Lemmy.
#[derive(Debug, Clone, Copy)]
pub struct Lemmy;

/// This platform.
fn platform() -> Platform {
    Platform::new("lemmy")
}

impl Adapter for Lemmy {
    fn name(&self) -> &'static str {
        "lemmy"
    }

    fn title(&self) -> &'static str {
        "Lemmy"
    }

    fn help(&self) -> &'static str {
        "communities (!name@instance, lemmy:https://instance/c/name) and profiles \
         (lemmy:https://instance/u/name) of Lemmy and compatible servers"
    }

    fn base_url(&self) -> &'static str {
        "https://lemmy.ml/"
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(input, base)
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let wrong = || NotPublic::Malformed("no community or profile of Lemmy".to_owned());
        let spot = place.source.and_then(Spot::of).ok_or_else(wrong)?;
        let version = if place.cursor == Some("v4") { Version::Four } else { Version::Three };
        spot.first(version).ok_or_else(wrong)
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        patiently(stored.capture(), |capture| read(place, capture))
    }

    fn checks(&self, _base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        match subject {
            CheckSubject::Account(account) => check::of_account(account),
            CheckSubject::Post(post, _) => check::of_post(post),
        }
    }
}

/// Reads an answer to one of our requests.
fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let parts = segments(capture.request.url.url());
    let path: Vec<&str> = parts.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["api", version, rest @ ..] => match (Version::of(version), rest) {
            (Some(version), ["community"]) => community::read(place, version, capture),
            (Some(version), ["user" | "person"]) => person::read(place, version, capture),
            (Some(version), ["post" | "comment", "list"] | ["person", "content"]) => {
                community::read_list(version, capture)
            }
            (Some(_), ["post" | "comment"]) => check::read_post(capture),
            _ => unknown_page(),
        },
        _ if matches!(capture.request.purpose, Purpose::Account | Purpose::Post) => {
            check::read_object(capture)
        }
        _ => unknown_page(),
    }
}
