//! XML as feeds really are, mended into XML as a feed parser takes it.
//!
//! Feeds in the wild have undeclared entities, bare ampersands, HTML in the middle of a text, tags
//! that are never closed and an end that never came. `feed-rs` gives up on those, and some of them
//! (and long durations, and names behind mail addresses) make it panic. This pass walks over the
//! document once and writes a clean one: declarations, comments, processing instructions and
//! document types are gone (so no entity is ever expanded), every element is closed, texts are
//! escaped, and the elements that name people are left out, as posts here belong to their feed.
//! An item that the end of the document cut off is left out too.

use crate::plain_text::decode;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// How deep elements may nest; what lies deeper is left out.
const DEEPEST: usize = 48;

/// How many elements may be open at once, left out or not, before the rest is given up.
const GIVE_UP: usize = 4_096;

/// Attributes of an element that are looked at.
const ATTRIBUTES: usize = 64;

/// Elements that `feed-rs` knows only by another name: root element, name, name understood.
const RENAMED: [(&str, &str, &str); 4] = [
    ("feed", "issued", "published"),
    ("feed", "modified", "updated"),
    ("feed", "tagline", "subtitle"),
    ("rss", "dc:description", "description"),
];

/// Elements whose markup is text.
const TEXTS: [&str; 9] =
    ["title", "description", "encoded", "guid", "link", "pubDate", "date", "language", "category"];

/// Elements left out with all they hold: people, and what nothing here reads.
const LEFT_OUT: [&str; 8] = [
    "author",
    "managingEditor",
    "webMaster",
    "creator",
    "contributor",
    "cloud",
    "textInput",
    "credit",
];

/// Prefixes of vocabularies that are left out.
const LEFT_OUT_PREFIXES: [&str; 3] = ["itunes", "podcast", "googleplay"];

/// A mended document.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// The clean document.
    pub(super) xml: String,
    /// Local name of its root element, as written.
    pub(super) root: String,
    /// Where its items or entries are, as byte ranges.
    pub(super) items: Vec<Range<usize>>,
    /// Why the end of the document is missing or its tags did not fit, if so.
    pub(super) broken: Option<String>,
}

/// Mends a document.
pub(super) fn mend(text: &str) -> Mended {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut pass = Pass::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if pass.open.len() < GIVE_UP => pass.open(&start),
            Ok(Event::Start(_)) => {
                pass.break_at(format!("more than {GIVE_UP} elements in one another"));
                break;
            }
            Ok(Event::End(end)) => pass.close(end.name().as_ref()),
            Ok(Event::Text(words)) => pass.text(&words),
            Ok(Event::CData(words)) => pass.text(&words),
            Ok(Event::GeneralRef(name)) => pass.entity(&name),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                pass.break_at(format!("not well-formed at byte {}", reader.error_position()));
                break;
            }
        }
    }
    pass.finish()
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    /// Full name, as the document writes it.
    name: String,
    /// Full name, as the clean one does.
    written: String,
    /// Length of the clean document where it began, for an item.
    item_at: Option<usize>,
    /// How it is written.
    mode: Mode,
}

/// How an open element is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As an element.
    Written,
    /// As text, inside an element whose markup is text.
    Text,
    /// Not at all.
    LeftOut,
}

#[derive(Debug, Default)]
struct Pass {
    out: Mended,
    open: Vec<Open>,
    /// Length of the clean document when its root had been opened.
    inside: usize,
    /// Whether there was a channel, without which RSS is none.
    channel: bool,
}

impl Pass {
    fn break_at(&mut self, why: String) {
        self.out.broken.get_or_insert(why);
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.name().as_ref().to_owned();
        let mode = self.mode_of(&name);
        let written = self.renamed(&name);
        let mut item_at = None;
        match mode {
            Mode::Written => {
                if self.open.is_empty() {
                    local(&name).clone_into(&mut self.out.root);
                }
                let within = self.open.iter().any(|above| above.item_at.is_some());
                if matches!(local(&name), "item" | "entry") && !within {
                    item_at = Some(self.out.xml.len());
                }
                self.channel |= name == "channel";
                self.write_start(&written, start);
                if self.open.is_empty() {
                    self.inside = self.out.xml.len();
                }
            }
            Mode::Text => {
                let tag = format!("<{}>", &**start);
                self.out.xml.push_str(&escaped(&printable(&tag)));
            }
            Mode::LeftOut => {}
        }
        self.open.push(Open { name, written, item_at, mode });
    }

    fn renamed(&self, name: &str) -> String {
        let known = RENAMED.iter().find(|(root, old, _)| *root == self.out.root && *old == name);
        known.map_or(name, |(_, _, new)| new).to_owned()
    }

    /// How an element is written that opens now.
    fn mode_of(&self, name: &str) -> Mode {
        let (prefix, plain) = name.split_once(':').unwrap_or(("", name));
        let left_out = LEFT_OUT.contains(&plain) || LEFT_OUT_PREFIXES.contains(&prefix);
        match self.open.last() {
            Some(above) if above.mode != Mode::Written => above.mode,
            Some(above) if self.holds_text(above) => Mode::Text,
            Some(_) if left_out || self.open.len() >= DEEPEST => Mode::LeftOut,
            // A second root, and names that no XML allows.
            None if !self.out.root.is_empty() => Mode::LeftOut,
            _ if !plain.starts_with(|c: char| c.is_alphabetic() || c == '_') => Mode::LeftOut,
            _ => Mode::Written,
        }
    }

    /// Whether markup in an element is text: in RSS always, in Atom its `type` says so.
    fn holds_text(&self, above: &Open) -> bool {
        !matches!(self.out.root.as_str(), "feed" | "entry")
            && TEXTS.contains(&local(&above.name))
            && self.open.len() > 1
    }

    fn write_start(&mut self, name: &str, start: &BytesStart<'_>) {
        let root = if self.open.is_empty() { local(name) } else { "" };
        self.out.xml.push('<');
        self.out.xml.push_str(name);
        let mut seen: Vec<String> = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten().take(ATTRIBUTES) {
            let key = attribute.key.as_ref().to_owned();
            if seen.contains(&key) || is_unwanted(root, name, &key, &attribute.value) {
                continue;
            }
            let value = if is_media_namespace(&attribute.value) { MEDIA } else { &attribute.value };
            let value = value.replace('"', "&quot;").replace('<', "&lt;");
            self.write_attribute(&key, &printable(&value));
            seen.push(key);
        }
        match root {
            "rss" => self.write_attribute("version", "2.0"),
            "feed" | "entry" => self.write_attribute("xmlns", "http://www.w3.org/2005/Atom"),
            "RDF" => self.write_attribute("xmlns", "http://purl.org/rss/1.0/"),
            _ => {}
        }
        self.out.xml.push('>');
    }

    fn write_attribute(&mut self, key: &str, value: &str) {
        for part in [" ", key, "=\"", value, "\""] {
            self.out.xml.push_str(part);
        }
    }

    /// Closes the innermost open element of that name and all in it; a tag that closes nothing is
    /// passed over.
    fn close(&mut self, name: &str) {
        let name = name.trim();
        let Some(at) = self.open.iter().rposition(|one| one.name == name) else {
            self.break_at(format!(
                "an end tag that closes nothing, inside {} elements",
                self.open.len()
            ));
            return;
        };
        if self.open.len() - at > 1 {
            self.break_at("an element that is never closed".to_owned());
        }
        while self.open.len() > at {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(last) = self.open.pop() else { return };
        let end = format!("</{}>", last.written);
        match last.mode {
            Mode::Written => self.out.xml.push_str(&end),
            Mode::Text => self.out.xml.push_str(&escaped(&end)),
            Mode::LeftOut => {}
        }
        if let Some(at) = last.item_at {
            self.out.items.push(at..self.out.xml.len());
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last().map(|one| one.mode) {
            Some(Mode::Written) => self.out.xml.push_str(&escaped(&printable(text))),
            // Text between tags that are themselves text is escaped once more, as they are.
            Some(Mode::Text) => self.out.xml.push_str(&escaped(&escaped(&printable(text)))),
            Some(Mode::LeftOut) | None => {}
        }
    }

    fn entity(&mut self, name: &str) {
        let written = format!("&{name};");
        let letters = decode(&written).into_owned();
        self.text(&letters);
    }

    fn finish(mut self) -> Mended {
        if !self.open.is_empty() {
            self.break_at("the document ends before its root element does".to_owned());
        }
        if let Some(depth) = self.open.iter().position(|one| one.item_at.is_some()) {
            let at = self.open.get(depth).and_then(|one| one.item_at);
            self.out.xml.truncate(at.unwrap_or(self.out.xml.len()));
            self.open.truncate(depth);
        }
        while !self.open.is_empty() {
            self.close_last();
        }
        if self.out.root == "rss" && !self.channel {
            self.add_channel();
        }
        self.out
    }

    /// Puts a channel around everything in a document that has none.
    fn add_channel(&mut self) {
        const CHANNEL: &str = "<channel>";
        let end = self.out.xml.rfind("</").unwrap_or(self.out.xml.len());
        self.out.xml.insert_str(end, "</channel>");
        self.out.xml.insert_str(self.inside, CHANNEL);
        for item in &mut self.out.items {
            *item = item.start + CHANNEL.len()..item.end + CHANNEL.len();
        }
    }
}

/// The one name of Yahoo's media vocabulary that is understood, and its usual misspellings.
const MEDIA: &str = "http://search.yahoo.com/mrss/";

fn is_media_namespace(value: &str) -> bool {
    let value = value.trim_end_matches('/');
    matches!(value, "http://search.yahoo.com/mrss" | "https://search.yahoo.com/mrss")
}

/// Attributes that are left out: what the root gets anew, and what `feed-rs` gives up or falls on.
fn is_unwanted(root: &str, name: &str, key: &str, value: &str) -> bool {
    match key {
        "duration" | "start" | "end" | "time" | "xmlns:xml" | "xmlns:xmlns" => true,
        "version" => root == "rss",
        "xmlns" => matches!(root, "rss" | "feed" | "entry" | "RDF"),
        "xml:base" => url::Url::parse(value).is_err_and(is_hopeless),
        "type" => !is_known_type(name, value),
        _ => false,
    }
}

/// Name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_hopeless(error: url::ParseError) -> bool {
    error != url::ParseError::RelativeUrlWithoutBase
}

/// Atom and media texts have a `type` on which `feed-rs` gives up if it is none that it knows.
fn is_known_type(element: &str, value: &str) -> bool {
    if let Some(media) = element.strip_prefix("media:") {
        let text = matches!(media, "title" | "description" | "text");
        return !text || matches!(value, "plain" | "html");
    }
    match element {
        "title" | "summary" | "rights" | "subtitle" => {
            matches!(value, "text" | "html" | "xhtml" | "text/html")
        }
        "content" => matches!(value, "text" | "html" | "xhtml" | "text/html" | "text/plain"),
        _ => true,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Without the letters that XML does not allow.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests;
