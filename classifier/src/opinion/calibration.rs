//! From log-odds to probabilities: a line for all languages, and a shift for each.

use super::train::LabelledPost;
use crate::learn::linear::sigmoid;
use model::Label;
use std::collections::BTreeMap;

/// Spread of the shifts between languages that is expected before any post is seen, in log-odds:
/// a language of few posts stays near the line of all.
const SPREAD: f64 = 0.5;

/// What makes scores probabilities.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calibration {
    /// Slope and offset of the logistic curve that fits best (Platt 1999).
    pub line: [f32; 2],
    /// What each language adds.
    pub shifts: BTreeMap<String, f32>,
}

impl Calibration {
    /// Fits to the raw log-odds of posts that the model was not shown.
    pub(super) fn fit(posts: &[&LabelledPost], raw: &[f32]) -> Self {
        let offers: Vec<bool> = posts.iter().map(|post| post.label == Label::Offer).collect();
        let line = platt(raw, &offers);
        let mut parts: BTreeMap<String, Vec<(f64, bool)>> = BTreeMap::new();
        for ((post, raw), offer) in posts.iter().zip(raw).zip(&offers) {
            let known = f64::from(line[0] * raw + line[1]);
            parts.entry(post.language.clone()).or_default().push((known, *offer));
        }
        let shifts = parts.into_iter().map(|(language, rows)| (language, shift(&rows))).collect();
        Self { line, shifts }
    }

    /// Calibrated probability of a post.
    pub(super) fn score(&self, post: &LabelledPost, raw: f32) -> f32 {
        let shift = self.shifts.get(&post.language).copied().unwrap_or(0.0);
        sigmoid(self.line[0] * raw + self.line[1] + shift)
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The likeliest shift of one language, by Newton's method.
fn shift(rows: &[(f64, bool)]) -> f32 {
    let mut shift = 0.0_f64;
    for _ in 0..20 {
        let (mut slope, mut bend) = (shift / (SPREAD * SPREAD), 1.0 / (SPREAD * SPREAD));
        for (known, offer) in rows {
            let score = logistic(known + shift);
            slope += score - f64::from(u8::from(*offer));
            bend += score * (1.0 - score);
        }
        shift -= slope / bend;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a small number")]
    let shift = shift as f32;
    shift
}

/// Slope and offset, by gradient descent.
fn platt(raw: &[f32], offers: &[bool]) -> [f32; 2] {
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
    let n = raw.len().max(1) as f64;
    for _ in 0..2000 {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for (x, offer) in raw.iter().zip(offers) {
            let x = f64::from(*x);
            let error = logistic(slope * x + offset) - f64::from(u8::from(*offer));
            by_slope += error * x / n;
            by_offset += error / n;
        }
        slope -= 0.1 * by_slope;
        offset -= 0.1 * by_offset;
    }
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    let out = [slope as f32, offset as f32];
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_of_many_posts_is_shifted_and_one_of_few_hardly() {
        let rows = |n: usize| -> Vec<(f64, bool)> { (0..n).map(|at| (0.0, at % 4 != 0)).collect() };
        assert!((shift(&rows(2000)) - 3.0_f32.ln()).abs() < 0.02);
        assert!(shift(&rows(4)) < 0.3);
    }
}
