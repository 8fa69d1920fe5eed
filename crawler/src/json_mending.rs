//! Almost JSON, mended so that one broken value costs no neighbour.
//!
//! A page of posts is one document: a lone surrogate in one post, a number beyond all range or a
//! nesting that no parser follows would hide every other post on it, and whoever wants a page not
//! to be read could write such a post. [`patiently`] reads such a page once more with the broken
//! value put right or left out, and complains.

use bytes::Bytes;
use model::{Capture, Complaint, Finding, PageState, Reading};
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

/// Containers in containers that are followed; what lies deeper becomes `null`. (`serde_json` gives
/// up at 128, and no page of a platform comes near.)
const DEEPEST: usize = 64;

/// Reads a capture; where that complains of `not_json`, reads it mended.
///
/// What is cut short proves nothing by what it lacks: of such a page only the posts before the cut
/// are taken, and never about a subject, of which the half that is there would look like a change.
pub(crate) fn patiently(capture: &Capture, read: impl Fn(&Capture) -> Reading) -> Reading {
    let strict = read(capture);
    if !strict.complaints.iter().any(|one| one.code == "not_json") {
        return strict;
    }
    let Some(mended) = mend(&capture.body) else { return strict };
    if mended.cut && capture.request.subject.is_some() {
        return strict;
    }
    let mut reading = read(&Capture { body: Bytes::from(mended.text.clone()), ..capture.clone() });
    if reading.state == PageState::Drift || mended.cut && reading.posts.is_empty() {
        return strict;
    }
    if mended.cut {
        reading.found.retain(|one| one.finding == Finding::Seen);
        reading.cursor = None;
    }
    reading.complaints.push(mended.complaint());
    reading
}

/// A document put right.
#[derive(Debug)]
pub(crate) struct Mended {
    /// The document; it need not be JSON still.
    pub(crate) text: String,
    /// Whether its end is missing; elements that were begun are left out.
    cut: bool,
    /// What was put right.
    bent: BTreeSet<&'static str>,
}

impl Mended {
    /// What was put right, for whoever looks why a page reads oddly.
    pub(crate) fn complaint(&self) -> Complaint {
        let what: Vec<&str> = self.bent.iter().copied().collect();
        Complaint::new("json_mended", what.join(", "))
    }
}

/// Mends a document. Nothing where there is nothing to put right, or not in this way.
pub(crate) fn mend(body: &[u8]) -> Option<Mended> {
    let text = String::from_utf8_lossy(body);
    let mut mender = Mender {
        rest: text.trim_start_matches('\u{feff}').chars().peekable(),
        text: String::with_capacity(text.len()),
        open: Vec::new(),
        sound: None,
        bent: BTreeSet::new(),
    };
    if std::str::from_utf8(body).is_err() {
        mender.bent.insert("bytes that are no UTF-8");
    }
    if text.starts_with('\u{feff}') {
        mender.bent.insert("a mark of byte order");
    }
    let whole = mender.walk()?;
    if !whole {
        mender.cut()?;
    }
    let Mender { text, bent, .. } = mender;
    (!bent.is_empty()).then_some(Mended { text, cut: !whole, bent })
}

/// Copies a document, and puts right what it meets.
struct Mender<'a> {
    rest: Peekable<Chars<'a>>,
    text: String,
    /// What closes the containers that are open, outermost first.
    open: Vec<char>,
    /// Length of `text` behind the last whole element of the outermost list, and what closes it.
    sound: Option<(usize, Vec<char>)>,
    bent: BTreeSet<&'static str>,
}

impl Mender<'_> {
    /// Copies to the end. False if the document ends too early; nothing if it cannot be followed.
    fn walk(&mut self) -> Option<bool> {
        while let Some(next) = self.rest.next() {
            let whole = match next {
                '"' => self.string(),
                '{' | '[' if self.open.len() >= DEEPEST => self.skip(),
                '{' | '[' => {
                    self.text.push(next);
                    self.open.push(if next == '{' { '}' } else { ']' });
                    continue;
                }
                '}' | ']' => {
                    self.open.pop().filter(|closes| *closes == next)?;
                    self.text.push(next);
                    true
                }
                ',' | ':' | ' ' | '\t' | '\r' | '\n' => {
                    self.text.push(next);
                    continue;
                }
                _ => {
                    self.word(next);
                    true
                }
            };
            if !whole {
                return Some(false);
            }
            let lists = self.open.iter().filter(|closes| **closes == ']').count();
            if lists == 1 && self.open.last() == Some(&']') {
                self.sound = Some((self.text.len(), self.open.clone()));
            }
        }
        Some(self.open.is_empty())
    }

    /// Ends a document behind the last whole element of its list.
    fn cut(&mut self) -> Option<()> {
        let (length, open) = self.sound.take()?;
        self.bent.insert("the end is missing");
        self.text.truncate(length);
        self.text.extend(open.iter().rev());
        Some(())
    }

    /// Copies a string. False if it does not end.
    fn string(&mut self) -> bool {
        self.text.push('"');
        while let Some(next) = self.rest.next() {
            match next {
                '"' => {
                    self.text.push('"');
                    return true;
                }
                '\\' => {
                    if !self.escape() {
                        return false;
                    }
                }
                '\0'..='\u{1f}' => {
                    self.bent.insert("a control character");
                    self.text.push(' ');
                }
                _ => self.text.push(next),
            }
        }
        false
    }

    /// Copies what stands behind a backslash. False if nothing does.
    fn escape(&mut self) -> bool {
        let Some(next) = self.rest.next() else { return false };
        match next {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
                self.text.push('\\');
                self.text.push(next);
            }
            'u' => match self.unit() {
                Some(unit) => self.unicode(unit),
                None => self.replace("an escape that is none"),
            },
            _ => self.replace("an escape that is none"),
        }
        true
    }

    /// Copies an escaped UTF-16 unit, with its other half where it needs one.
    fn unicode(&mut self, unit: u32) {
        let mut units = vec![unit];
        if (0xd800..0xdc00).contains(&unit) {
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('\\') && ahead.next() == Some('u') {
                let digits: String = ahead.take(4).collect();
                let low = u32::from_str_radix(&digits, 16).unwrap_or_default();
                if (0xdc00..0xe000).contains(&low) {
                    units.push(low);
                    self.rest.nth(5);
                }
            }
        }
        if units.len() == 1 && (0xd800..0xe000).contains(&unit) {
            return self.replace("half a character");
        }
        for unit in units {
            let hex = format!("\\u{unit:04x}");
            self.text.push_str(&hex);
        }
    }

    /// Four hexadecimal digits; what is none stays where it is.
    fn unit(&mut self) -> Option<u32> {
        let digits: String = self.rest.clone().take(4).collect();
        if digits.len() != 4 || !digits.bytes().all(|one| one.is_ascii_hexdigit()) {
            return None;
        }
        self.rest.nth(3);
        u32::from_str_radix(&digits, 16).ok()
    }

    fn replace(&mut self, what: &'static str) {
        self.bent.insert(what);
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    /// Copies a number or a word, if it is one.
    fn word(&mut self, first: char) {
        let mut word = String::from(first);
        let within = |next: &char| !matches!(next, ',' | ':' | '"' | '{' | '}' | '[' | ']');
        while let Some(next) = self.rest.next_if(|next| within(next) && !next.is_whitespace()) {
            word.push(next);
        }
        if serde_json::from_str::<serde_json::Value>(&word).is_ok() {
            self.text.push_str(&word);
        } else {
            self.bent.insert("a number or word that is none");
            self.text.push_str("null");
        }
    }

    /// Leaves out a container that lies too deep. False if it does not end.
    fn skip(&mut self) -> bool {
        self.bent.insert("nesting beyond reason");
        let kept = self.text.len();
        let mut depth = 1_usize;
        while depth > 0 {
            match self.rest.next() {
                Some('{' | '[') => depth += 1,
                Some('}' | ']') => depth -= 1,
                Some('"') => {
                    let ends = self.string();
                    self.text.truncate(kept);
                    if !ends {
                        return false;
                    }
                }
                Some(_) => {}
                None => return false,
            }
        }
        self.text.push_str("null");
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: impl AsRef<[u8]>, expect: &str) {
        let got = mend(body.as_ref()).map_or("as it is".to_owned(), |mended| {
            let sound = serde_json::from_str::<serde_json::Value>(&mended.text).is_ok();
            assert!(sound, "{}", mended.text);
            format!("{} ({})", mended.text, mended.complaint().detail)
        });
        assert_eq!(got, expect, "{}", String::from_utf8_lossy(body.as_ref()));
    }

    #[test]
    fn a_broken_value_is_put_right_and_its_neighbours_stay() {
        check(r#"["a\ud800b", 1]"#, "[\"a\u{fffd}b\", 1] (half a character)");
        check(
            r#"["\udc00\ud800\ud83d\ude00"]"#,
            "[\"\u{fffd}\u{fffd}\\ud83d\\ude00\"] (half a character)",
        );
        check(r#"["a\qb\u12"]"#, "[\"a\u{fffd}b\u{fffd}12\"] (an escape that is none)");
        check("[\"a\0b\nc\"]", "[\"a b c\"] (a control character)");
        check("[1e999, -, NaN,2]", "[null, null, null,2] (a number or word that is none)");
        check(b"[\"a\xffb\"]", "[\"a\u{fffd}b\"] (bytes that are no UTF-8)");
        check("\u{feff}[1]", "[1] (a mark of byte order)");
    }

    #[test]
    fn what_lies_too_deep_is_left_out() {
        let deep = |n: usize| format!("{}\"]\"{}", "[".repeat(n), "]".repeat(n));
        let most = DEEPEST - 1;
        let expect =
            format!("[{}null{}, 1] (nesting beyond reason)", "[".repeat(most), "]".repeat(most));
        check(format!("[{}, 1]", deep(10_000)), &expect);
    }

    #[test]
    fn of_a_document_without_its_end_the_whole_elements_stay() {
        let check = |body: &str, expect: &str| {
            check(body, &format!("{expect} (the end is missing)"));
        };
        check("{\"posts\": [{\"a\": [1, 2]}, {\"a\": [1, ", "{\"posts\": [{\"a\": [1, 2]}]}");
        check("[[1], [2], \"3", "[[1], [2]]");
        check("{\"a\": {\"b\": [1, 2], \"c\": \"x", "{\"a\": {\"b\": [1, 2]}}");
    }

    #[test]
    fn what_is_no_json_at_all_stays_as_it_is() {
        for body in ["", "[1]", "{\"a\": 1", "[1}", "[", "{\"a", "]", "[1, ["] {
            let got = mend(body.as_bytes()).map(|mended| mended.text);
            assert!(got.is_none() || got.as_deref() == Some("[1]"), "{body}: {got:?}");
        }
    }
}
