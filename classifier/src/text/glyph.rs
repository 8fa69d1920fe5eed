//! Characters that remember where they came from.

use model::Span;

/// One character of a layer and its bytes in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub(crate) ch: char,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A rewritten text with the way back to the original.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// The rewritten text.
    pub text: String,
    /// For every byte of `text`, the original bytes of its character.
    origin: Vec<(u32, u32)>,
}

impl Layer {
    /// Renders glyphs.
    pub(crate) fn of(glyphs: &[Glyph]) -> Self {
        let mut text = String::with_capacity(glyphs.len() * 2);
        let mut origin = Vec::with_capacity(glyphs.len() * 2);
        for glyph in glyphs {
            text.push(glyph.ch);
            origin.resize(origin.len() + glyph.ch.len_utf8(), (glyph.start, glyph.end));
        }
        Self { text, origin }
    }

    /// The span in the original of a byte range of this layer; empty where the range is empty or
    /// does not fit.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let covered = self.origin.get(start..end).unwrap_or_default();
        let first = covered.iter().map(|o| o.0).min().unwrap_or(0);
        let last = covered.iter().map(|o| o.1).max().unwrap_or(first);
        Span::new(first as usize, last as usize)
    }

    /// The byte range of this layer that covers a span of the original.
    #[must_use]
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        let inside = |o: &(u32, u32)| o.0 < span.end && o.1 > span.start;
        let start = self.origin.iter().position(inside).unwrap_or(0);
        let end = self.origin.iter().rposition(inside).map_or(start, |at| at + 1);
        start..end
    }
}
