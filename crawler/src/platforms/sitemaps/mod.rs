//! Sitemaps: the pages that a site lists of itself, each as a post of the site.
//!
//! A source is a sitemap, an index of sitemaps, or a site whose robots.txt names them
//! (`sitemap:https://news.example/`). Pages that changed since the last visit (`lastmod`) are fetched,
//! the one that changed first before the others; the cursor is the `lastmod` of the last page read.
//! Where a sitemap gives no times, its pages are read in turn, a few at each visit, and the cursor
//! says after which page to go on. Several sitemaps of one site are each followed from that cursor.
//!
//! The account is the site; its native id is the host, a post's is host and path. Indexes are
//! followed three deep at most, and only where they or their times say that something changed.
//!
//! Formats: <https://www.sitemaps.org/protocol.html>; tolerant as `crawler-commons` is: any
//! namespace, text in place of `loc`, plain lists of addresses, `.gz` files.
//!
//! # Complaints
//! `bad_bytes`, `blocked`, `charset_unknown`, `charset_wrong`, `entry_malformed`, `feed_instead`,
//! `gzip_broken`, `link_elsewhere`, `link_unreadable`, `log_in_wanted`, `no_sitemaps`, `not_a_sitemap`, `rate_limited`,
//! `redirected_away`, `server_failed`, `status_unexpected`, `text_missing`, `time_absurd`,
//! `time_missing`, `too_deep`, `too_many`, `withheld`, `xml_broken`.

mod list;
mod page;
mod reading;

use super::{Adapter, CheckSubject, Place};
use crate::asking::{claimed, host_of, unclaimed};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{
    PageRequest, Platform, PublicUrl, Purpose, Reading, SourceKind, StoredCapture, Subject,
};
use url::Url;

/// The adapter.
pub const ADAPTER: Sitemaps = Sitemaps;

/// Reads sitemaps.
#[derive(Debug, Clone, Copy)]
pub struct Sitemaps;

/// This platform.
fn platform() -> Platform {
    Platform::new("sitemaps")
}

impl Adapter for Sitemaps {
    fn name(&self) -> &'static str {
        "sitemaps"
    }

    fn title(&self) -> &'static str {
        "Sitemaps"
    }

    fn help(&self) -> &'static str {
        "sitemaps (https://site/sitemap.xml) and sites that name theirs in robots.txt \
         (sitemap:https://site/)"
    }

    fn base_url(&self) -> &'static str {
        "https://www.sitemaps.org/"
    }

    fn recognise(
        &self,
        input: &str,
        _base: &PublicUrl,
    ) -> Option<Result<SourceAddress, NotPublic>> {
        if let Some(url) = claimed(input, "sitemap").or_else(|| claimed(input, "sitemaps")) {
            return Some(url.and_then(|url| address(&url)));
        }
        let url = unclaimed(input)?;
        is_sitemap(&url).then(|| address(&url))
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let wrong = || NotPublic::Malformed("a visit needs a sitemap to begin at".to_owned());
        let source = place.source.ok_or_else(wrong)?;
        Ok(PageRequest::new(source.url.clone(), Purpose::Newest))
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        let capture = stored.capture();
        match capture.request.purpose {
            Purpose::Newer | Purpose::Post => page::read(capture),
            _ => reading::read(place, capture),
        }
    }

    /// A page is checked by itself; the site has no page of its own.
    fn checks(&self, _base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        let CheckSubject::Post(post, _) = subject else { return Vec::new() };
        let page = post.url.clone().map(|url| PageRequest::new(url, Purpose::Post));
        page.map(|page| page.about(Subject::Post(post.id))).into_iter().collect()
    }
}

/// Whether an address looks like that of a sitemap: `sitemap.xml`, `/sitemap_index.xml.gz`.
fn is_sitemap(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let endings = [".xml", ".xml.gz", ".txt", ".txt.gz"];
    name.contains("sitemap") && endings.iter().any(|ending| name.ends_with(ending))
}

fn address(url: &Url) -> Result<SourceAddress, NotPublic> {
    let mut url = PublicUrl::from_url(url.clone())?;
    if url.url().path() == "/" && url.url().query().is_none() {
        url = url.join("/robots.txt")?;
    }
    let host = host_of(url.url()).unwrap_or_default();
    let query = url.url().query().map(|query| format!("?{query}")).unwrap_or_default();
    let key = format!("{host}{}{query}", url.url().path());
    Ok(SourceAddress { platform: platform(), kind: SourceKind::Feed, key, url })
}
