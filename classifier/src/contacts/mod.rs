//! How to reach whoever writes, however it is disguised, and what they ask for it.
//!
//! Addresses and numbers are read from the plain layer, where case and punctuation stand; spelled
//! numbers from the folded one. Every span is in the original.

mod address;
mod amount;
mod counted;
mod kind;
mod named;
mod phone;
pub mod price;
mod spelled;
mod wallet;

use crate::lexicon::Found;
use crate::text::{Text, Token};
use kind::Named;
use model::{Contact, ContactKind, Span};
use std::ops::Range;

/// A contact before its platform is known.
#[derive(Debug, Clone)]
struct Candidate {
    kind: Option<ContactKind>,
    value: String,
    /// In the original.
    span: Span,
    is_phone: bool,
}

/// All contacts of a text, in order.
#[must_use]
pub fn contacts(text: &Text, found: &Found, tokens: &[Token<'_>]) -> Vec<Contact> {
    let plain = text.plain.text.as_str();
    let named: Vec<Named> = found
        .platforms
        .iter()
        .map(|(kind, range)| Named { kind: *kind, span: text.folded.span(range.start, range.end) })
        .collect();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut out: Vec<Candidate> = Vec::new();
    let mut keep = |found: Vec<(Option<ContactKind>, String, Range<usize>)>,
                    is_phone: bool,
                    taken: &mut Vec<Range<usize>>| {
        for (kind, value, range) in found {
            if taken.iter().any(|t| t.start < range.end && range.start < t.end) {
                continue;
            }
            taken.push(range.clone());
            out.push(Candidate {
                kind,
                value,
                span: text.plain.span(range.start, range.end),
                is_phone,
            });
        }
    };
    keep(wallet::wallets(plain), false, &mut taken);
    keep(named::hidden_mail(plain), false, &mut taken);
    keep(address::addresses(plain), false, &mut taken);
    keep(kind::beside_platform(plain, text, &named), false, &mut taken);
    keep(named::underscored(plain), false, &mut taken);
    keep(named::pages(plain, text, &named), false, &mut taken);
    keep(phone::phones(plain, &taken), true, &mut taken);
    for (value, range) in spelled::phones(tokens, phone::is_chinese(plain)) {
        let span = text.folded.span(range.start, range.end);
        if !out.iter().any(|c| c.span.overlaps(span)) {
            out.push(Candidate { kind: None, value, span, is_phone: true });
        }
    }
    out.sort_by_key(|c| c.span);
    finish(&out, &named)
}

/// Gives each candidate its platform and leaves repetitions out.
fn finish(candidates: &[Candidate], named: &[Named]) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| candidates.get(i)).map_or(0, |c| c.span.end);
        let after = candidates.get(at + 1).map_or(u32::MAX, |c| c.span.start);
        let kind = candidate.kind.unwrap_or_else(|| {
            kind::nearest(candidate.span, before, after, candidate.is_phone, named)
        });
        if !contacts
            .iter()
            .any(|c| c.kind.identity() == kind.identity() && c.value == candidate.value)
        {
            contacts.push(Contact { kind, value: candidate.value.clone(), span: candidate.span });
        }
    }
    contacts
}

#[cfg(test)]
mod tests;
