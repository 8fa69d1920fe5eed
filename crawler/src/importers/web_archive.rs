//! Web archives: WARC, and WACZ, which is a zip with WARCs in it.
//!
//! Their records are pages as somebody fetched them, so each response becomes a capture of its own
//! with the record's date, and the platforms' own adapters read it. The archive format itself is the
//! matter of `evidence`; this file only says which page is whose.

use super::{Importer, Refusal, Shape};
use crate::Platforms;
use crate::platforms::{self, Adapter, Place};
use model::{Capture, PageState, Platform, PublicUrl, Reading, StoredCapture};

/// The importer.
pub(super) const IMPORTER: WebArchive = WebArchive;

/// How a zip begins, which a WACZ is.
pub const ZIP: &str = "PK\u{3}\u{4}";

/// Platforms that live at one place: a page from elsewhere that looks like theirs is not theirs.
const AT_HOME: &[(&str, &[&str])] = &[
    ("telegram", &["t.me", "telegram.me", "telegram.dog"]),
    ("bluesky", &["public.api.bsky.app", "api.bsky.app", "bsky.social"]),
];

/// Reads web archives.
#[derive(Debug)]
pub(super) struct WebArchive;

impl Importer for WebArchive {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn title(&self) -> &'static str {
        "Web archive"
    }

    fn help(&self) -> &'static str {
        "WARC (packed or not), ARC, WACZ: pages that an adapter can read"
    }

    fn recognises(&self, head: &str) -> bool {
        // A packed file begins with bytes that are no UTF-8 from the second on.
        let packed = head.starts_with('\u{1f}');
        packed || ["WARC/", "filedesc://", ZIP].iter().any(|mark| head.starts_with(mark))
    }

    fn shape(&self) -> Shape {
        Shape::Pages
    }
}

/// What a kept page says, and on which platform: that of the first adapter that understands it.
pub fn read(platforms: &Platforms, stored: &StoredCapture) -> Result<(Platform, Reading), Refusal> {
    let capture = stored.capture();
    if !(200..300).contains(&capture.status) {
        return Err(Refusal::new(format!("an answer {}, not a page", capture.status)));
    }
    let root =
        PublicUrl::parse(&format!("{}/", capture.final_url.url().origin().ascii_serialization()))
            .map_err(|why| Refusal::new(why.to_string()))?;
    let own = platforms.at(&capture.final_url.authority());
    for adapter in platforms::ALL.iter().copied().filter(|one| is_home(*one, &root, own)) {
        let place = Place { base: &root, source: None, cursor: None };
        let mut reading = adapter.read(&place, stored);
        if reading.state == PageState::NotPublic {
            return Err(Refusal::new("not open to the public"));
        }
        if !reading.posts.is_empty() || reading.accounts.iter().any(|one| one.complete) {
            // Whose place it is was settled by a visit; a page out of an archive settles nothing.
            reading.next.clear();
            reading.found.clear();
            reading.accounts.iter_mut().for_each(|account| account.is_source = false);
            return Ok((Platform::from(adapter.name()), reading));
        }
    }
    Err(Refusal::new("no platform's page that is read"))
}

/// The `Accept` header under which the adapters' own pages are asked for, as far as it decides how
/// they are read.
#[must_use]
pub fn accept(media_type: &str, body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(body.get(..512).unwrap_or(body)).to_lowercase();
    let is_feed = ["<rss", "<feed", "<rdf:rdf", "https://jsonfeed.org/version"];
    let looks = is_feed.iter().any(|mark| head.contains(mark));
    let says = ["rss", "atom", "feed+json"].iter().any(|mark| media_type.contains(mark));
    (looks || says).then(|| platforms::feeds::ACCEPT.to_owned())
}

fn is_home(adapter: &dyn Adapter, root: &PublicUrl, own: Option<&str>) -> bool {
    let Some((_, hosts)) = AT_HOME.iter().find(|(name, _)| *name == adapter.name()) else {
        return true;
    };
    own == Some(adapter.name())
        || root
            .url()
            .host_str()
            .is_some_and(|host| hosts.contains(&host.trim_start_matches("www.")))
}

/// Whether a capture is a page at all, before anything is kept: pictures and scripts of a page are
/// not.
pub fn is_page(capture: &Capture) -> Result<(), Refusal> {
    let media = capture.header("content-type").unwrap_or_default().to_lowercase();
    let text = ["html", "json", "xml", "text/plain"].iter().any(|kind| media.contains(kind));
    if text || media.is_empty() {
        Ok(())
    } else {
        Err(Refusal::new("not a page but a part of one"))
    }
}
