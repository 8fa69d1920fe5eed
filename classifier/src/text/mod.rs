//! Texts made comparable without losing where each letter came from.
//!
//! Two layers are made of every post. [`Text::plain`] undoes only what hides characters (zero
//! width, direction marks, styled letters, foreign digits) and keeps case and punctuation: contacts
//! and prices are read there. [`Text::folded`] goes on to one key per sound: lower case, no
//! diacritics, one Arabic letter per shape, look-alikes and leet undone, spaced letters joined:
//! words are matched there. Every byte of both layers knows its bytes in the original.
//!
//! The folds follow `shared/domain/obfuscation.toml`; each was checked against what NFKC misses.

mod fold;
mod glyph;
mod leet;
mod letters;
mod lookalike;
mod plain;
pub mod rasm;
pub mod script;
mod spacing;
mod token;

pub use glyph::Layer;
pub use script::Script;
pub use token::{Token, TokenKind, tokens};

use glyph::Glyph;

/// How a text tried not to be read, counted in characters or words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evasion {
    /// Invisible characters inside the text, without the joiners that scripts and emoji need.
    pub hidden: u32,
    /// Letters from styled alphabets (squared, circled, mathematical, small capitals).
    pub styled: u32,
    /// Words that mix scripts to look like another word.
    pub mixed: u32,
    /// Letters written as digits or signs.
    pub leet: u32,
    /// Words written letter by letter.
    pub spaced: u32,
    /// Arabic letters without their dots.
    pub dotless: u32,
}

impl Evasion {
    /// Whether any technique was seen that people do not use by accident.
    #[must_use]
    pub const fn any(self) -> bool {
        self.styled > 2 || self.mixed > 0 || self.leet > 1 || self.spaced > 0 || self.dotless > 0
    }
}

/// A text in its layers.
#[derive(Debug, Clone)]
pub struct Text {
    /// Hidden characters undone; case and punctuation kept.
    pub plain: Layer,
    /// One key per sound, for matching.
    pub folded: Layer,
    /// What was undone.
    pub evasion: Evasion,
}

impl Text {
    /// Reads a text. Never fails, whatever the text holds.
    #[must_use]
    pub fn read(original: &str) -> Self {
        let mut evasion = Evasion::default();
        let glyphs = plain::glyphs(original, &mut evasion);
        let plain = Layer::of(&glyphs);
        let folded = fold_all(&glyphs, &mut evasion);
        Self { plain, folded: Layer::of(&folded), evasion }
    }
}

/// Rounds of undoing, after which a text stays as it is.
const ROUNDS: usize = 8;

/// Folds letters, then undoes what works on words until nothing changes. Only then runs of white
/// space become one: until then they may be what tells spaced words apart.
fn fold_all(glyphs: &[Glyph], evasion: &mut Evasion) -> Vec<Glyph> {
    let mut glyphs = fold::letters(glyphs, evasion);
    for _ in 0..ROUNDS {
        for _ in 0..ROUNDS {
            let mut changed = spacing::join(&mut glyphs, evasion);
            changed |= lookalike::unmix(&mut glyphs, evasion);
            changed |= leet::undo(&mut glyphs, evasion);
            if !changed {
                break;
            }
        }
        let before = glyphs.len();
        fold::spaces(&mut glyphs);
        if glyphs.len() == before {
            break;
        }
    }
    glyphs
}

/// The folded form of a text, as terms and shingles are made of. Folding twice changes nothing.
#[must_use]
pub fn normalise(text: &str) -> String {
    Text::read(text).folded.text
}

#[cfg(test)]
mod tests;
