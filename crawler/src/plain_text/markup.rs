//! A walk over HTML, tag by tag, without building a tree.

use scraper::Html;
use std::borrow::Cow;

/// One piece of markup. Names are in lower case; attributes are what stands between name and `>`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text, entities not decoded.
    Text(&'a str),
    /// A start tag.
    Open(String, &'a str),
    /// An end tag.
    Close(String),
}

/// Walks over markup. Comments, declarations and the content of scripts are passed over.
#[derive(Debug)]
pub(crate) struct Markup<'a> {
    rest: &'a str,
}

impl<'a> Markup<'a> {
    pub(crate) const fn new(html: &'a str) -> Self {
        Self { rest: html }
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Passes over everything up to and including `mark`, or over the rest.
    fn skip_past(&mut self, mark: &str) {
        let end = self.rest.find(mark).map_or(self.rest.len(), |at| at + mark.len());
        self.take(end);
    }

    /// The start or end tag at the beginning of the rest (which begins with `<`).
    fn tag(&mut self) -> Token<'a> {
        let inner = self.take(tag_length(self.rest));
        let inner = inner.trim_start_matches('<').trim_end_matches('>');
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
        let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len());
        let (name, attributes) = inner.split_at_checked(end).unwrap_or((inner, ""));
        let name = name.to_ascii_lowercase();
        if closing {
            return Token::Close(name);
        }
        if is_raw(&name) {
            self.skip_raw(&name);
        }
        Token::Open(name, attributes)
    }

    /// Passes over the content of an element in which tags mean nothing.
    fn skip_raw(&mut self, name: &str) {
        let mut from = 0;
        while let Some(found) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let at = from + found;
            let word = self.rest.get(at + 2..at + 2 + name.len());
            if word.is_some_and(|word| word.eq_ignore_ascii_case(name)) {
                self.take(at);
                return;
            }
            from = at + 2;
        }
        self.rest = "";
    }
}

/// Bytes from `<` to the `>` that ends the tag; a `>` in a quoted value does not end it.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in rest.char_indices() {
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter == '>' => return at + 1,
            None if matches!(letter, '"' | '\'') && before == '=' => quote = Some(letter),
            _ => {}
        }
        if !letter.is_ascii_whitespace() {
            before = letter;
        }
    }
    rest.len()
}

impl<'a> Iterator for Markup<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(after) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(end)));
            };
            let mut letters = after.chars();
            match (letters.next(), letters.next()) {
                (Some('!'), _) if after.starts_with("!--") => self.skip_past("-->"),
                (Some('!' | '?'), _) => self.skip_past(">"),
                (Some(first), _) if first.is_ascii_alphabetic() => return Some(self.tag()),
                (Some('/'), Some(first)) if first.is_ascii_alphabetic() => return Some(self.tag()),
                // An end tag without a name is a comment to browsers.
                (Some('/'), Some(_)) => self.skip_past(">"),
                _ => return Some(Token::Text(self.take(1))),
            }
        }
    }
}

/// The decoded value of an attribute of a start tag; empty if it has none.
#[must_use]
pub(crate) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(1, char::len_utf8));
        let (name, after) = rest.split_at_checked(end)?;
        let (value, after) = value_of(after.trim_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode(value).into_owned());
        }
        rest = after.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    }
    None
}

/// The value behind a `=`, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    let Some(text) = text.strip_prefix('=') else { return ("", text) };
    let text = text.trim_start();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Entities turned into the letters they stand for.
#[must_use]
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let inert = text.replace('<', "&lt;");
    Cow::Owned(Html::parse_fragment(&inert).root_element().text().collect())
}

/// Elements in which tags mean nothing and whose text nobody sees.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "title" | "textarea" | "iframe" | "noscript" | "xmp")
}
