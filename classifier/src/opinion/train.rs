//! Learning an opinion from labelled posts. The same posts give the same file.

use super::calibration::Calibration;
use super::judgement::{LABELS, WIDTH, Weights, raw_log_odds};
use crate::features::{FEATURES, RARE, features};
use crate::learn::linear::Example;
use crate::learn::sparse::hash;
use crate::learn::{Linear, Pace, Rarity, Recipe};
use crate::seen::Reader;
use model::{Label, Service};
use serde::Deserialize;
use std::path::Path;

/// One line of the corpus; see `corpus/README.md`.
#[derive(Debug, Clone, Deserialize)]
pub struct LabelledPost {
    /// Id.
    pub id: String,
    /// Language its writer meant.
    pub language: String,
    /// The post.
    pub text: String,
    /// What it is.
    pub label: Label,
    /// What it offers.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Country of departure.
    #[serde(default)]
    pub origin: Option<String>,
    /// Country of arrival.
    #[serde(default)]
    pub destination: Option<String>,
    /// Contacts as annotated.
    #[serde(default)]
    pub contacts: Vec<LabelledContact>,
    /// Sums as annotated.
    #[serde(default)]
    pub prices: Vec<LabelledPrice>,
    /// How hard it is.
    #[serde(default)]
    pub difficulty: String,
    /// Who wrote it.
    #[serde(default)]
    pub writer: String,
}

/// A contact as annotated.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LabelledContact {
    /// Kind.
    pub kind: String,
    /// Value.
    pub value: String,
}

/// A sum as annotated.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LabelledPrice {
    /// Amount.
    pub amount: f64,
    /// Currency.
    pub currency: String,
    /// Per head.
    pub per_person: bool,
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        reason: std::io::Error,
    },
    /// A line is not a labelled post.
    #[error("{path} line {line}: {reason}")]
    Line {
        /// File.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Why.
        reason: serde_json::Error,
    },
}

/// Reads a file, or every `.jsonl` of a folder in order of name.
pub fn read_corpus(place: &Path) -> Result<Vec<LabelledPost>, CorpusError> {
    let unreadable =
        |path: &Path, reason| CorpusError::Unreadable { path: path.display().to_string(), reason };
    let mut files = vec![place.to_owned()];
    if !place.is_file() {
        let entries = std::fs::read_dir(place).map_err(|e| unreadable(place, e))?;
        files = entries.flatten().map(|e| e.path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "jsonl"));
        files.sort();
    }
    let mut posts = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|e| unreadable(&file, e))?;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            posts.push(serde_json::from_str(line).map_err(|reason| CorpusError::Line {
                path: file.display().to_string(),
                line: at + 1,
                reason,
            })?);
        }
    }
    Ok(posts)
}

/// A trained opinion with what cross-validation showed.
#[derive(Debug)]
pub struct Trained {
    /// What ships.
    pub weights: Weights,
    /// Calibrated probability of `offer` for every post, by weights that did not see it.
    pub scores: Vec<f32>,
}

const RECIPE: Recipe =
    Recipe { pace: Pace::Plain, epochs: 24, rate: 1.5, decay: 2e-4, softmax: LABELS };
const FOLDS: u64 = 5;

/// The fold of a post: by its id, so that adding posts moves no other.
fn fold(post: &LabelledPost) -> u64 {
    hash(11, &post.id) % FOLDS
}

fn examples(posts: &[LabelledPost], reader: &Reader) -> Vec<Example> {
    posts.iter().map(|post| example(post, reader)).collect()
}

fn example(post: &LabelledPost, reader: &Reader) -> Example {
    let offer = post.label == Label::Offer;
    let answers = Service::ALL.iter().map(|s| post.services.contains(s)).collect();
    Example {
        features: features(&reader.read(&post.text, None), &reader.meanings).sparse(),
        class: Label::ALL.iter().position(|l| *l == post.label).unwrap_or(LABELS - 1),
        answers: offer.then_some(answers),
        // Where careful readers disagree, less is learnt.
        weight: if post.difficulty == "doubtful" { 0.5 } else { 1.0 },
    }
}

/// Learns from examples, rare features weighing more.
fn learn(examples: &[Example]) -> Linear {
    let rarity = Rarity::of(examples, FEATURES, RARE);
    let weighed: Vec<Example> = examples.iter().map(|example| rarity.weigh(example)).collect();
    let mut model = Linear::train(FEATURES, WIDTH, &weighed, &RECIPE);
    rarity.fold_into(&mut model);
    model
}

/// Outputs for every post by a model that was not shown its fold.
#[must_use]
pub fn out_of_fold(posts: &[LabelledPost], reader: &Reader) -> Vec<Vec<f32>> {
    outputs_out_of_fold(posts, &examples(posts, reader))
}

fn outputs_out_of_fold(posts: &[LabelledPost], examples: &[Example]) -> Vec<Vec<f32>> {
    let mut outputs = vec![Vec::new(); posts.len()];
    for held in 0..FOLDS {
        let inside: Vec<Example> = examples
            .iter()
            .zip(posts)
            .filter(|(_, p)| fold(p) != held)
            .map(|(e, _)| e.clone())
            .collect();
        let model = learn(&inside);
        for ((output, example), post) in outputs.iter_mut().zip(examples).zip(posts) {
            if fold(post) == held {
                *output = model.outputs(&example.features);
            }
        }
    }
    outputs
}

/// Whether a post has a mirror of another label in its file (`corpus/README.md`). Such pairs teach what
/// decides, but in the world an offer's words seldom come back in a question: scores that are right
/// among pairs are too modest elsewhere.
fn is_paired(post: &LabelledPost) -> bool {
    post.writer == "w2"
}

/// Trains on all posts; calibrates on what models that did not see a post said of it.
#[must_use]
pub fn train(posts: &[LabelledPost], reader: &Reader) -> Trained {
    let examples = examples(posts, reader);
    let raw: Vec<f32> =
        outputs_out_of_fold(posts, &examples).iter().map(|o| raw_log_odds(o)).collect();
    let (apart, seen): (Vec<_>, Vec<_>) =
        posts.iter().zip(raw.iter().copied()).filter(|(post, _)| !is_paired(post)).unzip();
    let calibration = Calibration::fit(&apart, &seen);
    let scores = posts.iter().zip(&raw).map(|(post, raw)| calibration.score(post, *raw)).collect();
    let weights = Weights::of(&learn(&examples), calibration.line, calibration.shifts);
    Trained { weights, scores }
}
