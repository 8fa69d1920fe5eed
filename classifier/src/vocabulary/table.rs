//! The forms as one table of hashes, and the search in it.

use super::VocabularyFile;
use crate::learn::packed::{Packer, UnpackError, Unpacker};
use crate::learn::sparse::mix;
use crate::text::{Script, Token, TokenKind, normalise, tokens};
use model::Language;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Kind and version of the file.
const TAG: &str = "routewatch vocabulary 1";
/// Words that a form may have.
const LONGEST_PHRASE: usize = 5;
/// Characters of a Chinese form.
const LONGEST_HAN: usize = 6;
/// Letters that a stem must have, so that it does not swallow other words.
const SHORTEST_STEM: usize = 3;

/// How a form is matched; part of its key.
#[derive(Clone, Copy)]
enum Kind {
    /// The form itself.
    Whole = 1,
    /// The beginning of words.
    Stem = 2,
    /// The first words of a longer form; it means nothing yet.
    Opening = 3,
    /// The first letters of a stem; it means nothing yet.
    Root = 4,
}

/// A meaning in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Number of the meaning in [`super::Meanings`].
    pub meaning: u16,
    /// Bytes of the folded text.
    pub range: Range<usize>,
}

/// Keys are hashes already.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

type Senses = HashMap<u64, (u32, u8), BuildHasherDefault<Mixed>>;

/// What forms mean, per language. Built once; shared by all threads.
#[derive(Debug)]
pub struct Vocabulary {
    languages: Vec<String>,
    senses: Senses,
    meanings: Vec<u16>,
}

impl Vocabulary {
    /// Folds the forms of all files; slow, for training.
    #[must_use]
    pub fn build(files: &[VocabularyFile]) -> Self {
        let mut map: BTreeMap<u64, Vec<u16>> = BTreeMap::new();
        for (language, file) in files.iter().enumerate() {
            for (meaning, forms) in &file.forms {
                for form in forms {
                    let Some((key, leads)) = keys_of(language as u64, form) else { continue };
                    let senses = map.entry(key).or_default();
                    if !senses.contains(meaning) {
                        senses.push(*meaning);
                    }
                    for lead in leads {
                        map.entry(lead).or_default();
                    }
                }
            }
        }
        let languages = files.iter().map(|file| file.language.clone()).collect();
        Self::of(languages, map)
    }

    fn of(languages: Vec<String>, map: BTreeMap<u64, Vec<u16>>) -> Self {
        let mut senses = Senses::with_capacity_and_hasher(map.len(), BuildHasherDefault::default());
        let mut meanings = Vec::with_capacity(map.len());
        for (key, numbers) in map {
            let first = u32::try_from(meanings.len()).unwrap_or(u32::MAX);
            senses.insert(key, (first, u8::try_from(numbers.len()).unwrap_or(u8::MAX)));
            meanings.extend(numbers);
        }
        Self { languages, senses, meanings }
    }

    /// Number of forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.senses.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.senses.is_empty()
    }

    /// The file.
    pub fn pack(&self) -> Result<Vec<u8>, std::io::Error> {
        let mut packer = Packer::new(TAG);
        packer.text(&self.languages.join(" "));
        let mut keys: Vec<u64> = self.senses.keys().copied().collect();
        keys.sort_unstable();
        packer.count(keys.len());
        for key in keys {
            let senses = self.senses_of(key);
            packer.bytes(&key.to_le_bytes());
            packer.bytes(&[u8::try_from(senses.len()).unwrap_or(u8::MAX)]);
            for meaning in senses {
                packer.bytes(&meaning.to_le_bytes());
            }
        }
        packer.finish()
    }

    /// Reads a file.
    pub fn unpack(file: &[u8]) -> Result<Self, UnpackError> {
        let mut unpacker = Unpacker::open(file, TAG)?;
        let languages = unpacker.text()?.split(' ').map(str::to_owned).collect();
        let mut map = BTreeMap::new();
        for _ in 0..unpacker.count()? {
            let key = u64::from_le_bytes(unpacker.array()?);
            let [count] = unpacker.array()?;
            let mut senses = Vec::with_capacity(usize::from(count));
            for _ in 0..count {
                senses.push(u16::from_le_bytes(unpacker.array()?));
            }
            map.insert(key, senses);
        }
        Ok(Self::of(languages, map))
    }

    fn senses_of(&self, key: u64) -> &[u16] {
        let Some((first, count)) = self.senses.get(&key) else { return &[] };
        let first = *first as usize;
        self.meanings.get(first..first + usize::from(*count)).unwrap_or_default()
    }

    /// Every meaning in the pieces of a text, left to right; phrases beside their words.
    #[must_use]
    pub fn find(&self, pieces: &[Token<'_>], language: &Language) -> Vec<Hit> {
        let chain: Vec<u64> = chain(language.as_str())
            .filter_map(|code| self.languages.iter().position(|known| known == code))
            .map(|at| at as u64)
            .collect();
        let words: Vec<&Token<'_>> = pieces.iter().filter(|piece| is_word(piece)).collect();
        let mut hits = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            if unspaced(word.text) {
                self.find_unspaced(word, &chain, &mut hits);
                continue;
            }
            self.find_word(word, &chain, &mut hits);
            for language in &chain {
                if self.find_phrases(words.get(at..).unwrap_or_default(), *language, &mut hits) {
                    break;
                }
            }
        }
        hits
    }

    /// Forms of several words that begin with the first of these; says whether there was one.
    fn find_phrases(&self, words: &[&Token<'_>], language: u64, hits: &mut Vec<Hit>) -> bool {
        let before = hits.len();
        let Some((first, rest)) = words.split_first() else { return false };
        let mut phrase = text_hash(first.text);
        for last in rest.iter().take(LONGEST_PHRASE - 1) {
            if !self.senses.contains_key(&key_in(language, phrase, Kind::Opening)) {
                break;
            }
            phrase = and_then(phrase, text_hash(last.text));
            let senses = self.senses_of(key_in(language, phrase, Kind::Whole));
            let range = first.start..last.end();
            hits.extend(senses.iter().map(|m| Hit { meaning: *m, range: range.clone() }));
        }
        hits.len() > before
    }

    /// The senses of one word: as it is, without a prefixed particle, then by its longest stem; in
    /// its own language before the ones beside it.
    fn find_word(&self, word: &Token<'_>, chain: &[u64], hits: &mut Vec<Hit>) {
        for language in chain {
            for text in bare(word.text) {
                let senses = self.senses_of(key_in(*language, text_hash(text), Kind::Whole));
                let senses = if senses.is_empty() { self.by_stem(*language, text) } else { senses };
                if !senses.is_empty() {
                    let range = word.start..word.end();
                    hits.extend(senses.iter().map(|m| Hit { meaning: *m, range: range.clone() }));
                    return;
                }
            }
        }
    }

    fn by_stem(&self, language: u64, word: &str) -> &[u16] {
        let mut best: &[u16] = &[];
        let mut hash = START;
        for (at, c) in word.chars().enumerate() {
            hash = step(hash, c);
            if at + 1 == SHORTEST_STEM
                && !self.senses.contains_key(&key_in(language, hash, Kind::Root))
            {
                break;
            }
            if at + 1 >= SHORTEST_STEM {
                let senses = self.senses_of(key_in(language, hash, Kind::Stem));
                if !senses.is_empty() {
                    best = senses;
                }
            }
        }
        best
    }

    /// The longest forms, left to right.
    fn find_unspaced(&self, word: &Token<'_>, chain: &[u64], hits: &mut Vec<Hit>) {
        let Some(language) = chain.first() else { return };
        let chars: Vec<(usize, char)> = word.text.char_indices().collect();
        let mut at = 0;
        while let Some((from, _)) = chars.get(at).copied() {
            let mut hash = START;
            let mut best: (usize, &[u16]) = (1, &[]);
            for (length, (_, c)) in chars.iter().skip(at).take(LONGEST_HAN).enumerate() {
                hash = step(hash, *c);
                let senses = self.senses_of(key_in(*language, hash, Kind::Whole));
                if !senses.is_empty() {
                    best = (length + 1, senses);
                }
            }
            let end = chars.get(at + best.0).map_or(word.text.len(), |(end, _)| *end);
            let range = word.start + from..word.start + end;
            hits.extend(best.1.iter().map(|m| Hit { meaning: *m, range: range.clone() }));
            at += best.0;
        }
    }
}

/// Languages whose words are looked up, in order: its own, those it is mixed with, English.
fn chain(language: &str) -> impl Iterator<Item = &str> {
    let beside: &[&str] = match language {
        "bs" | "hr" => &["sr"],
        "ar-Latn" => &["fr", "es"],
        "ur-Latn" => &["hi"],
        "hi" => &["ur-Latn"],
        "pa" => &["hi", "ur-Latn"],
        "pnb" => &["ur", "pa"],
        "ur" => &["ur-Latn", "fa"],
        "uk" => &["ru"],
        "ru" => &["uk"],
        "kmr" => &["tr"],
        "ckb" | "ps" => &["fa", "ar"],
        "fa" => &["ps", "ar"],
        "ti" => &["am"],
        "am" => &["ti"],
        "wo" => &["fr"],
        _ => &[],
    };
    std::iter::once(language)
        .chain(beside.iter().copied())
        .chain((language != "en").then_some("en"))
}

fn is_word(piece: &Token<'_>) -> bool {
    matches!(piece.kind, TokenKind::Word | TokenKind::Number | TokenKind::Emoji)
}

fn unspaced(word: &str) -> bool {
    word.chars().next().and_then(Script::of).is_some_and(Script::is_unspaced)
}

/// A word as it is, then without the particles that Arabic script writes in front of it, or what
/// French and its neighbours elide (`l'argent`).
fn bare(word: &str) -> impl Iterator<Item = &str> {
    let arabic = word.chars().next().and_then(Script::of) == Some(Script::Arabic);
    let long = word.chars().count() >= 4;
    let particles: &[&str] = if arabic && long { &PARTICLES } else { &[] };
    let rest = particles.iter().filter_map(move |particle| {
        word.strip_prefix(particle).filter(|rest| rest.chars().count() >= 2)
    });
    let elided = word.split_once('\'').filter(|(front, rest)| front.len() <= 2 && rest.len() >= 2);
    std::iter::once(word).chain(rest).chain(elided.map(|(_, rest)| rest))
}

/// Article and particles, alone and together.
const PARTICLES: [&str; 9] = ["ال", "وال", "بال", "لل", "و", "ف", "ب", "ل", "ک"];

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
}

fn text_hash(text: &str) -> u64 {
    text.chars().fold(START, step)
}

fn and_then(phrase: u64, word: u64) -> u64 {
    mix(phrase.rotate_left(23) ^ word)
}

fn key_in(language: u64, hash: u64, kind: Kind) -> u64 {
    mix(hash ^ kind as u64 ^ (language + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The key of a form as a file writes it, with the keys that lead to it; nothing where folding
/// leaves nothing.
fn keys_of(language: u64, form: &str) -> Option<(u64, Vec<u64>)> {
    let is_stem = form.ends_with('*');
    let folded = normalise(form.trim_end_matches('*'));
    let pieces = tokens(&folded);
    let words: Vec<u64> =
        pieces.iter().filter(|piece| is_word(piece)).map(|piece| text_hash(piece.text)).collect();
    let (first, rest) = words.split_first()?;
    if words.len() > LONGEST_PHRASE {
        return None;
    }
    if is_stem && rest.is_empty() && folded.chars().count() >= SHORTEST_STEM {
        let root = folded.chars().take(SHORTEST_STEM).fold(START, step);
        let root = key_in(language, root, Kind::Root);
        return Some((key_in(language, *first, Kind::Stem), vec![root]));
    }
    let mut phrase = *first;
    let mut leads = Vec::with_capacity(rest.len());
    for word in rest {
        leads.push(key_in(language, phrase, Kind::Opening));
        phrase = and_then(phrase, *word);
    }
    Some((key_in(language, phrase, Kind::Whole), leads))
}
