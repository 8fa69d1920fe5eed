//! Weights by how rare a feature is: the inverse document frequency (Spärck Jones 1972).

use super::linear::{Example, Linear};

/// Scale that brings the factor of a feature of one post in fifty to about one.
const SCALE: f32 = 4.0;
/// Examples in which a feature must occur to count at all.
const LEAST: u32 = 2;

/// A factor per feature, found in the examples that are learnt from. What is learnt is multiplied
/// by the same factors, so that judging a text needs none of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Rarity {
    factors: Vec<f32>,
}

impl Rarity {
    /// Counts features in tidy examples; those below `from` keep the factor one.
    #[must_use]
    pub fn of(examples: &[Example], features: usize, from: usize) -> Self {
        let mut counts = vec![0_u32; features];
        for (feature, _) in examples.iter().flat_map(|example| &example.features.items) {
            if let Some(count) = counts.get_mut(*feature as usize) {
                *count += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of posts")]
        let factor = |(feature, count): (usize, u32)| {
            if feature < from {
                1.0
            } else if count < LEAST {
                0.0
            } else {
                ((1.0 + examples.len() as f32) / (1.0 + count as f32)).ln() / SCALE
            }
        };
        Self { factors: counts.into_iter().enumerate().map(factor).collect() }
    }

    /// The example with every value multiplied; features that do not count are left out.
    #[must_use]
    pub fn weigh(&self, example: &Example) -> Example {
        let mut weighed = example.clone();
        weighed.features.items.retain_mut(|(feature, value)| {
            *value *= self.factors.get(*feature as usize).copied().unwrap_or(0.0);
            *value != 0.0
        });
        weighed
    }

    /// Moves the factors from the features into the weights.
    pub fn fold_into(&self, model: &mut Linear) {
        for (row, factor) in model.weights.chunks_mut(model.width.max(1)).zip(&self.factors) {
            for weight in row {
                *weight *= factor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::Sparse;

    #[test]
    fn rare_features_weigh_more_and_what_occurs_once_weighs_nothing() {
        let example = |features: &[u32]| Example {
            features: Sparse { items: features.iter().map(|f| (*f, 1.0)).collect() },
            class: 0,
            answers: None,
            weight: 1.0,
        };
        let examples =
            [example(&[0, 1, 2]), example(&[1, 2]), example(&[2, 3]), example(&[2]), example(&[2])];
        let rarity = Rarity::of(&examples, 4, 1);
        let weighed = rarity.weigh(&example(&[0, 1, 2, 3])).features.items;
        let [(0, always), (1, rare)] = weighed[..] else { panic!("{weighed:?}") };
        assert!((always - 1.0).abs() < 1e-6 && rare > 0.0, "2 is everywhere, 3 once: {weighed:?}");
    }
}
