//! Discourse forums.
//!
//! Read without a log-in, by the JSON behind every page. A whole forum is read by `/posts.json`, its
//! newest posts, and then older ones below the lowest number seen; a category by its list of topics
//! and the end of each topic that moved since the visit before; a topic from its end backwards.
//! Source keys are `host/latest`, `host/c/<id>` and `host/t/<id>`; the native id of a post is
//! `host/p/<id>` and of an account `host/u/<id>`, so that renames keep them. A forum in a folder has
//! the folder after the host.
//!
//! An address is known by its shape (`/t/<slug>/<id>`, `/c/<slug>/<id>`) or by the word in front:
//! `discourse:https://forum.example/`.
//!
//! The first page of `/posts.json` reaches back by numbers on older versions, so an empty one proves
//! nothing: the list of topics settles it. The cursor of a category is the time at which the last
//! topic that was read had moved (`bumped_at`); topics are read oldest first, so that a visit that
//! is cut short leaves no gap. A first page of topics that all moved since is `capped`.
//!
//! **Wishes and rules.** A hidden post (flagged by readers) is `Restricted`, a post that its author
//! took away is `Deleted`; neither is recorded. Quotations are left out: their words are somebody
//! else's. Whispers and the forum's own notes ("closed this topic") are no posts.
//!
//! Formats: `docs.discourse.org`, recordings of `discourse_api`, `../shared/platforms/SPEC.md` 7.
//!
//! # Complaints
//! `account_malformed`, `account_suspended`, `blocked`, `forbidden`, `id_reused`, `json_mended`,
//! `list_missing`, `log_in_wanted`, `name_reused`, `not_discourse`, `not_json`, `page_unknown`,
//! `post_differs`, `post_malformed`, `profile_hidden`, `rate_limited`, `server_failed`,
//! `status_unexpected`, `text_missing`, `time_absurd`, `time_missing`, `too_many`, `topics_capped`,
//! `withheld`.

mod address;
mod answer;
mod check;
mod post;
mod topics;

use super::{Adapter, CheckSubject, Place};
use crate::asking::{json, segments, under};
use crate::json_mending::patiently;
use crate::refusal::unknown_page;
use address::{Part, Spot};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Capture, PageRequest, Platform, PublicUrl, Purpose, Reading, StoredCapture};

/// The adapter.
pub const ADAPTER: Discourse = Discourse;

/// Reads Discourse.
#[derive(Debug, Clone, Copy)]
pub struct Discourse;

/// This platform.
fn platform() -> Platform {
    Platform::new("discourse")
}

impl Adapter for Discourse {
    fn name(&self) -> &'static str {
        "discourse"
    }

    fn title(&self) -> &'static str {
        "Discourse"
    }

    fn help(&self) -> &'static str {
        "topics (https://forum/t/name/1) and categories (https://forum/c/name/1) of Discourse \
         forums, and whole forums (discourse:https://forum/)"
    }

    fn base_url(&self) -> &'static str {
        "https://meta.discourse.org/"
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(input, base)
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let wrong = || NotPublic::Malformed("no place on a Discourse forum".to_owned());
        let spot = place.source.and_then(Spot::of).ok_or_else(wrong)?;
        let url = match spot.part {
            Part::Forum => under(&spot.root, &["posts.json"], &[])?,
            Part::Category(slug, id) => {
                let mut path = vec!["c"];
                path.extend(slug.iter().map(String::as_str));
                path.extend([id.as_str(), "l", "latest.json"]);
                under(&spot.root, &path, &[])?
            }
            Part::Topic(id) => under(&spot.root, &["t", &format!("{id}.json")], &[])?,
        };
        Ok(json(url, Purpose::Newest))
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
    let at = parts.iter().position(|p| matches!(&**p, "t" | "c" | "u" | "posts"));
    let path: Vec<&str> = parts.iter().skip(at.unwrap_or(0)).map(String::as_str).collect();
    match path.as_slice() {
        [.., "posts.json"] => post::read_latest(place, capture),
        ["posts", _] => check::read_post(capture),
        ["t", _] | ["t", _, _] if capture.request.subject.is_some() => {
            check::read_in_topic(capture)
        }
        ["t", _] | ["t", _, _] => post::read_topic(place, capture),
        ["u", _] => check::read_account(capture),
        [.., "user_actions.json"] => check::read_actions(capture),
        [.., "latest.json"] => topics::read(place, capture),
        _ => unknown_page(),
    }
}
