//! What a text is made of, as the platforms see it.

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Letters.
    Text(&'t str),
    /// A line break.
    Break,
    /// `#tag`, with the sign.
    Tag(&'t str),
    /// `@name`, with the sign.
    Mention(&'t str),
    /// `https://…`, `t.me/…` or a bare `….example` address.
    Link(&'t str),
}

/// Splits a text; the pieces joined are the text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push(Piece::Break);
        }
        line_pieces(line, &mut out);
    }
    out
}

fn line_pieces<'t>(line: &'t str, out: &mut Vec<Piece<'t>>) {
    let mut rest = line;
    let mut plain = 0;
    while let Some(ahead) = rest.get(plain..).filter(|ahead| !ahead.is_empty()) {
        let before = rest.get(..plain).and_then(|text| text.chars().next_back());
        let fresh = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '/' | '@'));
        let special = if fresh { special(ahead) } else { None };
        if let Some((piece, length)) = special {
            push_text(rest.get(..plain), out);
            out.push(piece);
            rest = ahead.get(length..).unwrap_or_default();
            plain = 0;
        } else {
            plain += ahead.chars().next().map_or(1, char::len_utf8);
        }
    }
    push_text(Some(rest), out);
}

fn push_text<'t>(text: Option<&'t str>, out: &mut Vec<Piece<'t>>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        out.push(Piece::Text(text));
    }
}

/// The tag, mention or link that begins here, with its length in bytes.
fn special(ahead: &str) -> Option<(Piece<'_>, usize)> {
    let run = |wanted: fn(char) -> bool, skip: usize| {
        let tail = ahead.get(skip..)?;
        let length = tail.find(|c: char| !wanted(c)).unwrap_or(tail.len());
        (length > 0).then_some(skip + length)
    };
    if ahead.starts_with('#') {
        let end = run(|c| c.is_alphanumeric() || c == '_' || is_mark(c), 1)?;
        return Some((Piece::Tag(ahead.get(..end)?), end));
    }
    if ahead.starts_with('@') {
        let end = run(|c| c.is_ascii_alphanumeric() || c == '_', 1)?;
        return Some((Piece::Mention(ahead.get(..end)?), end));
    }
    let end = run(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | ')'), 0)?;
    let word = ahead.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let host = word.split('/').next().unwrap_or_default();
    let address = word.starts_with("https://")
        || word.starts_with("t.me/")
        || (host.ends_with(".example") && !word.contains('@') && host.len() > 8);
    address.then_some((Piece::Link(word), word.len()))
}

/// Vowel signs and joiners inside words of Arabic and Indic scripts.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200c}' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::Piece::{Break, Link, Mention, Tag, Text};
    use super::*;

    #[test]
    fn tags_mentions_and_links_are_found() {
        let text =
            "go #سفر_آمن now\n@nord_q7x2, t.me/nord_q7x2. or https://a.example/b?c=1 a@b.example";
        let expect = [
            Text("go "),
            Tag("#سفر_آمن"),
            Text(" now"),
            Break,
            Mention("@nord_q7x2"),
            Text(", "),
            Link("t.me/nord_q7x2"),
            Text(". or "),
            Link("https://a.example/b?c=1"),
            Text(" a@b.example"),
        ];
        assert_eq!(pieces(text), expect);
    }

    #[test]
    fn pieces_joined_are_the_text() {
        for text in ["", "\n\n", "#", "@@x", "##a", "x#y z", "٣٠٠€ #ab1 🚤", "nord.example/1!"]
        {
            let joined: String = pieces(text)
                .iter()
                .map(|piece| match piece {
                    Text(t) | Tag(t) | Mention(t) | Link(t) => *t,
                    Break => "\n",
                })
                .collect();
            assert_eq!(joined, text);
        }
    }
}
