//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, and the feeds of YouTube's channels.
//!
//! A feed is an account that posts its entries. Its native id is its address with what does not
//! matter taken away, or `yt:<channel id>` on YouTube; a post's is that, `#` and the entry's id.
//! The bytes are decoded ([`crate::charset`]), mended ([`mend`], [`json`]), parsed by `feed-rs`
//! ([`parse`]) and made into posts ([`entry`]). Formats: RFC 4287, the RSS 2.0 specification,
//! <https://jsonfeed.org/version/1.1>; `../shared/platforms/SPEC.md`, section 4.
//!
//! Any web address is taken as a feed, after all other platforms had their chance. A page that
//! turns out to be HTML names its feeds in the complaints, so that somebody can add the right one.
//!
//! # Complaints
//! | code | meaning |
//! |---|---|
//! | `bad_bytes` | bytes that fit no encoding were replaced |
//! | `charset_unknown`, `charset_wrong` | an encoding nobody knows, or that does not fit the bytes |
//! | `content_missing` | entries with neither text nor attachment |
//! | `date_broken` | times that cannot be read |
//! | `entry_skipped` | entries that were left out by the parser |
//! | `feed_link` | the address of a feed that an HTML page names |
//! | `feed_unreadable` | a feed that could not be parsed at all |
//! | `guid_missing` | entries without an id; a hash stands in |
//! | `guid_repeated` | several entries under one id; their links are added to it, and of those with one link the first stays |
//! | `json_mended` | a JSON Feed that was no JSON; what could be read was read |
//! | `moved_host` | the feed is on another host now |
//! | `not_a_feed` | HTML or something else instead of a feed |
//! | `redirected_away` | a post's page leads to another page now |
//! | `refused` | HTTP 403 |
//! | `status_unexpected` | an HTTP status that says nothing about the feed |
//! | `time_absurd` | entries dated before 1990; the time is not believed |
//! | `time_in_future` | entries dated more than two days ahead; the time is not believed |
//! | `time_missing` | entries without a time |
//! | `xml_broken` | a document that is not well-formed; what could be read was read |
//! | `youtube_404` | YouTube's "not found", which comes and goes for living channels |

mod address;
#[cfg(test)]
mod conformance;
mod dates;
mod entry;
mod json;
mod mend;
mod page;
mod parse;
mod reading;

use super::{Adapter, CheckSubject, Place};
use address::Place as YouTube;
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Account, PageRequest, PublicUrl, Purpose, Reading, StoredCapture, Subject};

/// Name of the platform.
const NAME: &str = "feeds";

/// What is accepted where a feed is asked for; tells such requests from those for other pages.
pub(crate) const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";

/// The adapter.
pub const ADAPTER: Feeds = Feeds;

/// Reads feeds.
#[derive(Debug, Clone, Copy)]
pub struct Feeds;

impl Adapter for Feeds {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Feeds"
    }

    fn help(&self) -> &'static str {
        "the address of an RSS, Atom or JSON feed, or of a YouTube channel or playlist"
    }

    fn base_url(&self) -> &'static str {
        "https://www.youtube.com/"
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(input, base)
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let source = place
            .source
            .ok_or_else(|| NotPublic::Malformed("a visit needs a source to begin at".to_owned()))?;
        let url = match YouTube::of_key(&source.key) {
            Some(channel) => address::join(place.base, &channel.feed())?,
            None => source.url.clone(),
        };
        Ok(asking_for_feed(url, Purpose::Newest))
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        let capture = stored.capture();
        if capture.request.accept.as_deref() != Some(ACCEPT) {
            return page::read(capture);
        }
        let key = place.source.map(|source| source.key.clone()).or_else(|| {
            address::recognise(capture.request.url.as_str(), place.base)?.ok().map(|a| a.key)
        });
        let key = key.unwrap_or_else(|| capture.request.url.as_str().to_owned());
        reading::read(&key, capture)
    }

    /// An account: the feed and its home page. A post: its own page and the feed, which proves the
    /// post while it is listed; a post no longer listed may have made room for newer ones, and the
    /// feed alone cannot tell.
    fn checks(&self, base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        let (account, about, purpose, page) = match subject {
            CheckSubject::Account(account) => {
                (*account, Subject::Account(account.id), Purpose::Account, account.url.as_ref())
            }
            CheckSubject::Post(post, account) => {
                (*account, Subject::Post(post.id), Purpose::Post, post.url.as_ref())
            }
        };
        let feed = feed_of(base, account);
        let other = page.filter(|page| Some(*page) != feed.as_ref());
        let other = other.map(|page| PageRequest::new(page.clone(), purpose));
        let feed = feed.map(|feed| asking_for_feed(feed, purpose));
        let pages = match subject {
            CheckSubject::Account(_) => [feed, other],
            CheckSubject::Post(..) => [other, feed],
        };
        pages.into_iter().flatten().map(|page| page.about(about)).collect()
    }
}

fn asking_for_feed(url: PublicUrl, purpose: Purpose) -> PageRequest {
    let mut request = PageRequest::new(url, purpose);
    request.accept = Some(ACCEPT.to_owned());
    request
}

/// Where an account's feed is.
fn feed_of(base: &PublicUrl, account: &Account) -> Option<PublicUrl> {
    match YouTube::of_key(&account.native_id) {
        Some(channel) => address::join(base, &channel.feed()).ok(),
        None => PublicUrl::parse(&account.native_id).ok(),
    }
}
