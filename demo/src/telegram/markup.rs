//! Text as Telegram marks it up.

use crate::serve::escape;
use crate::texts::{Piece, pieces};
use std::fmt::Write;

/// A post's text as HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(&emoji(text)),
            Piece::Break => out.push_str("<br/>"),
            Piece::Tag(tag) => {
                let query = tag.trim_start_matches('#');
                let _ = write!(out, "<a href=\"?q=%23{}\">{}</a>", encode(query), escape(tag));
            }
            Piece::Mention(name) => {
                let bare = name.trim_start_matches('@');
                let _ = write!(
                    out,
                    "<a href=\"https://t.me/{bare}\" target=\"_blank\">{}</a>",
                    escape(name)
                );
            }
            Piece::Link(link) => {
                let whole = if link.starts_with("http") {
                    link.to_owned()
                } else {
                    format!("https://{link}")
                };
                let _ = write!(
                    out,
                    "<a href=\"{}\" target=\"_blank\" rel=\"noopener\" onclick=\"return confirm('Open this link?\\n\\n'+this.href);\">{}</a>",
                    escape(&whole),
                    escape(link)
                );
            }
        }
    }
    out
}

/// Percent-encodes for a query.
pub(super) fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Plain text with each emoji in the image that Telegram shows for it.
pub(super) fn emoji(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if !is_emoji(c) {
            out.push_str(&escape(&c.to_string()));
            continue;
        }
        let mut whole = c.to_string();
        while let Some(next) = letters.peek().copied() {
            let flag = is_flag(c) && is_flag(next) && whole.chars().count() == 1;
            let joined = whole.ends_with('\u{200d}') && is_emoji(next);
            if !(flag || joined || is_tail(next)) {
                break;
            }
            whole.push(next);
            letters.next();
        }
        let bytes = data_encoding::HEXUPPER.encode(c.to_string().as_bytes());
        let _ = write!(
            out,
            "<i class=\"emoji\" style=\"background-image:url('//telegram.org/img/emoji/40/{bytes}.png')\"><b>{whole}</b></i>"
        );
    }
    out
}

const fn is_flag(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

const fn is_tail(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}'
        | '\u{2b50}' | '\u{203c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_wrapped_whole_and_text_is_escaped() {
        let shown = html("a<b 🇩🇿➡️ x");
        assert!(shown.starts_with("a&lt;b <i class=\"emoji\""), "{shown}");
        assert!(shown.contains("<b>🇩🇿</b>") && shown.contains("<b>➡️</b>"), "{shown}");
        assert!(shown.contains("F09F87A9.png"), "{shown}");
    }

    #[test]
    fn tags_links_and_breaks_look_like_telegrams() {
        let shown = html("#سفر\nt.me/nord_q7x2");
        assert!(shown.contains("<a href=\"?q=%23%D8%B3%D9%81%D8%B1\">#سفر</a><br/>"), "{shown}");
        assert!(shown.contains("href=\"https://t.me/nord_q7x2\""), "{shown}");
    }
}
