//! Characters that remember where they came from.

use model::Span;

/// One character of a layer and its bytes in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub(crate) ch: char,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Where a character of a layer came from.
#[derive(Debug, Clone, Copy)]
struct Origin {
    /// First byte in the layer.
    at: u32,
    /// Bytes in the original.
    start: u32,
    end: u32,
}

/// A rewritten text with the way back to the original.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// The rewritten text.
    pub text: String,
    /// One for every character of `text`, in order.
    origins: Vec<Origin>,
}

impl Layer {
    /// Renders glyphs.
    pub(crate) fn of(glyphs: &[Glyph]) -> Self {
        let mut text = String::with_capacity(glyphs.len() * 2);
        let mut origins = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            let at = u32::try_from(text.len()).unwrap_or(u32::MAX);
            origins.push(Origin { at, start: glyph.start, end: glyph.end });
            text.push(glyph.ch);
        }
        Self { text, origins }
    }

    /// The span in the original of a byte range of this layer; empty where the range is empty or
    /// does not fit.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        if start >= end || end > self.text.len() {
            return Span::new(0, 0);
        }
        // The character that the first byte is part of, to the one that begins before the end.
        let from = self.origins.partition_point(|o| o.at as usize <= start).saturating_sub(1);
        let covered = self.origins.get(from..).unwrap_or_default();
        let mut covered = covered.iter().take_while(|o| (o.at as usize) < end);
        let Some(one) = covered.next() else { return Span::new(0, 0) };
        let widest = covered
            .fold((one.start, one.end), |(first, last), o| (first.min(o.start), last.max(o.end)));
        Span::new(widest.0 as usize, widest.1 as usize)
    }

    /// The byte range of this layer that covers a span of the original.
    #[must_use]
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        let inside = |o: &Origin| o.start < span.end && o.end > span.start;
        let Some(first) = self.origins.iter().position(inside) else { return 0..0 };
        let last = self.origins.iter().rposition(inside).unwrap_or(first);
        let at =
            |number: usize| self.origins.get(number).map_or(self.text.len(), |o| o.at as usize);
        at(first)..at(last + 1)
    }
}
