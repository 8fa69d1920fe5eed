//! VK (VKontakte), by its API with a service token.
//!
//! A service token belongs to an application, not to a person, and shows what everybody may read:
//! `crawler.platforms.vk.credentials` with the token as its secret. It is shown in the
//! `Authorization` header, so that it stands in no address and no capture.
//!
//! Sources: walls of communities and people (`https://vk.com/name`, `club1`, `id1`), and searches
//! (`https://vk.com/search/posts?q=…`) by `newsfeed.search`. Native ids are VK's own numbers, those
//! of communities below zero: an account is `-1`, a post `-1_28`. Lists are turned by `offset` and
//! `start_from`, back to what is known.
//!
//! VK answers errors with status 200 and a number. 18 is an account that was deleted or banned
//! (`Suspended`; `deactivated` says which of the two where it is shown), 15, 30 and 203 are closed,
//! 6, 9 and 29 ask for patience, 14 wants a riddle solved, which is never done.
//!
//! A repost is recorded with its own words only, as forwarded from what it repeats.
//!
//! Formats: `VKCOM/vk-api-schema` 5.199, `../shared/platforms/SPEC.md` 6.
//!
//! # Complaints
//! `account_closed`, `account_malformed`, `author_missing`, `blocked`, `challenge`, `closed`,
//! `error_unknown`, `id_reused`, `json_mended`, `list_missing`, `log_in_wanted`, `not_json`,
//! `page_unknown`, `post_malformed`, `rate_limited`, `request_refused`, `server_failed`,
//! `status_unexpected`, `text_missing`, `time_absurd`, `time_missing`, `too_many`, `withheld`.

mod account;
mod address;
mod answer;
mod attachment;
mod check;
mod wall;

use super::{Adapter, CheckSubject, Place};
use crate::asking::segments;
use crate::json_mending::patiently;
use crate::passes::Pass;
use crate::refusal::unknown_page;
use crate::{Options, SetupError};
use address::Spot;
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Capture, PageRequest, Platform, PublicUrl, Reading, StoredCapture};
use std::sync::Arc;

/// The adapter, without credentials.
pub static ADAPTER: Vk = Vk { pass: None };

/// Reads VK.
#[derive(Debug, Clone)]
pub struct Vk {
    pass: Option<Pass>,
}

/// This platform.
fn platform() -> Platform {
    Platform::new("vk")
}

impl Adapter for Vk {
    fn name(&self) -> &'static str {
        "vk"
    }

    fn title(&self) -> &'static str {
        "VK"
    }

    fn help(&self) -> &'static str {
        "walls of communities and people (https://vk.com/name) and searches \
         (https://vk.com/search/posts?q=…) of VK, with a service token in the settings"
    }

    fn base_url(&self) -> &'static str {
        "https://api.vk.com/"
    }

    fn configured(
        &self,
        options: &Options,
        base: &PublicUrl,
    ) -> Result<Option<Arc<dyn Adapter>>, SetupError> {
        let own = options.platform("vk");
        let Some(credentials) = &own.credentials else { return Ok(None) };
        let pass = Pass::standing(base, credentials.read("vk")?);
        Ok(Some(Arc::new(Self { pass: Some(pass) })))
    }

    fn pass(&self) -> Option<&Pass> {
        self.pass.as_ref()
    }

    fn recognise(
        &self,
        input: &str,
        _base: &PublicUrl,
    ) -> Option<Result<SourceAddress, NotPublic>> {
        let found = address::recognise(input)?;
        Some(match (&self.pass, found) {
            (None, Ok(_)) => Err(NotPublic::Closed(address::WITHOUT.to_owned())),
            (_, found) => found,
        })
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        if self.pass.is_none() {
            return Err(NotPublic::Closed(address::WITHOUT.to_owned()));
        }
        let wrong = || NotPublic::Malformed("no wall or search of VK".to_owned());
        let spot = place.source.map(Spot::of).ok_or_else(wrong)?;
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
    match parts.last().map(String::as_str) {
        Some("wall.get") if capture.request.subject.is_some() => check::read_wall(capture),
        Some("wall.get" | "newsfeed.search") => wall::read(place, capture),
        Some("wall.getById") => check::read_post(capture),
        Some("groups.getById" | "users.get") => check::read_account(capture),
        _ => unknown_page(),
    }
}
