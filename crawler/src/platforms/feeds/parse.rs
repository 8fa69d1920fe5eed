//! From the text of a page to a parsed feed.

use super::dates::moment;
use super::{json, mend};
use crate::plain_text::feed_links;
use feed_rs::model::Feed;
use feed_rs::parser::Builder;
use model::{Complaint, PublicUrl};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Entries that are read one by one after a feed as a whole could not be.
const ONE_BY_ONE: usize = 500;

/// Feeds that an HTML page may name in complaints.
const NAMED: usize = 5;

/// A page as a feed.
#[derive(Debug)]
pub(super) enum Parsed {
    /// A feed.
    Feed {
        /// As parsed; boxed, as it is large.
        feed: Box<Feed>,
        /// Whether its document was whole.
        whole: bool,
    },
    /// Something else, or a feed that could not be read at all.
    Other,
}

/// Parses a page's text; `page` is where it came from.
pub(super) fn parse(text: &str, page: &PublicUrl, complaints: &mut Vec<Complaint>) -> Parsed {
    let text = text.trim_start();
    let mut complain = |code: &str, detail: String| complaints.push(Complaint::new(code, detail));
    if text.is_empty() {
        complain("not_a_feed", "the page is empty".to_owned());
        return Parsed::Other;
    }
    if text.starts_with('{') {
        let Some(clean) = json::mend(text) else {
            complain("not_a_feed", "JSON that is no JSON Feed".to_owned());
            return Parsed::Other;
        };
        let whole = clean.complaint.is_none();
        complaints.extend(clean.complaint);
        return match attempt(&clean.text, page, complaints) {
            Some(feed) => counted(feed, clean.items, whole, complaints),
            None => Parsed::Other,
        };
    }
    let mended = mend::mend(text.get(text.find('<').unwrap_or(0)..).unwrap_or_default());
    if !matches!(mended.root.as_str(), "rss" | "RDF" | "feed" | "entry") {
        not_a_feed(text, &mended.root, page, complaints);
        return Parsed::Other;
    }
    if let Some(why) = &mended.broken {
        complain("xml_broken", why.clone());
    }
    let items = mended.items.len();
    let whole = mended.broken.is_none();
    let feed =
        attempt(&mended.xml, page, complaints).or_else(|| piecewise(&mended, page, complaints));
    feed.map_or(Parsed::Other, |feed| counted(feed, items, whole, complaints))
}

/// Complains about entries that were in the document and not in the parsed feed.
fn counted(feed: Feed, items: usize, whole: bool, complaints: &mut Vec<Complaint>) -> Parsed {
    let lost = items.saturating_sub(feed.entries.len());
    if lost > 0 {
        let detail = format!("{lost} of {items} entries");
        complaints.push(Complaint::new("entry_skipped", detail));
    }
    Parsed::Feed { feed: Box::new(feed), whole: whole && lost == 0 }
}

/// One go at a whole document.
fn attempt(text: &str, page: &PublicUrl, complaints: &mut Vec<Complaint>) -> Option<Feed> {
    let broken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&broken);
    let parser = Builder::new()
        .base_uri(Some(page.as_str()))
        .sanitize_content(false)
        // Nothing is made up here; an entry without an id gets one from its content later.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let time = moment(text);
            if time.is_none() && !text.trim().is_empty() {
                counter.fetch_add(1, Ordering::Relaxed);
            }
            time
        })
        .build();
    // The mended document spares `feed-rs` what it is known to fall over; this is the second belt.
    let result = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes())));
    let broken = broken.load(Ordering::Relaxed);
    if broken > 0 {
        complaints.push(Complaint::new("date_broken", format!("{broken} times")));
    }
    match result {
        Ok(Ok(feed)) => Some(feed),
        Ok(Err(error)) => {
            complaints.push(Complaint::new("feed_unreadable", kind_of(&error)));
            None
        }
        Err(_) => {
            complaints.push(Complaint::new("feed_unreadable", "the parser fell over"));
            None
        }
    }
}

/// The kind of an error; its message may quote the page.
fn kind_of(error: &feed_rs::parser::ParseFeedError) -> &'static str {
    use feed_rs::parser::ParseFeedError as E;
    match error {
        E::ParseError(_) => "a part is not as its format asks",
        E::IoError(_) => "it cannot be decoded",
        E::JsonSerde(_) | E::JsonUnsupportedVersion(_) => "not a JSON Feed",
        E::XmlReader(_) => "not well-formed",
    }
}

/// Reads the entries one by one, each in the document's frame, so that one bad entry does not take
/// the others with it.
fn piecewise(
    mended: &mend::Mended,
    page: &PublicUrl,
    complaints: &mut Vec<Complaint>,
) -> Option<Feed> {
    let (first, last) = (mended.items.first()?, mended.items.last()?);
    let head = mended.xml.get(..first.start)?;
    let tail = mended.xml.get(last.end..)?;
    let mut unheard = Vec::new();
    let mut whole: Option<Feed> = None;
    for range in mended.items.iter().take(ONE_BY_ONE) {
        let item = mended.xml.get(range.clone())?;
        if let Some(feed) = attempt(&format!("{head}{item}{tail}"), page, &mut unheard) {
            match &mut whole {
                Some(all) => all.entries.extend(feed.entries),
                None => whole = Some(feed),
            }
        }
    }
    if whole.is_some() {
        complaints.retain(|one| one.code != "feed_unreadable");
    }
    whole
}

/// Says what a page is that is not a feed, and which feeds it names.
fn not_a_feed(text: &str, root: &str, page: &PublicUrl, complaints: &mut Vec<Complaint>) {
    let head: String = text.chars().take(1_000).collect::<String>().to_ascii_lowercase();
    let html = head.contains("<html") || head.contains("<!doctype html") || root == "html";
    if !html {
        let detail = "neither RSS, Atom nor JSON Feed";
        complaints.push(Complaint::new("not_a_feed", detail));
        return;
    }
    complaints.push(Complaint::new("not_a_feed", "an HTML page instead of a feed"));
    for link in feed_links(text).iter().take(NAMED) {
        if let Ok(feed) = page.join(link) {
            complaints.push(Complaint::new("feed_link", feed.as_str()));
        }
    }
}
