//! The classifier: reads, judges, explains.

use crate::explain;
use crate::features::features;
use crate::grouping;
use crate::learn::linear::sigmoid;
use crate::learn::packed::UnpackError;
use crate::opinion::{Judgement, Weights};
use crate::seen::{Reader, ReaderError};
use model::{Assessment, Label, Language, PostId, Score, Service, Timestamp};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The shipped weights.
const SHIPPED: &[u8] = include_bytes!("../models/opinion.bin");

/// Settings of the classifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Probability from which a post is called an offer, 0..=1. Set where under 2 % of seekers, and
    /// of news and warnings, of the sealed part are called offers (decision 0009).
    pub offer_threshold: f32,
    /// Lower end of the band in which a person must decide, 0..=1.
    pub abstain_low: f32,
    /// Upper end of that band, 0..=1.
    pub abstain_high: f32,
    /// File with other weights than the shipped ones.
    pub model: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { offer_threshold: 0.8, abstain_low: 0.35, abstain_high: 0.8, model: None }
    }
}

/// Why a classifier does not load.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The shipped words do not load.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// The weights do not load.
    #[error("model {file}: {reason}")]
    Weights {
        /// Which file; `shipped` is inside the binary.
        file: String,
        /// Why.
        reason: UnpackError,
    },
    /// The file cannot be opened.
    #[error("cannot open model {file}: {reason}")]
    Open {
        /// Which file.
        file: String,
        /// Why.
        reason: std::io::Error,
    },
    /// The thresholds contradict each other.
    #[error(
        "classifier thresholds must be 0 <= abstain_low <= offer_threshold <= abstain_high <= 1"
    )]
    Thresholds,
}

/// A language that the lexicons know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageSupport {
    /// Code, as the lexicon is named.
    pub language: Language,
    /// English name.
    pub name: String,
    /// Number of terms.
    pub terms: usize,
    /// Number of labelled examples that run as tests.
    pub examples: usize,
}

/// Forms opinions of posts. Built once; shared by all threads.
#[derive(Debug)]
pub struct Classifier {
    reader: Arc<Reader>,
    weights: Weights,
    options: Options,
}

impl Classifier {
    /// Loads the shipped words and the weights that the options name.
    pub fn shipped(options: &Options) -> Result<Self, LoadError> {
        let ordered = 0.0 <= options.abstain_low
            && options.abstain_low <= options.offer_threshold
            && options.offer_threshold <= options.abstain_high
            && options.abstain_high <= 1.0;
        if !ordered {
            return Err(LoadError::Thresholds);
        }
        let weights = match &options.model {
            None => Weights::shipped()?,
            Some(path) => Weights::open(path)?,
        };
        Ok(Self { reader: Arc::new(Reader::shipped()?), weights, options: options.clone() })
    }

    /// The same words and thresholds with other weights. Costs the weights only.
    #[must_use]
    pub fn with_weights(&self, weights: Weights) -> Self {
        Self { reader: Arc::clone(&self.reader), weights, options: self.options.clone() }
    }

    /// What reads posts; training reads with the same.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What was learnt.
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The thresholds in use.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// Version of the weights; every assessment carries it.
    pub fn version(&self) -> &str {
        &self.weights.version
    }

    /// The languages that the lexicons know, by code.
    pub fn languages(&self) -> Vec<LanguageSupport> {
        let support = |file: &crate::lexicon::LexiconFile| LanguageSupport {
            language: Language::new(file.language.clone()),
            name: file.name.clone(),
            terms: file.terms.len(),
            examples: file.examples.len(),
        };
        self.reader.lexicons.iter().map(support).collect()
    }

    /// Forms an opinion of a post. Never fails; a text that says nothing is `other`.
    pub fn assess(
        &self,
        post: PostId,
        text: &str,
        declared: Option<&Language>,
        at: Timestamp,
    ) -> Assessment {
        let seen = self.reader.read(text, declared);
        let features = features(&seen, &self.reader.meanings);
        let judgement = self.weights.judge(&features, &seen.language);
        let score = Score::new(sigmoid(judgement.log_odds));
        let label = self.label(score, &judgement);
        let services = if label == Label::Offer {
            likely(&self.weights.services(&features))
        } else {
            Vec::new()
        };
        let reasons =
            explain::reasons(text, &seen, &features, &self.weights, &judgement, &self.reader);
        Assessment {
            post,
            at,
            label,
            score,
            abstain: (self.options.abstain_low..self.options.abstain_high).contains(&score.value()),
            language: seen.language,
            services,
            route: seen.route,
            contacts: seen.contacts,
            prices: seen.prices,
            reasons,
            model: self.weights.version.clone(),
            fingerprint: grouping::of_folded(&seen.text.folded.text),
        }
    }

    /// Probability that a text is an offer, without the rest of an opinion.
    pub fn score(&self, text: &str, declared: Option<&Language>) -> Score {
        let seen = self.reader.read(text, declared);
        let features = features(&seen, &self.reader.meanings);
        Score::new(sigmoid(self.weights.judge(&features, &seen.language).log_odds))
    }

    /// `offer` from the threshold on, else the likeliest other label.
    fn label(&self, score: Score, judgement: &Judgement) -> Label {
        if score.value() >= self.options.offer_threshold {
            return Label::Offer;
        }
        let others = Label::ALL.iter().zip(&judgement.labels).skip(1);
        others.max_by(|a, b| a.1.total_cmp(b.1)).map_or(Label::Other, |(label, _)| *label)
    }
}

impl Weights {
    /// The weights inside the program.
    pub fn shipped() -> Result<Self, LoadError> {
        let file = || "shipped".to_owned();
        Self::unpack(SHIPPED).map_err(|reason| LoadError::Weights { file: file(), reason })
    }

    /// The weights of a file.
    pub fn open(path: &Path) -> Result<Self, LoadError> {
        let file = || path.display().to_string();
        let bytes =
            std::fs::read(path).map_err(|reason| LoadError::Open { file: file(), reason })?;
        Self::unpack(&bytes).map_err(|reason| LoadError::Weights { file: file(), reason })
    }
}

/// Services that are likelier than not, the likeliest one at least.
fn likely(shares: &[f32]) -> Vec<Service> {
    let mut ranked: Vec<(Service, f32)> =
        Service::ALL.iter().copied().zip(shares.iter().copied()).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let sure = ranked.iter().filter(|(_, p)| *p >= 0.45).count().max(1);
    let mut services: Vec<Service> = ranked.into_iter().take(sure).map(|(s, _)| s).collect();
    services.sort_unstable();
    services
}
