//! Cuts a text into words, keeping where each stands.
//!
//! Scripts written with spaces give words (letters, marks, digits; `o'zbek` and `می‌روم` stay whole,
//! and so do grouped digits such as `5.000`). Scripts written without spaces (Han, kana, Thai, Lao,
//! Khmer, Burmese) give their letters one by one, to be joined to bigrams. A pictograph is a word
//! of its own: in adverts they carry meaning.

use super::fold::{is_apostrophe, is_grouping, is_joiner, is_sign};
use unicode_normalization::char::is_combining_mark;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word between spaces or punctuation.
    Word,
    /// One letter of a script without spaces; `true`: another follows at once.
    Letter(bool),
    /// A pictograph.
    Sign,
}

/// A piece and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Letter,
    Sign,
    Mark,
    Joiner,
    Other,
}

/// The pieces of a text, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut open: Option<Piece> = None;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match (class(c), &mut open) {
            (Class::Word, Some(piece)) if piece.kind == Kind::Word => piece.end = end,
            (Class::Mark, Some(piece)) => piece.end = end,
            (Class::Joiner, _) => {}
            (Class::Word | Class::Mark, _) => {
                let fresh = Piece { kind: Kind::Word, start: at, end };
                out.extend(open.replace(fresh));
            }
            (Class::Letter, _) => {
                if let Some(Piece { kind: Kind::Letter(followed), .. }) = &mut open {
                    *followed = true;
                }
                out.extend(open.replace(Piece { kind: Kind::Letter(false), start: at, end }));
            }
            (Class::Sign, _) => {
                out.extend(open.replace(Piece { kind: Kind::Sign, start: at, end }));
            }
            (Class::Other, piece) => {
                let inside = piece.as_ref().is_some_and(|p| p.kind == Kind::Word)
                    && stays_inside(c, before, text.get(end..).unwrap_or_default());
                if !inside {
                    out.extend(open.take());
                }
            }
        }
        before = Some(c);
    }
    out.extend(open);
    out
}

/// Whether a mark between two letters or digits belongs to the word.
fn stays_inside(c: char, before: Option<char>, rest: &str) -> bool {
    let next = rest.chars().next();
    if is_apostrophe(c) {
        return before.is_some_and(char::is_alphanumeric)
            && next.is_some_and(|n| class(n) == Class::Word);
    }
    is_grouping(c) && before.is_some_and(char::is_numeric) && begins_with_three_digits(rest)
}

/// Three digits and then no further one: the shape of a group in a large number.
fn begins_with_three_digits(rest: &str) -> bool {
    let digits = rest.chars().take(4).take_while(|c| c.is_numeric()).count();
    let next = rest.chars().nth(digits);
    digits == 3 && !next.is_some_and(char::is_alphanumeric)
}

fn class(c: char) -> Class {
    if is_joiner(c) {
        Class::Joiner
    } else if is_unspaced(c) {
        if is_combining_mark(c) { Class::Mark } else { Class::Letter }
    } else if c.is_alphanumeric() {
        Class::Word
    } else if is_combining_mark(c) {
        Class::Mark
    } else if is_sign(c) {
        Class::Sign
    } else {
        Class::Other
    }
}

/// Scripts that put no spaces between words.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{E4F}' | '\u{E80}'..='\u{ECF}' | '\u{1000}'..='\u{103F}'
        | '\u{1780}'..='\u{17DD}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: &[&str]) {
        let got: Vec<&str> =
            pieces(text).iter().map(|p| text.get(p.start..p.end).unwrap()).collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn words_are_cut_as_their_script_is_written() {
        check("From Tripoli, to Rome!", &["From", "Tripoli", "to", "Rome"]);
        check("dell'Italia İstanbul’a", &["dell'Italia", "İstanbul’a"]);
        check("rock 'n' roll", &["rock", "n", "roll"]);
        check("5.000€ 23.11.2026", &["5.000", "23", "11", "2026"]);
        check("user_name #tag-x", &["user", "name", "tag", "x"]);
        check("می\u{200c}روم به", &["می\u{200c}روم", "به"]);
        check("去英国UK", &["去", "英", "国", "UK"]);
        check("ภาษา", &["ภ", "า", "ษ", "า"]);
        check("ሰላም፡ዓለም።", &["ሰላም", "ዓለም"]);
        check("go🚤now", &["go", "🚤", "now"]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn pieces_are_in_order_and_lie_on_letter_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            for piece in pieces(&text) {
                prop_assert!(piece.start >= last && piece.end > piece.start);
                prop_assert!(text.get(piece.start..piece.end).is_some());
                last = piece.end;
            }
        }
    }
}
