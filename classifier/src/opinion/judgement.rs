//! From features to labels, services and their weights.

use crate::features::{Features, GRAMS};
use crate::learn::linear::{Linear, shares, sigmoid};
use crate::learn::packed::Small;
use model::{Label, Language, Service};
use std::collections::BTreeMap;
use std::ops::Range;

/// Outputs that compete: the labels.
pub(crate) const LABELS: usize = Label::ALL.len();
/// All outputs: labels, then services.
pub(crate) const WIDTH: usize = LABELS + Service::ALL.len();

/// A learnt opinion.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Name and digest of what it was trained on.
    pub version: String,
    /// Slope and offset that turn log-odds of `offer` into calibrated ones (Platt 1999).
    pub calibration: [f32; 2],
    /// What is added to the offset in a language, where its posts were enough to tell.
    pub shifts: BTreeMap<String, f32>,
    /// Nameable features, as they were learnt.
    pub(crate) named: Vec<f32>,
    /// N-grams, rounded: what they say of labels, and of services.
    pub(crate) labels: Small,
    pub(crate) services: Small,
}

/// What the weights make of one text.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// Calibrated log-odds of `offer`.
    pub log_odds: f32,
    /// Share of each label before calibration, in the order of [`Label::ALL`].
    pub labels: Vec<f32>,
    /// Share of each label other than `offer` among those.
    rivals: Vec<f32>,
}

impl Weights {
    /// Splits what was learnt into what stays exact and what is rounded, labels from services:
    /// services are asked of few posts.
    #[must_use]
    pub fn of(model: &Linear, calibration: [f32; 2], shifts: BTreeMap<String, f32>) -> Self {
        let cut = GRAMS * model.width;
        let named = model.weights.get(..cut).unwrap_or_default().to_vec();
        let part = |outputs: Range<usize>| {
            let rows = model.weights.get(cut..).unwrap_or_default().chunks(model.width.max(1));
            let weights = rows.flat_map(|row| row.get(outputs.clone()).unwrap_or_default());
            let bias = model.bias.get(outputs.clone()).unwrap_or_default().to_vec();
            Small::of(&Linear { width: outputs.len(), weights: weights.copied().collect(), bias })
        };
        let (labels, services) = (part(0..LABELS), part(LABELS..WIDTH));
        let mut weights =
            Self { version: String::new(), calibration, shifts, named, labels, services };
        weights.version = format!("linear-2-{:08x}", weights.digest());
        weights
    }

    /// Judges a text of a language.
    #[must_use]
    pub fn judge(&self, features: &Features, language: &Language) -> Judgement {
        let outputs = self.outputs::<LABELS>(features, &self.labels, 0);
        let shift = self.shifts.get(language.as_str()).copied().unwrap_or(0.0);
        self.conclude(&outputs, shift)
    }

    /// Probability of each service, if the text is an offer, in the order of [`Service::ALL`].
    #[must_use]
    pub fn services(&self, features: &Features) -> Vec<f32> {
        let outputs = self.outputs::<{ WIDTH - LABELS }>(features, &self.services, LABELS);
        outputs.into_iter().map(sigmoid).collect()
    }

    /// Sums of `N` outputs, the first of which is number `first` of a row of nameable weights.
    fn outputs<const N: usize>(
        &self,
        features: &Features,
        grams: &Small,
        first: usize,
    ) -> [f32; N] {
        let mut sums = [0.0_f32; N];
        for &(feature, value) in &features.grams {
            let row = grams.row((feature as usize).saturating_sub(GRAMS));
            let Some(row) = row.first_chunk::<N>() else { continue };
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += value * f32::from(*weight);
            }
        }
        for ((sum, scale), bias) in sums.iter_mut().zip(&grams.scale).zip(&grams.bias) {
            *sum = *sum * scale + bias;
        }
        let named = features.named.iter().map(|n| (n.feature, n.value));
        for (feature, value) in named.chain(features.shapes.iter().copied()) {
            for (sum, weight) in sums.iter_mut().zip(self.named_row(feature).iter().skip(first)) {
                *sum += value * weight;
            }
        }
        sums
    }

    fn named_row(&self, feature: u32) -> &[f32] {
        let at = feature as usize * WIDTH;
        self.named.get(at..at + WIDTH).unwrap_or_default()
    }

    fn conclude(&self, outputs: &[f32; LABELS], shift: f32) -> Judgement {
        let labels = shares(outputs);
        let mut rivals = labels.clone();
        if let Some(offer) = rivals.first_mut() {
            *offer = 0.0;
        }
        let rest: f32 = rivals.iter().sum();
        for rival in &mut rivals {
            *rival /= rest.max(f32::MIN_POSITIVE);
        }
        let [slope, offset] = self.calibration;
        Judgement { log_odds: slope * raw_log_odds(outputs) + offset + shift, labels, rivals }
    }

    /// How much one nameable feature moves the log-odds of `offer`, beside the rivals there are.
    #[must_use]
    pub fn named_pull(&self, feature: u32, value: f32, judgement: &Judgement) -> f32 {
        let row = self.named_row(feature).iter().copied();
        self.calibration.first().copied().unwrap_or(1.0) * value * pull(row, judgement)
    }

    /// The same for an n-gram.
    #[must_use]
    pub fn gram_pull(&self, feature: u32, value: f32, judgement: &Judgement) -> f32 {
        let row = self.labels.row((feature as usize).saturating_sub(GRAMS));
        let row = row.iter().zip(&self.labels.scale).map(|(w, s)| f32::from(*w) * s);
        self.calibration.first().copied().unwrap_or(1.0) * value * pull(row, judgement)
    }
}

/// Weight for `offer` less the mean of the rivals.
fn pull(row: impl Iterator<Item = f32>, judgement: &Judgement) -> f32 {
    let mut sum = 0.0;
    for (at, weight) in row.take(LABELS).enumerate() {
        sum += if at == 0 {
            weight
        } else {
            -weight * judgement.rivals.get(at).copied().unwrap_or(0.0)
        };
    }
    sum
}

/// Log-odds of the first label against all others.
pub(crate) fn raw_log_odds(outputs: &[f32]) -> f32 {
    let rivals = outputs.get(1..LABELS).unwrap_or_default();
    let top = rivals.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = rivals.iter().map(|r| (r - top).exp()).sum();
    outputs.first().copied().unwrap_or(0.0) - top - sum.ln()
}
