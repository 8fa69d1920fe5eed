//! What a sitemap lists.

use chrono::NaiveDate;
use flate2::read::GzDecoder;
use model::Timestamp;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use std::io::Read as _;

/// Entries that a sitemap may hold (sitemaps.org).
const MOST: usize = 50_000;
/// Bytes that a sitemap may hold, unpacked (sitemaps.org).
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// What kind of list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of pages.
    Pages,
    /// Of other sitemaps.
    Sitemaps,
    /// A feed, which is not for this adapter.
    Feed,
    /// Something else.
    Other,
}

/// One entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Address as written.
    pub(super) address: String,
    /// When it was changed last.
    pub(super) changed: Option<Timestamp>,
}

/// A list, and whether it was read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) kind: Kind,
    pub(super) entries: Vec<Entry>,
    /// It holds more than is allowed.
    pub(super) cut: bool,
    /// It is not well-formed from some point on.
    pub(super) broken: bool,
    /// Entries without an address.
    pub(super) nameless: usize,
}

/// Unpacks a `.gz` file; bytes that are none are as they are. Nothing: it is broken or too long.
pub(super) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes.to_vec());
    }
    let mut text = Vec::new();
    let read = GzDecoder::new(bytes).take(MOST_BYTES + 1).read_to_end(&mut text).ok()?;
    (read as u64 <= MOST_BYTES).then_some(text)
}

/// Reads a list: XML, or one address a line.
pub(super) fn read(text: &str) -> List {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') { xml(text) } else { lines(text) }
}

fn lines(text: &str) -> List {
    let addresses = text.lines().map(str::trim).filter(|line| is_web(line));
    let mut entries: Vec<Entry> =
        addresses.map(|line| Entry { address: line.to_owned(), changed: None }).collect();
    let cut = entries.len() > MOST;
    entries.truncate(MOST);
    let kind = if entries.is_empty() { Kind::Other } else { Kind::Pages };
    List { kind, entries, cut, broken: false, nameless: 0 }
}

fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The sitemaps that a robots.txt names, as written. Relative ones are accepted.
pub(super) fn in_robots(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if name.trim().eq_ignore_ascii_case("sitemap") && !value.is_empty() {
            let value = value.to_owned();
            if !found.contains(&value) {
                found.push(value);
            }
        }
    }
    found
}

fn xml(text: &str) -> List {
    let mut list =
        List { kind: Kind::Other, entries: Vec::new(), cut: false, broken: false, nameless: 0 };
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let mut entry = Entry::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name().as_ref().to_owned();
                if path.is_empty() {
                    list.kind = kind_of(&name);
                }
                path.push(name);
            }
            Ok(Event::Empty(only)) if path.is_empty() => {
                list.kind = kind_of(only.local_name().as_ref());
            }
            Ok(Event::End(_)) => {
                let closed = path.pop().unwrap_or_default();
                if path.len() == 1 && matches!(&*closed, "url" | "sitemap") {
                    add(&mut list, std::mem::take(&mut entry));
                }
            }
            Ok(Event::Text(part)) => note(&path, part.as_ref(), &mut entry),
            Ok(Event::CData(part)) => note(&path, part.as_ref(), &mut entry),
            Ok(Event::GeneralRef(part)) => {
                let written: &str = part.as_ref();
                let written = format!("&{written};");
                note(&path, &unescape(&written).unwrap_or_default(), &mut entry);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                list.broken = true;
                break;
            }
        }
    }
    list.broken |= !path.is_empty();
    list
}

fn kind_of(root: &str) -> Kind {
    match root {
        "urlset" => Kind::Pages,
        "sitemapindex" => Kind::Sitemaps,
        "rss" | "feed" | "RDF" => Kind::Feed,
        _ => Kind::Other,
    }
}

/// Text inside an entry: its `loc`, or text that stands where one should be; its `lastmod`.
fn note(path: &[String], text: &str, entry: &mut Entry) {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        [_, "url" | "sitemap", "loc"] | [_, "url" | "sitemap"] => {
            entry.address.push_str(text.trim());
        }
        [_, "url" | "sitemap", "lastmod"] => entry.changed = entry.changed.or_else(|| moment(text)),
        _ => {}
    }
}

fn add(list: &mut List, entry: Entry) {
    if list.entries.len() >= MOST {
        list.cut = true;
    } else if entry.address.is_empty() {
        list.nameless += 1;
    } else {
        list.entries.push(entry);
    }
}

/// A W3C date (<https://www.w3.org/TR/NOTE-datetime>): a day, or a moment with a zone.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(time) = Timestamp::parse(text) {
        return Some(time);
    }
    // `2026-11-20T10:00Z` leaves the seconds out.
    let without_seconds = text
        .split_at_checked(16)
        .and_then(|(minutes, zone)| Timestamp::parse(&format!("{minutes}:00{zone}")));
    without_seconds.or_else(|| day(text))
}

fn day(text: &str) -> Option<Timestamp> {
    let day = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    Some(Timestamp::from_ms(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis()))
}
