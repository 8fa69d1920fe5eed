//! The form of a lexicon.

use crate::concepts::{Concept, Strength};
use model::Label;
use serde::Deserialize;

/// Why a lexicon does not load.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file is not of the form that `classifier/README.md` shows.
    #[error("lexicon {file}: {reason}")]
    Form {
        /// File name.
        file: String,
        /// What is wrong, and where.
        reason: String,
    },
}

/// A word or phrase of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As people write it.
    pub term: String,
    /// What it stands for.
    pub concept: Concept,
    /// How far it decides.
    pub strength: Strength,
    /// What it means, in English.
    pub gloss: String,
    /// Whether a source in the language itself shows it in use.
    pub attested: bool,
    /// Key of the source in `lexicons/SOURCES.md`.
    pub source: String,
}

/// A labelled post in the language, run as a test.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The post.
    pub text: String,
    /// What it is.
    pub label: Label,
    /// Its language, where the file's name is not it (dialects, emoji).
    pub language: Option<String>,
}

/// One file.
#[derive(Debug, Clone)]
pub struct LexiconFile {
    /// Language, as the file is named.
    pub language: String,
    /// English name of the language.
    pub name: String,
    /// Its terms.
    pub terms: Vec<Term>,
    /// Its examples.
    pub examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    language: String,
    name: String,
    term: Vec<RawTerm>,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    term: String,
    concept: String,
    strength: Strength,
    gloss: String,
    attested: bool,
    source: String,
}

impl LexiconFile {
    /// Reads a lexicon; `name` is its file name, which must be the language and `.toml`.
    pub fn read(name: &str, text: &str) -> Result<Self, LexiconError> {
        let wrong = |reason: String| LexiconError::Form { file: name.to_owned(), reason };
        let raw: RawFile = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        if name.strip_suffix(".toml") != Some(raw.language.as_str()) {
            return Err(wrong(format!("says language {:?}; name the file after it", raw.language)));
        }
        let mut terms = Vec::with_capacity(raw.term.len());
        for term in raw.term {
            let concept = Concept::of_code(&term.concept).ok_or_else(|| {
                wrong(format!("{:?}: no concept {:?}; see concepts.rs", term.term, term.concept))
            })?;
            terms.push(Term {
                term: term.term,
                concept,
                strength: term.strength,
                gloss: term.gloss,
                attested: term.attested,
                source: term.source,
            });
        }
        Ok(Self { language: raw.language, name: raw.name, terms, examples: raw.example })
    }
}
