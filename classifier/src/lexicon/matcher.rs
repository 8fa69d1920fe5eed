//! Finds every known word in one pass: terms, places, platforms, currencies, multipliers.

use super::LexiconFile;
use crate::concepts::{Concept, Strength};
use crate::places::Gazetteer;
use crate::text::rasm;
use crate::text::script::{Script, is_sign, is_word};
use crate::text::{Text, normalise};
use crate::words;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use model::{ContactKind, Language};
use std::collections::BTreeMap;
use std::ops::Range;

/// A term as the automaton knows it.
#[derive(Debug, Clone)]
pub struct Known {
    /// What it stands for.
    pub concept: Concept,
    /// How far it decides.
    pub strength: Strength,
    /// In English.
    pub gloss: String,
    /// Language of its file.
    pub language: String,
}

/// What a pattern may mean.
#[derive(Debug, Clone)]
enum Meaning {
    Term(usize),
    Place {
        place: usize,
    },
    Platform(ContactKind),
    Currency(usize),
    Multiplier(f64),
    /// Whether it counts only right beside a sum.
    Head(bool),
}

/// A term in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermHit {
    /// Number of the term.
    pub term: usize,
    /// What it stands for.
    pub concept: Concept,
    /// How far it decides.
    pub strength: Strength,
    /// Bytes of the folded text.
    pub range: Range<usize>,
}

/// A place in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHit {
    /// Number of the country in the gazetteer.
    pub place: usize,
    /// Bytes of the folded text.
    pub range: Range<usize>,
}

/// Everything known in one text.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Terms, left to right.
    pub terms: Vec<TermHit>,
    /// Places, left to right.
    pub places: Vec<PlaceHit>,
    /// Names of platforms.
    pub platforms: Vec<(ContactKind, Range<usize>)>,
    /// Currencies, as rows of the table.
    pub currencies: Vec<(usize, Range<usize>)>,
    /// Words that multiply.
    pub multipliers: Vec<(f64, Range<usize>)>,
    /// Words that make a sum one person's, and whether only right beside it.
    pub heads: Vec<(bool, Range<usize>)>,
}

/// The automaton and what its patterns mean.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
    skeletons: AhoCorasick,
    skeleton_patterns: Vec<usize>,
    terms: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Pattern {
    meanings: Vec<Meaning>,
    letters: usize,
    script: Option<Script>,
}

impl Matcher {
    /// Builds the automaton. Fails only where the patterns are too many for it.
    pub fn build(
        files: &[LexiconFile],
        gazetteer: &Gazetteer,
    ) -> Result<Self, aho_corasick::BuildError> {
        let mut map: BTreeMap<String, Vec<Meaning>> = BTreeMap::new();
        let mut add = |word: &str, meaning: Meaning| {
            let folded = normalise(word);
            if !folded.is_empty() {
                map.entry(folded).or_default().push(meaning);
            }
        };
        let mut terms = Vec::new();
        for file in files {
            for term in &file.terms {
                add(&term.term, Meaning::Term(terms.len()));
                terms.push(Known {
                    concept: term.concept,
                    strength: term.strength,
                    gloss: term.gloss.clone(),
                    language: file.language.clone(),
                });
            }
        }
        for (place, name) in gazetteer.names() {
            add(name, Meaning::Place { place });
        }
        add_words(&mut add);
        let mut patterns = Vec::with_capacity(map.len());
        for (folded, meanings) in &map {
            patterns.push(Pattern {
                meanings: meanings.clone(),
                letters: folded.chars().filter(|c| is_word(*c) && !is_sign(*c)).count(),
                script: folded.chars().find_map(Script::of),
            });
        }
        let skeletons: Vec<(usize, String)> = map
            .keys()
            .enumerate()
            .filter(|(at, _)| {
                patterns
                    .get(*at)
                    .is_some_and(|p: &Pattern| p.script == Some(Script::Arabic) && p.letters >= 4)
            })
            .map(|(at, folded)| (at, rasm::skeletons(folded)))
            .collect();
        Ok(Self {
            automaton: automaton(map.keys())?,
            skeletons: automaton(skeletons.iter().map(|(_, s)| s))?,
            skeleton_patterns: skeletons.iter().map(|(at, _)| *at).collect(),
            patterns,
            terms,
        })
    }

    /// A term by its number.
    pub fn term(&self, number: usize) -> Option<&Known> {
        self.terms.get(number)
    }

    /// Everything known in a text of a language.
    #[must_use]
    pub fn find(&self, text: &Text, language: &Language, gazetteer: &Gazetteer) -> Found {
        let folded = text.folded.text.as_str();
        let mut hits = self.hits(&self.automaton, folded, None);
        if text.evasion.dotless > 0 {
            let undotted = rasm::skeletons(folded);
            hits.extend(self.hits(&self.skeletons, &undotted, Some(&self.skeleton_patterns)));
        }
        hits.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
        let mut found = Found::default();
        let mut term_end = 0;
        let mut place_end = 0;
        for (pattern, range) in hits {
            let Some(pattern) = self.patterns.get(pattern) else { continue };
            if range.end > term_end
                && let Some(hit) = self.choose(pattern, &range, language)
            {
                term_end = hit.range.end;
                found.terms.push(hit);
            }
            for meaning in &pattern.meanings {
                match meaning {
                    Meaning::Place { place } if range.end > place_end => {
                        let word = folded.get(range.clone()).unwrap_or_default();
                        if gazetteer.counts(*place, word, language) {
                            place_end = range.end;
                            found.places.push(PlaceHit { place: *place, range: range.clone() });
                        }
                    }
                    Meaning::Platform(kind) => found.platforms.push((*kind, range.clone())),
                    Meaning::Currency(row) => {
                        let word = folded.get(range.clone()).unwrap_or_default();
                        if at_home(word, language) {
                            found.currencies.push((*row, range.clone()));
                        }
                    }
                    Meaning::Multiplier(by) => found.multipliers.push((*by, range.clone())),
                    Meaning::Head(beside) => found.heads.push((*beside, range.clone())),
                    Meaning::Term(_) | Meaning::Place { .. } => {}
                }
            }
        }
        found
    }

    fn hits(
        &self,
        automaton: &AhoCorasick,
        text: &str,
        map: Option<&[usize]>,
    ) -> Vec<(usize, Range<usize>)> {
        let mut hits = Vec::new();
        for found in automaton.find_overlapping_iter(text) {
            let number = found.pattern().as_usize();
            let number = map.map_or(Some(number), |m| m.get(number).copied());
            let Some((number, pattern)) = number.and_then(|n| Some((n, self.patterns.get(n)?)))
            else {
                continue;
            };
            if let Some(end) = whole_word(text, found.range(), pattern) {
                hits.push((number, found.start()..end));
            }
        }
        hits
    }

    /// The sense of a pattern in a language: its own language first, then what is unmistakable.
    fn choose(
        &self,
        pattern: &Pattern,
        range: &Range<usize>,
        language: &Language,
    ) -> Option<TermHit> {
        let numbers = pattern.meanings.iter().filter_map(|m| match m {
            Meaning::Term(number) => Some(*number),
            _ => None,
        });
        let rank = |number: &usize| {
            let own = self.terms.get(*number).map_or("", |t| t.language.as_str());
            if related(own, language.as_str()) {
                2
            } else if matches!(own, "emoji") || (own == "en" && pattern.letters >= 2) {
                1
            } else {
                usize::from(pattern.script != Some(Script::Latin) || pattern.letters > 5) / 2
                    + usize::from(pattern.letters > 5)
            }
        };
        let best = numbers.max_by_key(|n| (rank(n), std::cmp::Reverse(*n)))?;
        let term = self.terms.get(best)?;
        (rank(&best) > 0).then(|| TermHit {
            term: best,
            concept: term.concept,
            strength: term.strength,
            range: range.clone(),
        })
    }
}

fn automaton<S: AsRef<[u8]>>(
    patterns: impl IntoIterator<Item = S>,
) -> Result<AhoCorasick, aho_corasick::BuildError> {
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(patterns)
}

fn add_words(add: &mut impl FnMut(&str, Meaning)) {
    for (kind, list) in words::rows(words::PLATFORMS) {
        if let Some(kind) = ContactKind::of_word(kind) {
            for word in &list {
                add(word, Meaning::Platform(kind));
            }
        }
    }
    for (row, (_, list)) in words::rows(words::CURRENCIES).into_iter().enumerate() {
        for word in &list {
            add(word, Meaning::Currency(row));
        }
    }
    for (reach, list) in words::rows(words::HEADS) {
        for word in &list {
            add(word, Meaning::Head(reach == "beside"));
        }
    }
    for (by, list) in words::rows(words::MULTIPLIERS) {
        if let Ok(by) = by.parse::<f64>() {
            for word in &list {
                add(word, Meaning::Multiplier(by));
            }
        }
    }
}

/// Short currency words that are other words elsewhere.
fn at_home(word: &str, language: &Language) -> bool {
    let home: &[&str] = match word {
        "te" | "do" | "do la" | "cu" | "bang" => &["vi"],
        "eu" => &["vi", "sq", "de", "fr"],
        "kes" => &["en", "so", "am"],

        "f" | "franc" | "francs" => &["fr", "wo"],
        "da" => &["fr", "ar-Latn"],
        "km" => &["sr", "bs", "hr"],
        "lana" | "varos" | "pavos" | "dol" => &["es"],
        "balles" => &["fr"],
        "real" | "pila" | "pilas" => &["pt"],
        "leu" | "lire" => &["ro"],
        "fam" => &["ha"],
        _ => return true,
    };
    home.contains(&language.as_str())
}

/// Dialects and scripts whose words are at home in a language.
fn related(own: &str, language: &str) -> bool {
    own == language
        || matches!(
            (own, language),
            ("ar-maghreb" | "ar-iraq" | "ar-sudan", "ar")
                | ("pnb", "ur" | "pa")
                | ("pcm", "en")
                | ("wo", "fr")
                | ("sr", "bs" | "hr")
                | ("ur-Latn", "hi" | "pa" | "ur")
                | ("ur", "pnb")
                | ("ar", "ar-maghreb" | "ar-iraq" | "ar-sudan")
                | ("ckb", "kmr")
                | ("fr", "ar-Latn")
        )
}

/// Where the word that was found ends, with its ending; nothing where it is part of another word.
fn whole_word(text: &str, range: Range<usize>, pattern: &Pattern) -> Option<usize> {
    let Some(script) = pattern.script else { return Some(range.end) };
    if script.is_unspaced() {
        return Some(range.end);
    }
    let first = text.get(range.start..)?.chars().next()?;
    let last = text.get(..range.end)?.chars().next_back()?;
    if is_word(first) {
        let before = text.get(..range.start)?.chars().rev().take_while(|c| is_word(*c));
        let prefix: Vec<char> = before.take(4).collect();
        let fits = match script {
            Script::Arabic => {
                prefix.len() <= 3
                    && pattern.letters >= 3
                    && prefix.iter().all(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ا' | 'ک' | 'ع'))
            }
            Script::Ethiopic => prefix.len() <= 1 && pattern.letters >= 2,
            _ => false,
        };
        if !(prefix.is_empty() || fits) {
            return None;
        }
    }
    if !is_word(last) {
        return Some(range.end);
    }
    let rest = text.get(range.end..)?;
    let tail: usize = rest.chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    let letters = rest.chars().take_while(|c| is_word(*c) && !is_sign(*c)).count();
    let allowed = match script {
        Script::Latin => {
            pattern.letters.saturating_sub(3).min(4) * usize::from(pattern.letters >= 5)
        }
        Script::Cyrillic => {
            pattern.letters.saturating_sub(2).min(4) * usize::from(pattern.letters >= 4)
        }
        Script::Arabic => 3 * usize::from(pattern.letters >= 4),
        _ => 2 * usize::from(pattern.letters >= 2),
    };
    (letters <= allowed).then_some(range.end + tail)
}
