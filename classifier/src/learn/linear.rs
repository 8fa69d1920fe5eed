//! Linear models with several outputs, learnt by AdaGrad (Duchi et al. 2011) or by plain stochastic
//! gradient descent with a penalty on squared weights (Bottou 2010).
//!
//! Training is single-threaded, starts at zero, and orders examples by a fixed generator: the same
//! examples give the same weights, bit for bit, on the same kind of machine.

use super::Sparse;
use super::sparse::mix;

/// Rows of weights, one per feature, `width` numbers each.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// Outputs.
    pub width: usize,
    /// `features × width` weights.
    pub weights: Vec<f32>,
    /// One per output.
    pub bias: Vec<f32>,
}

/// How steps are sized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Each weight has its own, smaller the more it has moved.
    Adaptive,
    /// All weights share one that shrinks from pass to pass.
    Plain,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// How steps are sized.
    pub pace: Pace,
    /// Passes over the examples.
    pub epochs: usize,
    /// First step.
    pub rate: f32,
    /// Penalty on squared weights; with [`Pace::Adaptive`], pull towards zero per use of a weight.
    pub decay: f32,
    /// Outputs `..softmax` compete; the rest are yes-or-no questions.
    pub softmax: usize,
}

/// One example: features, and what each output should say. Outputs of `None` are not asked.
#[derive(Debug, Clone)]
pub struct Example {
    /// Features.
    pub features: Sparse,
    /// The right one of the competing outputs.
    pub class: usize,
    /// Answers of the yes-or-no outputs, if they are to be learnt from this example.
    pub answers: Option<Vec<bool>>,
    /// How much it counts.
    pub weight: f32,
}

impl Linear {
    /// All zero.
    #[must_use]
    pub fn new(features: usize, width: usize) -> Self {
        Self { width, weights: vec![0.0; features * width], bias: vec![0.0; width] }
    }

    /// The weights of one feature.
    #[must_use]
    pub fn row(&self, feature: u32) -> &[f32] {
        let at = feature as usize * self.width;
        self.weights.get(at..at + self.width).unwrap_or_default()
    }

    /// Raw outputs.
    #[must_use]
    pub fn outputs(&self, features: &Sparse) -> Vec<f32> {
        let mut out = self.bias.clone();
        for &(feature, value) in &features.items {
            for (sum, weight) in out.iter_mut().zip(self.row(feature)) {
                *sum += value * weight;
            }
        }
        out
    }

    /// Learns from examples.
    #[must_use]
    pub fn train(features: usize, width: usize, examples: &[Example], recipe: &Recipe) -> Self {
        match recipe.pace {
            Pace::Adaptive => Self::train_adaptive(features, width, examples, recipe),
            Pace::Plain => Self::train_plain(features, width, examples, recipe),
        }
    }

    /// Weights are kept divided by a common factor, so that the penalty costs one multiplication.
    fn train_plain(features: usize, width: usize, examples: &[Example], recipe: &Recipe) -> Self {
        let mut model = Self::new(features, width);
        let mut factor = 1.0_f32;
        for epoch in 0..recipe.epochs {
            #[expect(clippy::cast_precision_loss, reason = "a few dozen passes")]
            let rate = recipe.rate / (1.0 + 0.5 * epoch as f32);
            for example in ordered(examples, epoch) {
                let mut outputs = model.outputs(&example.features);
                for (output, bias) in outputs.iter_mut().zip(&model.bias) {
                    *output = (*output - bias) * factor + bias;
                }
                let errors = errors(&outputs, example, recipe.softmax);
                factor *= 1.0 - rate * recipe.decay;
                for (bias, error) in model.bias.iter_mut().zip(&errors) {
                    *bias -= 0.1 * rate * error;
                }
                for &(feature, value) in &example.features.items {
                    let at = feature as usize * width;
                    let Some(row) = model.weights.get_mut(at..at + width) else { continue };
                    for (weight, error) in row.iter_mut().zip(&errors) {
                        *weight -= rate * error * value / factor;
                    }
                }
            }
            model.weights.iter_mut().for_each(|w| *w *= factor);
            factor = 1.0;
        }
        model
    }

    fn train_adaptive(
        features: usize,
        width: usize,
        examples: &[Example],
        recipe: &Recipe,
    ) -> Self {
        let mut model = Self::new(features, width);
        let mut squares = vec![1e-8_f32; features * width];
        let mut bias_squares = vec![1e-8_f32; width];
        for epoch in 0..recipe.epochs {
            for example in ordered(examples, epoch) {
                let errors = errors(&model.outputs(&example.features), example, recipe.softmax);
                for ((bias, square), error) in
                    model.bias.iter_mut().zip(&mut bias_squares).zip(&errors)
                {
                    *square += error * error;
                    *bias -= recipe.rate * error / square.sqrt();
                }
                model.step(&mut squares, &example.features, &errors, recipe);
            }
        }
        model
    }

    fn step(&mut self, squares: &mut [f32], features: &Sparse, errors: &[f32], recipe: &Recipe) {
        for &(feature, value) in &features.items {
            let at = feature as usize * self.width;
            let (Some(row), Some(past)) =
                (self.weights.get_mut(at..at + self.width), squares.get_mut(at..at + self.width))
            else {
                continue;
            };
            for ((weight, square), error) in row.iter_mut().zip(past).zip(errors) {
                if *error == 0.0 {
                    continue;
                }
                let slope = error * value + recipe.decay * *weight;
                *square += slope * slope;
                *weight -= recipe.rate * slope / square.sqrt();
            }
        }
    }
}

/// The examples in the order of a pass: shuffled, the same way every time.
fn ordered(examples: &[Example], epoch: usize) -> impl Iterator<Item = &Example> {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    order.sort_by_key(|&at| mix((at as u64) << 16 | epoch as u64));
    order.into_iter().filter_map(|at| examples.get(at))
}

/// Prediction minus truth, for every output; zero where nothing is asked.
fn errors(outputs: &[f32], example: &Example, softmax: usize) -> Vec<f32> {
    let mut errors = shares(outputs.get(..softmax).unwrap_or(outputs));
    if let Some(right) = errors.get_mut(example.class) {
        *right -= 1.0;
    }
    let asked = example.answers.as_deref().unwrap_or_default();
    for (at, output) in outputs.iter().skip(softmax).enumerate() {
        errors.push(asked.get(at).map_or(0.0, |&yes| sigmoid(*output) - f32::from(u8::from(yes))));
    }
    for error in &mut errors {
        *error *= example.weight;
    }
    errors
}

/// Softmax.
#[must_use]
pub fn shares(outputs: &[f32]) -> Vec<f32> {
    let top = outputs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut out: Vec<f32> = outputs.iter().map(|o| (o - top).exp()).collect();
    let sum: f32 = out.iter().sum();
    for share in &mut out {
        *share /= sum.max(f32::MIN_POSITIVE);
    }
    out
}

/// Logistic function.
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(feature: u32, class: usize) -> Example {
        Example {
            features: Sparse { items: vec![(feature, 1.0)] },
            class,
            answers: Some(vec![class == 1]),
            weight: 1.0,
        }
    }

    #[test]
    fn what_separates_is_learnt_and_twice_the_same() {
        let examples: Vec<Example> = (0..40).map(|n| example(n % 2, (n % 2) as usize)).collect();
        let recipe = Recipe { pace: Pace::Adaptive, epochs: 10, rate: 0.3, decay: 0.0, softmax: 2 };
        let model = Linear::train(2, 3, &examples, &recipe);
        let out = model.outputs(&Sparse { items: vec![(1, 1.0)] });
        assert!(out[1] > out[0] && out[2] > 0.0, "{out:?}");
        assert_eq!(model, Linear::train(2, 3, &examples, &recipe));
    }
}
