//! HTML as the plain text that a reader sees.
//!
//! Every platform but one hands out its posts as HTML, and the classifier reads plain text. Line
//! breaks that a reader sees are kept (`br`, paragraphs, list lines), entities are decoded, scripts
//! and styles are dropped, and nothing is put between inline elements: a link that is cut into an
//! `invisible` and a visible half reads as one address again. Letters are left as written.
//!
//! Text comes from a plain token walk and not from a parsed tree, so its cost grows with the length
//! of the input only, however deeply a hostile page nests its elements.

#[cfg(test)]
mod conformance;
mod layout;
mod markup;

use layout::{Layout, pictured_letter};
pub(crate) use markup::decode;
use markup::{Markup, Token, attribute};
use scraper::{ElementRef, Node};

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

/// Whether a page begins as a document and does not end as one: its end did not come.
#[must_use]
pub(crate) fn is_torn(html: &str) -> bool {
    let says = |tags: [&str; 2]| tags.into_iter().any(|tag| html.contains(tag));
    says(["<html", "<HTML"]) && !says(["</html", "</HTML"])
}

/// The text of an element that is parsed already, by the same rules as [`plain_text`].
#[must_use]
pub(crate) fn text_of(element: ElementRef<'_>) -> String {
    text_without(element, |_| false)
}

/// The text of an element that is parsed already, without the elements inside that `skip` names.
#[must_use]
pub(crate) fn text_without(
    element: ElementRef<'_>,
    skip: impl Fn(ElementRef<'_>) -> bool,
) -> String {
    let mut layout = Layout::default();
    let leave = |layout: &mut Layout, node: &Node| {
        if let Node::Element(one) = node {
            layout.leave(one.name());
        }
    };
    let mut at = *element;
    loop {
        let inside = at.id() != element.id();
        if !(inside && ElementRef::wrap(at).is_some_and(&skip)) {
            layout.enter(at.value());
            if let Some(child) = at.first_child() {
                at = child;
                continue;
            }
            leave(&mut layout, at.value());
        }
        loop {
            if at.id() == element.id() {
                return layout.finish();
            }
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            let Some(parent) = at.parent() else { return layout.finish() };
            at = parent;
            leave(&mut layout, at.value());
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use scraper::Html;

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
