//! From features to labels, services and their weights.

use crate::features::{Features, GRAMS};
use crate::learn::linear::{Linear, shares, sigmoid};
use crate::learn::packed::Small;
use model::{Label, Service};

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
    /// Nameable features, as they were learnt.
    pub(crate) named: Vec<f32>,
    /// N-grams, rounded.
    pub(crate) grams: Small,
}

/// What the weights make of one text.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// Calibrated log-odds of `offer`.
    pub log_odds: f32,
    /// Share of each label before calibration, in the order of [`Label::ALL`].
    pub labels: Vec<f32>,
    /// Probability of each service, if it is an offer.
    pub services: Vec<f32>,
    /// Share of each label other than `offer` among those.
    rivals: Vec<f32>,
}

impl Weights {
    /// Splits what was learnt into what stays exact and what is rounded.
    #[must_use]
    pub fn of(model: &Linear, version: String, calibration: [f32; 2]) -> Self {
        let cut = GRAMS * model.width;
        let named = model.weights.get(..cut).unwrap_or_default().to_vec();
        let rest = model.weights.get(cut..).unwrap_or_default().to_vec();
        let grams = Linear { width: model.width, weights: rest, bias: model.bias.clone() };
        Self { version, calibration, named, grams: Small::of(&grams) }
    }

    /// Judges a text.
    #[must_use]
    pub fn judge(&self, features: &Features) -> Judgement {
        let mut outputs = [0.0_f32; WIDTH];
        let named = features.named.iter().map(|n| (n.feature, n.value));
        for (feature, value) in named.chain(features.shapes.iter().copied()) {
            for (output, weight) in outputs.iter_mut().zip(self.named_row(feature)) {
                *output += value * weight;
            }
        }
        let mut sums = [0.0_f32; WIDTH];
        for &(feature, value) in &features.grams {
            let row = self.grams.row((feature as usize).saturating_sub(GRAMS));
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += value * f32::from(*weight);
            }
        }
        for (at, output) in outputs.iter_mut().enumerate() {
            *output += sums.get(at).copied().unwrap_or(0.0)
                * self.grams.scale.get(at).copied().unwrap_or(0.0);
            *output += self.grams.bias.get(at).copied().unwrap_or(0.0);
        }
        self.conclude(&outputs)
    }

    fn named_row(&self, feature: u32) -> &[f32] {
        let at = feature as usize * WIDTH;
        self.named.get(at..at + WIDTH).unwrap_or_default()
    }

    fn conclude(&self, outputs: &[f32; WIDTH]) -> Judgement {
        let labels = shares(outputs.get(..LABELS).unwrap_or_default());
        let mut rivals = labels.clone();
        if let Some(offer) = rivals.first_mut() {
            *offer = 0.0;
        }
        let rest: f32 = rivals.iter().sum();
        for rival in &mut rivals {
            *rival /= rest.max(f32::MIN_POSITIVE);
        }
        let services = outputs.iter().skip(LABELS).map(|o| sigmoid(*o)).collect();
        let [slope, offset] = self.calibration;
        Judgement { log_odds: slope * raw_log_odds(outputs) + offset, labels, services, rivals }
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
        let row = self.grams.row((feature as usize).saturating_sub(GRAMS));
        let row = row.iter().zip(&self.grams.scale).map(|(w, s)| f32::from(*w) * s);
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
