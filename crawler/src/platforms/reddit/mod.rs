//! Reddit, by its Data API.
//!
//! Reddit answers nobody without credentials any more (anonymous JSON ended on 2026-05-30), so this
//! adapter needs an application's: `crawler.platforms.reddit.credentials` with the client id as
//! `name` and its secret. They buy a token for what everybody may read (`client_credentials`,
//! RFC 6749 4.4), which is shown to `oauth.reddit.com`. The Data API Terms apply; one of them is
//! that what is deleted on Reddit is deleted within 48 hours (see `docs/OPERATIONS.md`).
//!
//! Sources: subreddits (`r/name`: new posts, and new comments), users (`u/name`) and searches
//! (`search:words`). Native ids are Reddit's fullnames: `t3_…` a post, `t1_…` a comment, `t2_…` an
//! account, so that renames keep them. Lists are turned by `after`, back to what is known, a thousand
//! entries deep at most.
//!
//! **Gone.** `removed_by_category` says who took a post away: its author (`Deleted`) or somebody else
//! (`Suspended`); neither is recorded again. A suspended account says so; one that was deleted or
//! hidden from all is not found.
//!
//! Formats: `praw` recordings, `../shared/platforms/SPEC.md` 5.
//!
//! # Complaints
//! `account_malformed`, `blocked`, `closed`, `id_reused`, `json_mended`, `list_missing`,
//! `log_in_wanted`, `name_reused`, `not_json`, `page_unknown`, `post_malformed`, `rate_limited`,
//! `server_failed`, `status_unexpected`, `text_missing`, `time_absurd`, `time_missing`, `too_many`,
//! `withheld`.

mod account;
mod address;
mod answer;
mod check;
mod listing;
mod thing;

use super::{Adapter, CheckSubject, Place};
use crate::asking::segments;
use crate::json_mending::patiently;
use crate::passes::{Pass, Purchase, basic};
use crate::refusal::unknown_page;
use crate::{Options, SetupError};
use address::Spot;
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Capture, PageRequest, Platform, PublicUrl, Reading, StoredCapture};
use secrecy::SecretString;
use std::sync::Arc;

/// Where tokens are bought.
const COUNTER: &str = "https://www.reddit.com/api/v1/access_token";

/// The adapter, without credentials.
pub static ADAPTER: Reddit = Reddit { pass: None };

/// Reads Reddit.
#[derive(Debug, Clone)]
pub struct Reddit {
    pass: Option<Pass>,
}

/// This platform.
fn platform() -> Platform {
    Platform::new("reddit")
}

impl Adapter for Reddit {
    fn name(&self) -> &'static str {
        "reddit"
    }

    fn title(&self) -> &'static str {
        "Reddit"
    }

    fn help(&self) -> &'static str {
        "subreddits (r/name), users (u/name) and searches (https://www.reddit.com/search/?q=…) of \
         Reddit, with an application's credentials in the settings"
    }

    fn base_url(&self) -> &'static str {
        "https://oauth.reddit.com/"
    }

    fn configured(
        &self,
        options: &Options,
        base: &PublicUrl,
    ) -> Result<Option<Arc<dyn Adapter>>, SetupError> {
        let own = options.platform("reddit");
        let Some(credentials) = &own.credentials else { return Ok(None) };
        let purchase = Purchase {
            counter: credentials.service("reddit", COUNTER)?,
            authorization: Some(basic(&credentials.name, &credentials.read("reddit")?)),
            content_type: "application/x-www-form-urlencoded",
            body: SecretString::from("grant_type=client_credentials"),
            field: "access_token",
        };
        Ok(Some(Arc::new(Self { pass: Some(Pass::bought(base, purchase)) })))
    }

    fn pass(&self) -> Option<&Pass> {
        self.pass.as_ref()
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        let found = address::recognise(input, base)?;
        Some(match (&self.pass, found) {
            (None, Ok(_)) => Err(NotPublic::Closed(address::WITHOUT.to_owned())),
            (_, found) => found,
        })
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        if self.pass.is_none() {
            return Err(NotPublic::Closed(address::WITHOUT.to_owned()));
        }
        let wrong = || NotPublic::Malformed("no subreddit, user or search of Reddit".to_owned());
        let spot = place.source.and_then(Spot::of).ok_or_else(wrong)?;
        spot.first(place.base).ok_or_else(wrong)
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        patiently(stored.capture(), |capture| read(place, capture))
    }

    fn checks(&self, base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        match subject {
            _ if self.pass.is_none() => Vec::new(),
            CheckSubject::Account(account) => check::of_account(base, account),
            CheckSubject::Post(post, _) => check::of_post(base, post),
        }
    }
}

/// Reads an answer to one of our requests.
fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let parts = segments(capture.request.url.url());
    let path: Vec<&str> = parts.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["user", _, "about"] => account::read(place, capture),
        ["api", "info"] => check::read_info(capture),
        ["comments", _] => check::read_thread(capture),
        ["user", _, "overview"] if capture.request.subject.is_some() => {
            check::read_overview(capture)
        }
        ["r", _, "new" | "comments"] | ["user", _, "overview"] | ["search"] => {
            listing::read(place, capture)
        }
        _ => unknown_page(),
    }
}
