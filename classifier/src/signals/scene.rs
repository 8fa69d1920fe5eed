//! What signals look at.

use crate::concepts::Concept;
use crate::lexicon::{Found, TermHit};
use crate::text::{Text, Token, TokenKind};
use model::{Contact, ContactKind, Price, Span};
use std::ops::Range;

/// Everything read in one text.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The text.
    pub text: &'a Text,
    /// Its folded layer in pieces.
    pub tokens: &'a [Token<'a>],
    /// Known words.
    pub found: &'a Found,
    /// Contacts.
    pub contacts: &'a [Contact],
    /// Sums.
    pub prices: &'a [Price],
}

impl Scene<'_> {
    /// Where a concept stands first.
    #[must_use]
    pub fn first(&self, concept: Concept) -> Option<Range<usize>> {
        self.hit(concept).map(|hit| hit.range.clone())
    }

    fn hit(&self, concept: Concept) -> Option<&TermHit> {
        self.found.terms.iter().find(|hit| hit.concept == concept)
    }

    /// Whether a concept is there.
    #[must_use]
    pub fn has(&self, concept: Concept) -> bool {
        self.hit(concept).is_some()
    }

    /// Where two concepts stand within some bytes of each other: the first of them.
    #[must_use]
    pub fn near(&self, one: Concept, other: Concept, within: usize) -> Option<Range<usize>> {
        let others: Vec<&TermHit> =
            self.found.terms.iter().filter(|h| h.concept == other).collect();
        let close = |hit: &&TermHit| {
            others.iter().any(|o| o.range.start.abs_diff(hit.range.start) <= within)
        };
        self.found.terms.iter().filter(|h| h.concept == one).find(close).map(|h| h.range.clone())
    }

    /// Number of different countries named.
    #[must_use]
    pub fn countries(&self) -> usize {
        let mut places: Vec<usize> = self.found.places.iter().map(|p| p.place).collect();
        places.sort_unstable();
        places.dedup();
        places.len()
    }

    fn folded(&self, span: Span) -> Range<usize> {
        self.text.folded.range(span)
    }

    /// The first sum.
    #[must_use]
    pub fn price(&self) -> Option<Range<usize>> {
        self.prices.first().map(|p| self.folded(p.span))
    }

    /// The first sum per head.
    #[must_use]
    pub fn head_price(&self) -> Option<Range<usize>> {
        self.prices.iter().find(|p| p.per_person).map(|p| self.folded(p.span))
    }

    /// The first contact that reaches a person, not a site.
    #[must_use]
    pub fn contact(&self) -> Option<Range<usize>> {
        let personal = |c: &&Contact| !matches!(c.kind, ContactKind::Link | ContactKind::Email);
        self.contacts.iter().find(personal).map(|c| self.folded(c.span))
    }

    /// The first link to a site.
    #[must_use]
    pub fn link(&self) -> Option<Range<usize>> {
        self.contacts.iter().find(|c| c.kind == ContactKind::Link).map(|c| self.folded(c.span))
    }

    /// Whether the text says how to get in touch.
    #[must_use]
    pub fn reachable(&self) -> bool {
        self.contact().is_some() || self.has(Concept::ContactPrivate)
    }

    /// The first question mark.
    #[must_use]
    pub fn question(&self) -> Option<Range<usize>> {
        self.tokens
            .iter()
            .find(|t| t.kind == TokenKind::Sign && matches!(t.text, "?" | "？" | "؟"))
            .map(|t| t.start..t.end())
    }
}
