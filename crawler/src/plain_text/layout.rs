//! Text laid out in lines as a browser would.

use super::markup::is_raw;
use scraper::Node;

/// Lays text out in lines.
#[derive(Debug, Default)]
pub(super) struct Layout {
    out: String,
    space: bool,
    /// Elements open whose text nobody sees.
    hidden: u32,
    /// Elements open whose white space counts.
    verbatim: u32,
}

impl Layout {
    pub(super) fn enter(&mut self, node: &Node) {
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

    pub(super) fn leave(&mut self, name: &str) {
        if is_raw(name) {
            self.hidden = self.hidden.saturating_sub(1);
        }
        self.close(name);
    }

    pub(super) fn text(&mut self, text: &str) {
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

    pub(super) fn open(&mut self, name: &str) {
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

    pub(super) fn close(&mut self, name: &str) {
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

    pub(super) fn finish(self) -> String {
        self.out.trim().to_owned()
    }
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

/// An emoji that a page shows as a picture, as the letter it stands for.
pub(super) fn pictured_letter(attribute: impl Fn(&str) -> Option<String>) -> String {
    let class = attribute("class").unwrap_or_default();
    if class.contains("emoji") || class.contains("smiley") {
        attribute("alt").unwrap_or_default()
    } else {
        String::new()
    }
}
