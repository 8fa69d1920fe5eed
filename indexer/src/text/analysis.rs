//! Turns text into the tokens that are indexed and asked for.

use super::fold::{Form, is_apostrophe, is_joiner};
use super::words::{Kind, Piece, pieces};
use tantivy::tokenizer as tk;

/// Longest word kept, in letters; a longer one is found by its beginning.
const LONGEST: usize = 64;
/// Shortest part of a word with an apostrophe or joiner that is findable by itself, in letters.
const SHORTEST_PART: usize = 3;

/// What the tokens are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be indexed (or compared with a hit): everything that may be asked for.
    Index,
    /// To be asked for: only what is needed to find the text.
    Ask,
}

/// A word in some form. Tokens at the same position are alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) position: usize,
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str, form: Form, purpose: Purpose) -> Vec<Token> {
    let all = pieces(text);
    let mut out = Vec::with_capacity(all.len());
    let mut after_letter = false;
    for (position, piece) in all.iter().enumerate() {
        let mut add = |start: usize, end: usize| add(&mut out, text, form, position, (start, end));
        match piece.kind {
            Kind::Word => {
                add(piece.start, piece.end);
                for (start, end) in parts(text, piece, form) {
                    add(start, end);
                }
            }
            Kind::Sign => add(piece.start, piece.end),
            Kind::Letter(followed) => {
                let next = all.get(position + 1).filter(|_| followed);
                let alone = !followed && !after_letter;
                if alone || purpose == Purpose::Index {
                    add(piece.start, piece.end);
                }
                if let Some(next) = next {
                    add(piece.start, next.end);
                }
            }
        }
        after_letter = piece.kind == Kind::Letter(true);
    }
    out
}

fn add(out: &mut Vec<Token>, text: &str, form: Form, position: usize, at: (usize, usize)) {
    let word = text.get(at.0..at.1).unwrap_or_default();
    let mut text = form.of(word);
    if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(cut);
    }
    let doubled = out.last().is_some_and(|last| last.position == position && last.text == text);
    if !text.is_empty() && !doubled {
        out.push(Token { text, start: at.0, end: at.1, position });
    }
}

/// Parts of `dell'Italia`, `İstanbul'a` or `خانه‌ها` that are findable by themselves. As written,
/// the word stays whole.
fn parts(text: &str, piece: &Piece, form: Form) -> Vec<(usize, usize)> {
    let word = text.get(piece.start..piece.end).unwrap_or_default();
    let cuts = |c: char| is_apostrophe(c) || c == '\u{200C}';
    if form == Form::Written || !word.contains(cuts) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = piece.start;
    for part in word.split_inclusive(cuts) {
        let end = start + part.trim_end_matches(cuts).len();
        if part.chars().filter(|c| !cuts(*c) && !is_joiner(*c)).count() >= SHORTEST_PART {
            found.push((start, end));
        }
        start += part.len();
    }
    found
}

/// The analysis as tantivy wants it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Analysis(pub(crate) Form);

impl tk::Tokenizer for Analysis {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let tokens = tokens(text, self.0, Purpose::Index).into_iter();
        Stream { tokens, now: tk::Token::default() }
    }
}

/// The tokens of one text, one after the other.
#[derive(Debug)]
pub(crate) struct Stream {
    tokens: std::vec::IntoIter<Token>,
    now: tk::Token,
}

impl tk::TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(next) = self.tokens.next() else { return false };
        self.now.offset_from = next.start;
        self.now.offset_to = next.end;
        self.now.position = next.position;
        self.now.text = next.text;
        true
    }

    fn token(&self) -> &tk::Token {
        &self.now
    }

    fn token_mut(&mut self) -> &mut tk::Token {
        &mut self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, form: Form, purpose: Purpose, expect: &[(usize, &str)]) {
        let got = tokens(text, form, purpose);
        let got: Vec<(usize, &str)> = got.iter().map(|t| (t.position, t.text.as_str())).collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn unspaced_letters_become_bigrams() {
        check(
            "意大利",
            Form::Folded,
            Purpose::Index,
            &[(0, "意"), (0, "意大"), (1, "大"), (1, "大利"), (2, "利")],
        );
        check("意大利", Form::Folded, Purpose::Ask, &[(0, "意大"), (1, "大利")]);
        check("意", Form::Folded, Purpose::Ask, &[(0, "意")]);
        check("中国", Form::Latin, Purpose::Ask, &[(0, "zhongguo")]);
    }

    #[test]
    fn parts_of_joined_words_are_alternatives() {
        check(
            "Türkiye'den",
            Form::Folded,
            Purpose::Index,
            &[(0, "turkiyeden"), (0, "turkiye"), (0, "den")],
        );
        check("Türkiye'den", Form::Written, Purpose::Index, &[(0, "türkiye'den")]);
        check("o'zbek", Form::Folded, Purpose::Index, &[(0, "ozbek"), (0, "zbek")]);
    }

    #[test]
    fn very_long_words_are_kept_by_their_beginning() {
        let got = tokens(&"x".repeat(1000), Form::Folded, Purpose::Index);
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].text.len(), LONGEST);
        assert_eq!(got[0].end, 1000);
    }
}
