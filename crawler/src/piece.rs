//! A piece of a parsed page as the content of a post: text, links, names and pictures.

use crate::plain_text::{keep_link, text_without};
use model::{Media, PublicUrl};
use scraper::{ElementRef, Selector};
use std::collections::HashSet;

/// What a piece of a page says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Piece {
    /// Text as a reader sees it.
    pub(crate) text: String,
    /// Link targets, absolute.
    pub(crate) links: Vec<String>,
    /// Texts of links that name somebody, without `@`.
    pub(crate) mentions: Vec<String>,
    /// Pictures, films and sounds.
    pub(crate) media: Vec<Media>,
}

/// What is special about a platform's HTML.
#[derive(Debug, Default)]
pub(crate) struct Special<'a> {
    /// Elements that are left out, such as quotations: their words are somebody else's.
    pub(crate) leave_out: Option<&'a Selector>,
    /// Classes of links that name somebody.
    pub(crate) mention: &'a [&'a str],
    /// Classes of links and pictures that are no content: hashtags, emoji, avatars.
    pub(crate) ornament: &'a [&'a str],
}

/// Attachments that are kept of one piece.
const MOST_MEDIA: usize = 50;

/// Reads a piece of `page`.
pub(crate) fn read(element: ElementRef<'_>, page: &PublicUrl, special: &Special<'_>) -> Piece {
    let skip = |one: ElementRef<'_>| special.leave_out.is_some_and(|out| out.matches(&one));
    let skipped: HashSet<_> = match special.leave_out {
        Some(out) => {
            element.select(out).flat_map(|one| one.descendants().map(|node| node.id())).collect()
        }
        None => HashSet::new(),
    };
    let mut piece = Piece { text: text_without(element, skip), ..Piece::default() };
    for one in element.descendent_elements().filter(|one| !skipped.contains(&one.id())) {
        let named = |classes: &[&str]| one.value().classes().any(|class| classes.contains(&class));
        if named(special.ornament) {
            continue;
        }
        match one.value().name() {
            "a" if named(special.mention) => {
                let name = one.text().collect::<String>();
                let name = name.trim().trim_start_matches('@').to_owned();
                if !name.is_empty() && !piece.mentions.contains(&name) {
                    piece.mentions.push(name);
                }
            }
            "a" => {
                if let Some(href) = one.attr("href") {
                    keep_link(&mut piece.links, &absolute(href, page));
                }
            }
            name => {
                if let Some(media) = media(name, one, page)
                    && piece.media.len() < MOST_MEDIA
                    && !piece.media.contains(&media)
                {
                    piece.media.push(media);
                }
            }
        }
    }
    piece
}

fn media(name: &str, element: ElementRef<'_>, page: &PublicUrl) -> Option<Media> {
    let kind = match name {
        "img" => "photo",
        "video" => "video",
        "audio" => "audio",
        _ => return None,
    };
    let inside = || element.child_elements().find_map(|one| one.attr("src"));
    let address = element.attr("src").or_else(inside).filter(|src| !src.starts_with("data:"))?;
    let text = element.attr("alt").unwrap_or_default().trim().to_owned();
    Some(Media { kind: kind.to_owned(), url: Some(absolute(address, page)), text })
}

/// A relative link, made absolute as a browser would; all others, and what is no address, as written.
pub(crate) fn absolute(link: &str, page: &PublicUrl) -> String {
    let link = link.trim();
    if link.starts_with('#') || url::Url::parse(link).is_ok() {
        return link.to_owned();
    }
    page.url().join(link).map_or_else(|_| link.to_owned(), |url| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn a_piece_is_read_without_what_others_said() {
        let html = Html::parse_fragment(
            "<p>See <a href='/x'>here</a> <a class=mention href=/u/ana>@ana</a></p>\
             <aside class=quote>Not mine <a href=/y>y</a><img src=/q.png></aside>\
             <img class=emoji alt=':wave:' src=/e.png><img alt='a boat' src=/b.png>",
        );
        let out = Selector::parse("aside.quote").unwrap();
        let special =
            Special { leave_out: Some(&out), mention: &["mention"], ornament: &["emoji"] };
        let page = PublicUrl::parse("https://forum.example/t/1").unwrap();
        let piece = read(html.root_element(), &page, &special);
        assert_eq!(piece.text, "See here @ana\n\n:wave:");
        assert_eq!(piece.links, ["https://forum.example/x"]);
        assert_eq!(piece.mentions, ["ana"]);
        assert_eq!(piece.media.len(), 1);
        assert_eq!(piece.media[0].url.as_deref(), Some("https://forum.example/b.png"));
    }
}
