//! The frame of a text: the order in which meanings, places, sums, contacts and signs stand.
//!
//! It is the same in every language, so what is learnt of frames in one language holds in all. In
//! cross-validation it is worth more than any other single kind of feature.

use super::{Features, bucket, meanings::share};
use crate::learn::sparse::mix;
use crate::seen::Seen;
use crate::text::{Token, TokenKind};

/// First step that is a field of the vocabulary.
pub(super) const FIELD_STEPS: u64 = 5000;

/// The steps of the frame with where they stand, in no order.
pub(super) fn steps(seen: &Seen, pieces: &[Token<'_>]) -> Vec<(usize, u64)> {
    let folded = &seen.text.folded;
    let mut steps: Vec<(usize, u64)> = Vec::new();
    steps.extend(seen.found.terms.iter().map(|h| (h.range.start, 1 + h.concept.index() as u64)));
    steps.extend(seen.found.places.iter().map(|p| (p.range.start, 200)));
    let price = |per_head| if per_head { 202 } else { 201 };
    steps.extend(seen.prices.iter().map(|p| (folded.range(p.span).start, price(p.per_person))));
    steps.extend(seen.contacts.iter().map(|c| (folded.range(c.span).start, 210 + c.kind as u64)));
    for token in pieces {
        let step = match (token.kind, token.text) {
            (TokenKind::Sign, "?") => 300,
            (TokenKind::Sign, "!") => 301,
            (TokenKind::Sign, ".") => 302,
            (TokenKind::Sign, "\"") => 303,
            (TokenKind::Sign, ":") => 304,
            (TokenKind::Sign, "#") => 305,
            (TokenKind::Emoji, _) => 306,
            (TokenKind::Number, _) => 307,
            _ => continue,
        };
        steps.push((token.start, step));
    }
    steps
}

/// Hashes pairs of steps: neighbours, and with one or two others between them.
pub(super) fn grams(mut steps: Vec<(usize, u64)>, salt: u64, weight: f32, out: &mut Features) {
    steps.sort_unstable();
    steps.dedup();
    let mut frame: Vec<u64> = Vec::with_capacity(steps.len() + 2);
    frame.push(998);
    frame.extend(steps.into_iter().map(|(_, step)| step));
    frame.push(999);
    let mut keys: Vec<u64> = Vec::with_capacity(frame.len() * 3);
    for gap in 1..=3_usize {
        let later = frame.iter().skip(gap);
        let key = |(first, last): (&u64, &u64)| mix(mix(salt ^ (gap as u64) << 32 ^ first) ^ last);
        keys.extend(frame.iter().zip(later).map(key));
    }
    let each = share(weight, keys.len(), 12);
    out.grams.extend(keys.into_iter().map(|key| (bucket(key), each)));
}
