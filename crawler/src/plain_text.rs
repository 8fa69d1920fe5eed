//! HTML as the plain text that a reader sees.
//!
//! Every platform but one hands out its posts as HTML, and the classifier reads plain text. Line
//! breaks that a reader sees are kept (`br`, paragraphs, list lines), entities are decoded, scripts
//! and styles are dropped, and nothing is put between inline elements: a link that is cut into an
//! `invisible` and a visible half reads as one address again. Letters are left as written.
//!
//! Text comes from a plain token walk and not from a parsed tree, so its cost grows with the length
//! of the input only, however deeply a hostile page nests its elements.

use scraper::{ElementRef, Html, Node};
use std::borrow::Cow;

/// The text of a piece of HTML, lines separated by `\n`, paragraphs by an empty line.
#[must_use]
pub(crate) fn plain_text(html: &str) -> String {
    let mut layout = Layout::default();
    for token in Markup::new(html) {
        match token {
            Token::Text(text) => layout.text(&decode(text)),
            Token::Open(name, attributes) => {
                layout.open(&name);
                if name == "img" {
                    layout.text(&pictured_letter(|wanted| attribute(attributes, wanted)));
                }
            }
            Token::Close(name) => layout.close(&name),
        }
    }
    layout.finish()
}

/// Targets of the links in a piece of HTML, as written, each once, in order. Links that lead
/// nowhere else (`#…`, `javascript:`) are left out.
#[must_use]
pub(crate) fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in Markup::new(html) {
        if let Token::Open(name, attributes) = token
            && name == "a"
            && let Some(href) = attribute(attributes, "href")
        {
            keep_link(&mut found, &href);
        }
    }
    found
}

/// Adds a link target unless it is there already or leads nowhere else.
pub(crate) fn keep_link(found: &mut Vec<String>, href: &str) {
    let href = href.trim();
    let nowhere = href.is_empty()
        || href.starts_with('#')
        || href.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
    if !nowhere && !found.iter().any(|one| one == href) {
        found.push(href.to_owned());
    }
}

/// The text of an element that is parsed already, by the same rules as [`plain_text`].
#[must_use]
pub(crate) fn text_of(element: ElementRef<'_>) -> String {
    let mut layout = Layout::default();
    let mut at = *element;
    loop {
        layout.enter(at.value());
        if let Some(child) = at.first_child() {
            at = child;
            continue;
        }
        loop {
            if let Node::Element(one) = at.value() {
                layout.leave(one.name());
            }
            if at.id() == element.id() {
                return layout.finish();
            }
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            let Some(parent) = at.parent() else { return layout.finish() };
            at = parent;
        }
    }
}

/// The addresses of `<link rel="alternate">` elements whose type names a feed, as written.
#[must_use]
pub(crate) fn feed_links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in Markup::new(html) {
        let Token::Open(name, attributes) = token else { continue };
        if name != "link" {
            continue;
        }
        let has = |wanted: &str, part: &[&str]| {
            attribute(attributes, wanted)
                .is_some_and(|value| part.iter().any(|p| value.to_ascii_lowercase().contains(p)))
        };
        if has("rel", &["alternate"])
            && has("type", &["rss", "atom", "rdf+xml", "feed+json"])
            && let Some(href) = attribute(attributes, "href")
        {
            keep_link(&mut found, &href);
        }
    }
    found
}

/// An emoji that a page shows as a picture, as the letter it stands for.
fn pictured_letter(attribute: impl Fn(&str) -> Option<String>) -> String {
    let class = attribute("class").unwrap_or_default();
    if class.contains("emoji") || class.contains("smiley") {
        attribute("alt").unwrap_or_default()
    } else {
        String::new()
    }
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

/// Lays text out in lines.
#[derive(Debug, Default)]
struct Layout {
    out: String,
    space: bool,
    /// Elements open whose text nobody sees.
    hidden: u32,
    /// Elements open whose white space counts.
    verbatim: u32,
}

impl Layout {
    fn enter(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.text(text),
            Node::Element(one) => {
                self.open(one.name());
                if one.name() == "img" {
                    self.text(&pictured_letter(|wanted| one.attr(wanted).map(str::to_owned)));
                } else if is_raw(one.name()) {
                    self.hidden = self.hidden.saturating_add(1);
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        if is_raw(name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        self.close(name);
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        for letter in text.chars() {
            let blank = matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if blank && self.verbatim == 0 {
                self.space = true;
            } else if letter != '\r' {
                self.flush_space();
                self.out.push(letter);
            }
        }
    }

    fn flush_space(&mut self) {
        if self.space && !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push(' ');
        }
        self.space = false;
    }

    fn open(&mut self, name: &str) {
        match name {
            "br" => self.line(),
            "svg" | "template" | "head" => self.hidden = self.hidden.saturating_add(1),
            "body" => self.hidden = 0,
            "pre" => {
                self.apart(1);
                self.verbatim = self.verbatim.saturating_add(1);
            }
            "td" | "th" => self.space = true,
            _ => self.apart(distance(name)),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "svg" | "template" | "head" => self.hidden = self.hidden.saturating_sub(1),
            "pre" => {
                self.verbatim = self.verbatim.saturating_sub(1);
                self.apart(1);
            }
            _ => self.apart(distance(name)),
        }
    }

    fn line(&mut self) {
        self.space = false;
        if self.hidden == 0 {
            self.out.push('\n');
        }
    }

    /// Makes sure that what follows stands at least so many line ends below what is there.
    fn apart(&mut self, lines: usize) {
        if lines == 0 || self.hidden > 0 {
            return;
        }
        self.space = false;
        if self.out.is_empty() {
            return;
        }
        let there = self.out.chars().rev().take(lines).take_while(|c| *c == '\n').count();
        for _ in there..lines {
            self.out.push('\n');
        }
    }

    fn finish(self) -> String {
        self.out.trim().to_owned()
    }
}

/// Elements in which tags mean nothing and whose text nobody sees.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "title" | "textarea" | "iframe" | "noscript" | "xmp")
}

/// How many line ends an element keeps around itself.
fn distance(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" => 2,
        "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "tr" | "table" | "section"
        | "article" | "header" | "footer" | "aside" | "main" | "nav" | "figure" | "figcaption"
        | "hr" | "address" | "form" | "details" | "summary" | "center" | "body" | "html" => 1,
        _ => 0,
    }
}

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
            Some(_) => {}
            None if letter == '>' => return at + 1,
            None if matches!(letter, '"' | '\'') && before == '=' => quote = Some(letter),
            None => {}
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(html: &str, expect: &str) {
        assert_eq!(plain_text(html), expect, "{html}");
        let parsed = Html::parse_fragment(html);
        assert_eq!(text_of(parsed.root_element()), expect, "parsed: {html}");
    }

    #[test]
    fn line_breaks_paragraphs_and_list_lines_are_kept() {
        check("one<br>two<br/><br />three", "one\ntwo\n\nthree");
        check("<p>one</p><p>two</p>", "one\n\ntwo");
        check("<ul><li>one<li>two</ul>end", "one\ntwo\nend");
        check("<div>one</div>\n  <div>two</div>", "one\ntwo");
        check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
        check("<pre>a\n  b</pre>c", "a\n  b\nc");
        check("a<hr>b<blockquote>c</blockquote>", "a\nb\n\nc");
    }

    #[test]
    fn white_space_reads_as_a_browser_shows_it() {
        check("  a \n\t b  ", "a b");
        check("a <b> b</b>c", "a bc");
        check("", "");
    }

    #[test]
    fn a_link_cut_in_two_spans_reads_as_one_address() {
        check(
            "<a href=\"x\"><span class=\"invisible\">https://</span><span>a.example/b</span></a>",
            "https://a.example/b",
        );
    }

    #[test]
    fn entities_are_decoded_once() {
        check("Tom &amp; Ana &lt;3 &eacute;&#39;&#x1F600;", "Tom & Ana <3 é'😀");
        check("&amp;amp; &unknown; &", "&amp; &unknown; &");
        check("1 < 2 <3", "1 < 2 <3");
    }

    #[test]
    fn scripts_styles_and_comments_are_nobodys_text() {
        check("a<script>var b = '<p>c</p>';</script>d<style>e{}</style><!-- f > g -->h", "adh");
        check("a<svg><text>b</text></svg>c", "ac");
    }

    #[test]
    fn a_pictured_emoji_is_a_letter() {
        check("ok <img class='emoji' alt='👍' src=x><img alt='a cat'>", "ok 👍");
    }

    #[test]
    fn links_come_decoded_and_once() {
        let html = "<a href='https://a.example/?b=1&amp;c=2'>x</a><A HREF=mailto:b@c.example>y</a>\
                    <a href=\"#top\">z</a><a href='javascript:x()'>w</a><a href=mailto:b@c.example>";
        assert_eq!(links(html), ["https://a.example/?b=1&c=2", "mailto:b@c.example"]);
    }

    #[test]
    fn a_greater_than_in_a_quoted_value_does_not_end_the_tag() {
        check("<a title='a > b' href=x>c</a>", "c");
        assert_eq!(attribute(" title='a > b' href = x checked", "href").as_deref(), Some("x"));
        assert_eq!(attribute(" title='a > b' href=x checked", "checked").as_deref(), Some(""));
        assert_eq!(attribute(" title='a' href=x", "alt"), None);
    }

    #[test]
    fn a_page_names_its_feeds() {
        let html = "<head><link rel=alternate type='application/rss+xml' href='/feed.xml'>\
                    <link rel=stylesheet type='text/css' href='/a.css'></head>";
        assert_eq!(feed_links(html), ["/feed.xml"]);
    }

    #[test]
    fn deep_nesting_costs_no_more_than_its_length() {
        let deep = "<div>".repeat(100_000) + "x";
        assert_eq!(plain_text(&deep), "x");
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(html in "[a-z<>/!&;'\"= \n-]{0,200}", wild in ".{0,200}") {
            for text in [&html, &wild] {
                let _ = (plain_text(text), links(text), feed_links(text));
            }
        }

        #[test]
        fn text_without_markup_keeps_its_words(words in "[a-z]{1,8}( [a-z]{1,8}){0,9}") {
            prop_assert_eq!(plain_text(&words), words);
        }
    }
}
