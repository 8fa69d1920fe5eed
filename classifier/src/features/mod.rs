//! What the model sees of a text.
//!
//! Numbers below [`GRAMS`] are concepts, signals, shapes, pairs of concepts and meanings, which
//! reasons can name; the rest are hashed n-grams of characters, words and steps of the frame. Contacts, links and sums are masked
//! in the n-grams: the model is to learn the act, not somebody's number.

mod frame;
mod meanings;

use crate::concepts::{Concept, Strength};
use crate::learn::Sparse;
use crate::learn::sparse::{hash, mix};
use crate::seen::Seen;
use crate::signals;
use crate::text::{Script, Token, TokenKind, tokens};
use crate::vocabulary::Meanings;
use std::ops::Range;

/// Features in all: 2^19.
pub const FEATURES: usize = 1 << 19;
/// First feature whose weight in training depends on how rare it is.
pub const RARE: usize = meanings::MEANINGS;
/// First feature that is a hashed n-gram.
pub const GRAMS: usize = meanings::END;

const STRENGTHS: usize = 80;
const SIGNALS: usize = 384;
const SHAPES: usize = 410;
const PAIRS: usize = 512;

/// What each feature of a kind weighs; of the n-grams, what all of a kind weigh together.
const CONCEPT: f32 = 0.30;
const SIGNAL: f32 = 0.30;
const SHAPE: f32 = 0.20;
const PAIR: f32 = 0.15;
const WORDS: f32 = 2.0;
const WORD_PAIRS: f32 = 2.0;
const CHARACTERS: f32 = 3.0;
const FRAME: f32 = 1.5;

/// Where a nameable feature comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A term.
    Term(usize),
    /// Two concepts together; the stronger reason for both.
    Pair(usize, usize),
    /// A signal.
    Signal(usize),
    /// An ordinary word.
    Meaning(usize),
}

/// A nameable feature in the text.
#[derive(Debug, Clone)]
pub struct Named {
    /// Feature number.
    pub feature: u32,
    /// Its value.
    pub value: f32,
    /// Where it comes from.
    pub origin: Origin,
    /// Bytes of the folded layer.
    pub range: Range<usize>,
}

/// All features of a text.
#[derive(Debug, Default)]
pub struct Features {
    /// Features that reasons can name.
    pub named: Vec<Named>,
    /// Shapes: lengths, signs, counts.
    pub shapes: Vec<(u32, f32)>,
    /// Hashed n-grams.
    pub grams: Vec<(u32, f32)>,
    /// Per word of the folded layer, where its n-grams lie in [`Features::grams`].
    pub words: Vec<(Range<usize>, Range<usize>)>,
}

impl Features {
    /// All together, for training.
    #[must_use]
    pub fn sparse(&self) -> Sparse {
        let named = self.named.iter().map(|n| (n.feature, n.value));
        let mut out = Sparse {
            items: named
                .chain(self.shapes.iter().copied())
                .chain(self.grams.iter().copied())
                .collect(),
        };
        out.tidy();
        out
    }
}

/// The features of a text.
#[must_use]
pub fn features(seen: &Seen, meanings: &Meanings) -> Features {
    let mut out = Features::default();
    name_concepts(seen, &mut out);
    for (number, range) in &seen.signals {
        out.named.push(Named {
            feature: feature(SIGNALS + number),
            value: SIGNAL,
            origin: Origin::Signal(*number),
            range: range.clone(),
        });
    }
    let pieces = tokens(&seen.text.folded.text);
    shapes(seen, &pieces, &mut out);
    grams(seen, &pieces, &mut out);
    let steps = frame::steps(seen, &pieces);
    meanings::add(seen, meanings, steps.clone(), &mut out);
    frame::grams(steps, 0x77, FRAME, &mut out);
    out
}

fn feature(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn name_concepts(seen: &Seen, out: &mut Features) {
    let mut first: Vec<(Concept, usize)> = Vec::new();
    let mut strengths: Vec<(Concept, Strength)> = Vec::new();
    for (number, hit) in seen.found.terms.iter().enumerate() {
        let mut tell = |at: usize| {
            out.named.push(Named {
                feature: feature(at),
                value: CONCEPT,
                origin: Origin::Term(number),
                range: hit.range.clone(),
            });
        };
        if !first.iter().any(|(c, _)| *c == hit.concept) {
            first.push((hit.concept, number));
            tell(hit.concept.index());
        }
        if !strengths.contains(&(hit.concept, hit.strength)) {
            strengths.push((hit.concept, hit.strength));
            tell(STRENGTHS + hit.concept.index() * 4 + hit.strength as usize);
        }
    }
    first.truncate(14);
    for (at, (one, a)) in first.iter().enumerate() {
        for (other, b) in first.iter().skip(at + 1) {
            let (low, high) = (one.index().min(other.index()), one.index().max(other.index()));
            let key = mix((low as u64) << 32 | high as u64) % (RARE - PAIRS) as u64;
            let Some(hit) = seen.found.terms.get(*a) else { continue };
            out.named.push(Named {
                feature: feature(PAIRS + usize::try_from(key).unwrap_or(0)),
                value: PAIR,
                origin: Origin::Pair(*a, *b),
                range: hit.range.clone(),
            });
        }
    }
}

/// Lengths and counts, in steps.
fn shapes(seen: &Seen, pieces: &[Token<'_>], out: &mut Features) {
    let folded = seen.text.folded.text.as_str();
    let letters = folded.chars().count();
    let count = |signs: &[char]| folded.chars().filter(|c| signs.contains(c)).count();
    let step = |n: usize| match n {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        _ => 3,
    };
    let length = match letters {
        0..40 => 0,
        40..80 => 1,
        80..160 => 2,
        160..320 => 3,
        _ => 4,
    };
    let mut places: Vec<usize> = seen.found.places.iter().map(|p| p.place).collect();
    places.sort_unstable();
    places.dedup();
    let phones = seen.contacts.iter().filter(|c| c.kind.identity() == "number").count();
    let links = seen
        .contacts
        .iter()
        .filter(|c| matches!(c.kind, model::ContactKind::Link | model::ContactKind::Email))
        .count();
    let heads = seen.prices.iter().filter(|p| p.per_person).count();
    let emoji = pieces.iter().filter(|t| t.kind == TokenKind::Emoji).count();
    let groups = [
        length,
        step(count(&['?'])),
        step(count(&['!'])),
        step(count(&['"'])),
        step(count(&['#'])),
        step(count(&['➡', '→', '>'])),
        step(places.len()),
        step(phones),
        step(seen.contacts.len() - phones - links),
        step(links),
        step(seen.prices.len()),
        step(heads),
        step(emoji),
        usize::from(seen.text.evasion.any()),
        step(count(&['\n'])),
        usize::from(seen.route.origin.is_some())
            + 2 * usize::from(seen.route.destination.is_some()),
    ];
    for (group, value) in groups.into_iter().enumerate() {
        out.shapes.push((feature(SHAPES + group * 5 + value), SHAPE));
    }
}

fn grams(seen: &Seen, pieces: &[Token<'_>], out: &mut Features) {
    let masked: Vec<Range<usize>> =
        seen.contacts.iter().map(|c| seen.text.folded.range(c.span)).collect();
    let mut words: Vec<u64> = Vec::new();
    let mut mask_end = 0;
    for token in pieces {
        if token.start < mask_end {
            continue;
        }
        words.push(if let Some(range) = masked.iter().find(|r| r.contains(&token.start)) {
            mask_end = range.end;
            hash(3, "contact")
        } else {
            let from = out.grams.len();
            let word = piece(token, &mut out.grams);
            out.words.push((token.start..token.end(), from..out.grams.len()));
            word
        });
    }
    let one = meanings::share(CHARACTERS, out.grams.len(), 12);
    out.grams.iter_mut().for_each(|gram| gram.1 = one);
    let one = meanings::share(WORDS, words.len(), 12);
    out.grams.extend(words.iter().map(|word| (bucket(*word), one)));
    pairs(&words, out);
}

/// Neighbouring words, and words with one between them.
fn pairs(words: &[u64], out: &mut Features) {
    let mut keys: Vec<u64> = Vec::with_capacity(words.len() * 2);
    for gap in 1..=2_usize {
        let key = |(first, last): (&u64, &u64)| mix(first.rotate_left(17) ^ last ^ gap as u64);
        keys.extend(words.iter().zip(words.iter().skip(gap)).map(key));
    }
    let one = meanings::share(WORD_PAIRS, keys.len(), 12);
    out.grams.extend(keys.into_iter().map(|key| (bucket(key), one)));
}

/// Hashes the characters of a piece; gives the hash of the whole.
fn piece(token: &Token<'_>, grams: &mut Vec<(u32, f32)>) -> u64 {
    match token.kind {
        TokenKind::Word => {
            characters(token.text, grams);
            hash(1, token.text)
        }
        TokenKind::Number => hash(
            2,
            match token.text.len() {
                1 => "1",
                2 => "2",
                3 => "3",
                4 => "4",
                _ => "5",
            },
        ),
        TokenKind::Address => hash(3, "address"),
        TokenKind::Emoji | TokenKind::Sign => hash(4, token.text),
    }
}

/// 2- to 5-grams with the word's ends; of Chinese, 1- to 4-grams without.
fn characters(word: &str, grams: &mut Vec<(u32, f32)>) {
    let unspaced = word.chars().next().and_then(Script::of).is_some_and(Script::is_unspaced);
    let (shortest, longest) = if unspaced { (1, 4) } else { (2, 5) };
    let ends = usize::from(!unspaced);
    let chars: Vec<char> = std::iter::repeat_n('_', ends)
        .chain(word.chars())
        .chain(std::iter::repeat_n('_', ends))
        .collect();
    for start in 0..chars.len() {
        let mut n = 0xcbf2_9ce4_8422_2325_u64;
        for (length, c) in chars.iter().skip(start).take(longest).enumerate() {
            n = (n ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3);
            if length + 1 >= shortest {
                grams.push((bucket(mix(n)), 1.0));
            }
        }
    }
}

fn bucket(hash: u64) -> u32 {
    let at = hash % (FEATURES - GRAMS) as u64;
    feature(GRAMS + usize::try_from(at).unwrap_or(0))
}

/// English name of a signal feature.
#[must_use]
pub fn signal_gloss(number: usize) -> &'static str {
    signals::ALL.get(number).map_or("", |s| s.gloss)
}
