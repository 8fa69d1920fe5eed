//! Everything read in one text before anything is judged.

use crate::contacts::{contacts, price};
use crate::language::Identifier;
use crate::language::profiles::Profiles;
use crate::learn::packed::UnpackError;
use crate::lexicon::{self, Found, LexiconError, LexiconFile, Matcher};
use crate::places::{self, Gazetteer};
use crate::signals::{self, Scene};
use crate::text::{Text, tokens};
use crate::vocabulary::{Hit, Meanings, Vocabulary};
use model::{Contact, Language, Price, Route};
use std::ops::Range;

/// The shipped language profiles.
const PROFILES: &[u8] = include_bytes!("../models/language.bin");

/// The shipped vocabulary.
pub(crate) const VOCABULARY: &[u8] = include_bytes!("../models/vocabulary.bin");

/// Why the shipped words and profiles do not load. Tests see to it that they do.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// A lexicon has the wrong form.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The language profiles or the vocabulary are damaged.
    #[error("language profiles or vocabulary: {0}")]
    Profiles(#[from] UnpackError),
    /// The words do not fit an automaton.
    #[error("the words do not fit one automaton: {0}")]
    Automaton(#[from] aho_corasick::BuildError),
}

/// Reads texts: built once, shared by all threads.
#[derive(Debug)]
pub struct Reader {
    pub(crate) identifier: Identifier,
    pub(crate) matcher: Matcher,
    gazetteer: Gazetteer,
    vocabulary: Vocabulary,
    pub(crate) meanings: Meanings,
    pub(crate) lexicons: Vec<LexiconFile>,
}

/// What was read in one text.
#[derive(Debug)]
pub struct Seen {
    /// The text in its layers.
    pub text: Text,
    /// Its language.
    pub language: Language,
    /// Known words.
    pub found: Found,
    /// Meanings of ordinary words.
    pub meanings: Vec<Hit>,
    /// Contacts.
    pub contacts: Vec<Contact>,
    /// Sums.
    pub prices: Vec<Price>,
    /// Route.
    pub route: Route,
    /// Signals by their number in [`signals::ALL`], with bytes of the folded layer.
    pub signals: Vec<(usize, Range<usize>)>,
}

impl Reader {
    /// Loads what is shipped.
    pub fn shipped() -> Result<Self, ReaderError> {
        let lexicons = lexicon::shipped()?;
        let gazetteer = Gazetteer::shipped();
        let matcher = Matcher::build(&lexicons, &gazetteer)?;
        let identifier = Identifier::new(Profiles::unpack(PROFILES)?);
        let vocabulary = Vocabulary::unpack(VOCABULARY)?;
        let meanings = Meanings::shipped();
        Ok(Self { identifier, matcher, gazetteer, vocabulary, meanings, lexicons })
    }

    /// The same reader with another vocabulary, for training.
    #[must_use]
    pub fn with_vocabulary(self, vocabulary: Vocabulary) -> Self {
        Self { vocabulary, ..self }
    }

    /// Reads a text. Never fails.
    #[must_use]
    pub fn read(&self, text: &str, declared: Option<&Language>) -> Seen {
        let text = Text::read(text);
        let language = self.identifier.identify(&text, declared);
        let found = self.matcher.find(&text, &language, &self.gazetteer);
        let pieces = tokens(&text.folded.text);
        let meanings = self.vocabulary.find(&pieces, &language);
        let contacts = contacts(&text, &found, &pieces);
        let prices = price::prices(&text, &pieces, &found, &contacts, &language, &self.gazetteer);
        let route = places::route(&text.folded.text, &found, &self.gazetteer);
        let scene = Scene {
            text: &text,
            tokens: &pieces,
            found: &found,
            contacts: &contacts,
            prices: &prices,
        };
        let signals = signals::ALL
            .iter()
            .enumerate()
            .filter_map(|(number, signal)| (signal.find)(&scene).map(|range| (number, range)))
            .collect();
        drop(pieces);
        Seen { text, language, found, meanings, contacts, prices, route, signals }
    }
}
