//! Bluesky, and other AppViews of the AT Protocol.
//!
//! Read without a log-in, by XRPC: a profile by `app.bsky.actor.getProfile` and then
//! `app.bsky.feed.getAuthorFeed`, page by page through the answer's cursor. Source keys are a DID
//! or a handle in lower case; the native id of an account is its DID and of a post its `at://`
//! address, so that renames keep them. The source's own cursor is the DID that answered to its
//! name at the first visit: later visits follow the account and not the name.
//!
//! `app.bsky.feed.searchPosts` is closed to anonymous use on the public AppView, so a search is
//! refused as a source with that reason, unless the settings have an account's credentials
//! (`crawler.platforms.bluesky.credentials`: handle and app password) or an AppView of one's own as
//! `base_url`. With credentials a session is bought at the account's server (`service`), which passes
//! the search on; everything else is still asked without. Best effort: the makers ask that searches
//! are not used in bulk.
//!
//! **Wishes that are honoured.** An account labelled `!no-unauthenticated` asks not to be shown
//! without a log-in: neither its posts nor its profile are recorded, and a record that we have
//! already is `Restricted`.
//!
//! **Gone.** `AccountTakedown` is `Suspended`. `AccountDeactivated` is `Deleted` with the complaint
//! `account_deactivated`: the owner switched it off and may come back. `Profile not found` is
//! `Missing`. Second witnesses are the relay's repository status, the name resolver and the list of
//! posts; a resolver that still knows the name proves nothing, as it knows accounts taken down too.
//!
//! **Time.** `createdAt` is written by the author's client; where it cannot be, `indexedAt` is used.
//!
//! Reposts are recorded without content, as forwarded from the reposted post. A quoted post is kept
//! as a link: its words are somebody else's.
//!
//! # Complaints
//! `account_deactivated`, `account_differs`, `asks_not_to_be_shown_logged_out`, `author_missing`,
//! `blocked`, `blocked_actor`, `cursor_in_circle`, `embed_unknown`, `error_unknown`,
//! `facet_misplaced`, `handle_invalid`, `handle_moved`, `id_reused`, `json_mended`, `label_hide`,
//! `list_missing`, `log_in_wanted`, `method_missing`, `not_json`, `page_unknown`, `post_malformed`,
//! `profile_malformed`, `rate_limited`, `request_refused`, `server_failed`, `status_unclear`,
//! `status_unexpected`, `text_missing`, `thread_missing`, `time_absurd`, `time_backdated`,
//! `time_missing`.

mod address;
mod answer;
mod embed;
mod facet;
mod feed;
mod label;
mod post;
mod profile;
pub mod syntax;

use super::{Adapter, CheckSubject, Place};
use crate::asking;
use crate::json_mending::patiently;
use crate::passes::{Pass, Purchase};
use crate::refusal::unknown_page;
use crate::{Options, SetupError};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Capture, PageRequest, PublicUrl, Purpose, Reading, SourceKind, StoredCapture};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;

/// The server of most accounts.
const SERVICE: &str = "https://bsky.social/";

/// The adapter, without credentials.
pub static ADAPTER: Bluesky = Bluesky { door: None };

/// Reads Bluesky.
#[derive(Debug, Clone)]
pub struct Bluesky {
    /// How searches are let in, with credentials.
    door: Option<Door>,
}

/// An account's server, and what it wants to be shown.
#[derive(Debug, Clone)]
struct Door {
    service: PublicUrl,
    pass: Pass,
}

impl Adapter for Bluesky {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn title(&self) -> &'static str {
        "Bluesky"
    }

    fn help(&self) -> &'static str {
        "profiles (@name.bsky.social, did:plc:…, https://bsky.app/profile/…) and the authors of \
         posts; searches (https://bsky.app/search?q=…) with credentials in the settings, or an \
         AppView of one's own as base_url"
    }

    fn base_url(&self) -> &'static str {
        address::BASE
    }

    fn configured(
        &self,
        options: &Options,
        _base: &PublicUrl,
    ) -> Result<Option<Arc<dyn Adapter>>, SetupError> {
        let own = options.platform("bluesky");
        let Some(credentials) = &own.credentials else { return Ok(None) };
        let service = credentials.service("bluesky", SERVICE)?;
        let faulty = |why: NotPublic| SetupError::Credentials {
            platform: "bluesky".to_owned(),
            why: format!("service: {why}"),
        };
        let counter = asking::under(&service, &["xrpc", "com.atproto.server.createSession"], &[]);
        let secret = credentials.read("bluesky")?;
        let body = serde_json::json!({
            "identifier": credentials.name, "password": secret.expose_secret()
        });
        let purchase = Purchase {
            counter: counter.map_err(faulty)?,
            authorization: None,
            content_type: "application/json",
            body: SecretString::from(body.to_string()),
            field: "accessJwt",
        };
        let pass = Pass::bought(&service, purchase);
        Ok(Some(Arc::new(Self { door: Some(Door { service, pass }) })))
    }

    fn pass(&self) -> Option<&Pass> {
        self.door.as_ref().map(|door| &door.pass)
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(input, base, self.door.is_some())
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let wrong = || NotPublic::Malformed("no profile or search of Bluesky".to_owned());
        let source = place.source.ok_or_else(wrong)?;
        match source.kind {
            SourceKind::Profile => profile::first(place, &source.key).ok_or_else(wrong),
            SourceKind::Search => {
                let query = [("q", &*source.key), ("sort", "latest"), ("limit", "100")];
                let server = self.door.as_ref().map_or(place.base, |door| &door.service);
                address::ask(server, "app.bsky.feed.searchPosts", &query, Purpose::Newest)
                    .ok_or_else(wrong)
            }
            _ => Err(wrong()),
        }
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        patiently(stored.capture(), |capture| read(place, capture))
    }

    fn checks(&self, base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        match subject {
            CheckSubject::Account(account) => profile::checks(base, account),
            CheckSubject::Post(post, _) => feed::checks(base, post),
        }
    }
}

/// Reads an answer to one of our requests.
fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let path = capture.request.url.url().path();
    match path.rsplit_once("/xrpc/").map(|(_, method)| method) {
        Some("app.bsky.actor.getProfile") => profile::read(place, capture),
        Some("app.bsky.feed.getAuthorFeed") => feed::read(place, capture),
        Some("app.bsky.feed.searchPosts") => feed::read_search(place, capture),
        Some("app.bsky.feed.getPosts") => feed::read_posts(place, capture),
        Some("app.bsky.feed.getPostThread") => feed::read_thread(place, capture),
        Some("com.atproto.identity.resolveHandle") => profile::read_handle(capture),
        Some("com.atproto.sync.getRepoStatus") => profile::read_status(capture),
        _ => unknown_page(),
    }
}
