//! The frame of a text: the order in which meanings, places, sums, contacts and signs stand.
//!
//! It is the same in every language, so what is learnt of frames in one language holds in all. In
//! cross-validation it is worth more than any other single kind of feature.

use super::{Features, bucket};
use crate::learn::sparse::mix;
use crate::seen::Seen;
use crate::text::{TokenKind, tokens};

/// What the frame weighs beside the n-grams.
const FRAME: f32 = 1.2;

/// One step of the frame.
fn steps(seen: &Seen) -> Vec<u64> {
    let folded = &seen.text.folded;
    let mut steps: Vec<(usize, u64)> = Vec::new();
    steps.extend(seen.found.terms.iter().map(|h| (h.range.start, 1 + h.concept.index() as u64)));
    steps.extend(seen.found.places.iter().map(|p| (p.range.start, 200)));
    let price = |per_head| if per_head { 202 } else { 201 };
    steps.extend(seen.prices.iter().map(|p| (folded.range(p.span).start, price(p.per_person))));
    steps.extend(seen.contacts.iter().map(|c| (folded.range(c.span).start, 210 + c.kind as u64)));
    for token in tokens(&folded.text) {
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
    steps.sort_unstable();
    let mut frame: Vec<u64> = vec![998];
    frame.extend(steps.into_iter().map(|(_, step)| step));
    frame.push(999);
    frame
}

/// Hashes pairs of steps: neighbours, and with one or two others between them.
pub(super) fn grams(seen: &Seen, out: &mut Features) {
    let frame = steps(seen);
    let mut keys: Vec<u64> = Vec::with_capacity(frame.len() * 3);
    for window in frame.windows(2) {
        keys.push(key(1, window));
    }
    for window in frame.windows(3) {
        if let [first, _, last] = window {
            keys.push(key(3, &[*first, *last]));
        }
    }
    for window in frame.windows(4) {
        if let [first, .., last] = window {
            keys.push(key(4, &[*first, *last]));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "lengths of frames")]
    let each = FRAME / (keys.len().max(8) as f32).sqrt();
    out.grams.extend(keys.into_iter().map(|key| (bucket(key), each)));
}

fn key(salt: u64, steps: &[u64]) -> u64 {
    steps.iter().fold(mix(salt ^ 0xf4a3), |key, step| mix(key ^ step))
}
