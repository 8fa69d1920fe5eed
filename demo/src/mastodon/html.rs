//! Text as Mastodon marks it up.

use crate::serve::escape;
use crate::texts::{Piece, pieces};
use std::fmt::Write;

/// A post's text as HTML: paragraphs, breaks, hashtags, shortened links.
pub(super) fn content(text: &str, base: &str) -> String {
    let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.is_empty());
    let mut out = String::new();
    for paragraph in paragraphs {
        let _ = write!(out, "<p>{}</p>", inline(paragraph, base));
    }
    out
}

fn inline(text: &str, base: &str) -> String {
    let mut out = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Break => out.push_str("<br />"),
            Piece::Tag(tag) => {
                let name = tag.trim_start_matches('#');
                let path: String =
                    url::form_urlencoded::byte_serialize(name.to_lowercase().as_bytes()).collect();
                let _ = write!(
                    out,
                    "<a href=\"{base}tags/{path}\" class=\"mention hashtag\" rel=\"tag\">#<span>{}</span></a>",
                    escape(name)
                );
            }
            Piece::Link(link) if link.starts_with("https://") => link_to(&mut out, link),
            // Mastodon links nothing without a scheme, and nobody whom it does not know.
            Piece::Text(text) | Piece::Mention(text) | Piece::Link(text) => {
                out.push_str(&escape(text));
            }
        }
    }
    out
}

/// A link with its scheme hidden and its tail cut, as `TextFormatter` of Mastodon writes it.
fn link_to(out: &mut String, link: &str) {
    let bare = link.trim_start_matches("https://");
    let scheme = link.get(..link.len() - bare.len()).unwrap_or_default();
    let (prefix, bare) = match bare.strip_prefix("www.") {
        Some(rest) => (format!("{scheme}www."), rest),
        None => (scheme.to_owned(), bare),
    };
    let cut = bare.char_indices().nth(30).map_or(bare.len(), |(at, _)| at);
    let (shown, rest) = bare.split_at_checked(cut).unwrap_or((bare, ""));
    let class = if rest.is_empty() { "" } else { "ellipsis" };
    let _ = write!(
        out,
        "<a href=\"{href}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">{prefix}</span><span class=\"{class}\">{shown}</span><span class=\"invisible\">{rest}</span></a>",
        href = escape(link),
        prefix = escape(&prefix),
        shown = escape(shown),
        rest = escape(rest),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_links_and_paragraphs_look_like_mastodons() {
        let html = content("a & b\nc\n\n#Hoot https://www.nord.example/x", "http://h:1/");
        assert_eq!(
            html,
            "<p>a &amp; b<br />c</p><p><a href=\"http://h:1/tags/hoot\" class=\"mention hashtag\" rel=\"tag\">#<span>Hoot</span></a> <a href=\"https://www.nord.example/x\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://www.</span><span class=\"\">nord.example/x</span><span class=\"invisible\"></span></a></p>"
        );
    }
}
