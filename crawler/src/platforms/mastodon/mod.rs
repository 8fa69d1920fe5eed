//! Mastodon, and servers that speak its API (Pleroma, Akkoma, GoToSocial, Pixelfed).
//!
//! Read without a log-in: a profile by `/api/v1/accounts/lookup` and then its statuses, a hashtag
//! by `/api/v1/timelines/tag/`. Source keys are `host/@user` and `host/#tag` in lower case; the
//! native id of an account or post is its ActivityPub `uri` (else `url`), which is the same on
//! every server. The cursor is the newest status number seen: with one, a visit reads forward by
//! `min_id` and `rel=prev` until an empty page, without a gap; without one it reads the newest page
//! and then older ones by `rel=next`. `Link` is followed as written. A profile's newest page is read
//! in either case: it shows edits and deletions, which a walk forward never meets.
//!
//! An empty hashtag is not believed before the instance's settings say that hashtags are open.
//!
//! **Wishes that are honoured.** An account that sets `noindex`, or refuses both `indexable` and
//! `discoverable`, asks not to be found. While reading we cannot know whether it advertises, so its
//! wish is followed whoever it is: neither its posts nor its profile are recorded (a check of a
//! record that we have already still says whether it is there). `indexable: false` alone is the
//! state of an account that never chose, and no wish.
//!
//! Boosts are recorded without content, as forwarded from the boosted post. A quoted post is kept
//! as a link: its words are somebody else's.
//!
//! # Complaints
//! `account_differs`, `account_limited`, `account_malformed`, `account_memorial`,
//! `asks_not_to_be_indexed`, `blocked`, `content_missing`, `cursor_ignored`, `error_in_answer`,
//! `forbidden`, `hashtags_closed`, `hashtags_unknown`, `id_reused`, `json_mended`, `led_elsewhere`,
//! `link_elsewhere`, `link_in_circle`, `link_unreadable`, `list_missing`, `log_in_wanted`,
//! `name_reused`, `not_json`, `not_this_api`, `page_unclear`, `page_unknown`, `post_differs`,
//! `post_malformed`, `post_not_public`, `rate_limited`, `server_failed`, `settings_missing`,
//! `settings_unreadable`, `status_unexpected`, `time_absurd`, `time_missing`.

mod account;
mod address;
mod answer;
mod check;
mod instance;
mod link;
mod page;
mod status;
mod timeline;

use super::{Adapter, CheckSubject, Place};
use crate::asking::{json, under};
use crate::json_mending::patiently;
use crate::refusal::unknown_page;
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Capture, PageRequest, PublicUrl, Purpose, Reading, StoredCapture};

/// The adapter.
pub const ADAPTER: Mastodon = Mastodon;

/// Reads Mastodon.
#[derive(Debug, Clone, Copy)]
pub struct Mastodon;

impl Adapter for Mastodon {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn title(&self) -> &'static str {
        "Mastodon"
    }

    fn help(&self) -> &'static str {
        "profiles (@user@instance, https://instance/@user) and hashtags (#tag@instance, \
         https://instance/tags/tag) of Mastodon and compatible servers"
    }

    fn base_url(&self) -> &'static str {
        address::BASE
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(input, base)
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let wrong = || NotPublic::Malformed("no profile or hashtag of Mastodon".to_owned());
        let source = place.source.and_then(address::Place::of).ok_or_else(wrong)?;
        match source {
            address::Place::Profile { host, user } => {
                let root = address::server(host, place.base)?;
                let acct = check::acct(user, host, host, place.base);
                check::lookup(&root, &acct).ok_or_else(wrong)
            }
            address::Place::Hashtag { host, tag } => {
                let root = address::server(host, place.base)?;
                let mut query = vec![("limit", "40")];
                query.extend(place.cursor.map(|cursor| ("min_id", cursor)));
                let url = under(&root, &["api", "v1", "timelines", "tag", tag], &query)?;
                let purpose = place.cursor.map_or(Purpose::Newest, |_| Purpose::Newer);
                Ok(json(url, purpose))
            }
        }
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        patiently(stored.capture(), |capture| read(place, capture))
    }

    fn checks(&self, base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        check::checks(base, subject)
    }
}

/// Reads an answer to one of our requests.
fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let path = capture.request.url.url().path().trim_end_matches('/');
    let api =
        path.split_once("/api/v").map(|(_, rest)| rest.split('/').skip(1).collect::<Vec<_>>());
    match api.as_deref() {
        Some(["timelines", ..] | ["accounts", _, "statuses"]) => timeline::read(place, capture),
        Some(["accounts", _]) => account::read(place, capture),
        Some(["statuses", _]) => timeline::read_one(place, capture),
        Some(["instance"]) => {
            let root = account::root_of(&capture.request.url);
            instance::read(capture, root.as_ref(), place.cursor.is_some())
        }
        None if matches!(capture.request.purpose, Purpose::Account | Purpose::Post) => {
            page::read(capture)
        }
        _ => unknown_page(),
    }
}
