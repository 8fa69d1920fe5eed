//! What is believed of a source's pace: a probability for each rate, and one for silence.

use serde::{Deserialize, Serialize};

/// Rates told apart; octaves, since a factor of two in a rate changes the best interval by 1.4.
pub(super) const LEVELS: usize = 19;

/// A number for each rate.
pub(super) type Levels = [f64; LEVELS];

/// The rates, posts a day: from one in the better part of a year to about one a minute.
#[rustfmt::skip]
pub(super) const RATES: Levels = [
    1.0 / 256.0, 1.0 / 128.0, 1.0 / 64.0, 1.0 / 32.0, 1.0 / 16.0, 1.0 / 8.0, 1.0 / 4.0, 1.0 / 2.0,
    1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0,
];

/// Days after which a source changes its pace, on average: people's habits last some weeks.
const CHANGE_DAYS: f64 = 14.0;

/// Days after which a source falls silent, on average: most accounts outlast a season.
const SILENCE_DAYS: f64 = 100.0;

/// Days after which a silent source comes back, on average.
const RETURN_DAYS: f64 = 30.0;

/// Probabilities kept are whole parts of this.
const PARTS: f64 = 1e6;

/// Probabilities of a source's pace. They sum to one. Kept in millionths.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub(super) struct Belief {
    /// That it is active at each rate.
    active: Levels,
    /// That it has fallen silent, and was last active at each rate.
    silent: Levels,
}

impl Belief {
    /// What is believed of a source of which nothing is known; `prior` sums to one.
    pub(super) fn new(prior: &Levels) -> Self {
        let mut belief = Self { active: *prior, silent: [0.0; LEVELS] };
        belief.pass(1.0, prior);
        belief
    }

    /// Lets some days pass in which nothing was watched: paces change (to what is usual in the
    /// fleet), sources fall silent and come back.
    pub(super) fn pass(&mut self, days: f64, prior: &Levels) {
        let within = |mean: f64| 1.0 - (-days / mean).exp();
        let (change, fall, back) = (within(CHANGE_DAYS), within(SILENCE_DAYS), within(RETURN_DAYS));
        let mass: f64 = self.active.iter().sum();
        for ((active, silent), prior) in self.active.iter_mut().zip(&mut self.silent).zip(prior) {
            let kept = *active * (1.0 - change) + mass * change * prior;
            let asleep = *silent;
            *active = kept * (1.0 - fall) + asleep * back;
            *silent = asleep * (1.0 - back) + kept * fall;
        }
    }

    /// Takes in that nothing was posted: `days` weighted by the profile, in which posts already
    /// seen were expected to draw `drawn` further ones.
    pub(super) fn nothing(&mut self, days: f64, drawn: f64) {
        // e^(−rate·days) for rates that double is a chain of squares.
        let slowest = RATES.first().copied().unwrap_or_default();
        let mut chance = (-slowest * days).exp();
        let drawn = (-drawn).exp();
        for active in &mut self.active {
            *active *= chance * drawn;
            chance *= chance;
        }
        self.settle();
    }

    /// Takes in one post, at a moment in which the profile is `profile` and posts already seen draw
    /// `excited` posts a day.
    pub(super) fn post(&mut self, profile: f64, excited: f64) {
        for (active, rate) in self.active.iter_mut().zip(RATES) {
            *active *= rate * profile + excited;
        }
        self.silent = [0.0; LEVELS];
        self.settle();
    }

    /// Makes the probabilities sum to one.
    fn settle(&mut self) {
        let sum: f64 = self.active.iter().chain(&self.silent).sum();
        if sum > 1e-280 && sum.is_finite() {
            self.active.iter_mut().chain(&mut self.silent).for_each(|p| *p /= sum);
        } else {
            // Nothing explains what was seen; start afresh.
            *self = Self::new(&[1.0 / count(LEVELS); LEVELS]);
        }
    }

    /// Posts a day to expect, at a profile of 1 and without bursts; silence counted in.
    pub(super) fn rate(&self) -> f64 {
        self.active.iter().zip(RATES).map(|(p, rate)| p * rate).sum()
    }

    /// By how much [`Belief::rate`] grows a day if nobody looks: silent sources come back, and paces
    /// change to what is usual in the fleet.
    pub(super) fn growth(&self, prior: &Levels) -> f64 {
        let mean = |levels: &Levels| -> f64 { levels.iter().zip(RATES).map(|(p, r)| p * r).sum() };
        let active: f64 = self.active.iter().sum();
        mean(&self.silent) / RETURN_DAYS + active * mean(prior) / CHANGE_DAYS
            - mean(&self.active) * (1.0 / CHANGE_DAYS + 1.0 / SILENCE_DAYS)
    }

    /// Posts a day to expect if the source has not fallen silent.
    pub(super) fn active_rate(&self) -> f64 {
        self.rate() / (1.0 - self.silence()).max(1e-9)
    }

    /// Probability that the source has fallen silent.
    pub(super) fn silence(&self) -> f64 {
        self.silent.iter().sum::<f64>().clamp(0.0, 1.0)
    }

    /// Probabilities of the rates at which the source is, or last was, active.
    pub(super) fn levels(&self) -> Levels {
        let mut levels = self.active;
        levels.iter_mut().zip(&self.silent).for_each(|(active, silent)| *active += silent);
        levels
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
const fn count(n: usize) -> f64 {
    n as f64
}

/// As kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Parts {
    active: Vec<u32>,
    silent: Vec<u32>,
}

impl From<Parts> for Belief {
    fn from(parts: Parts) -> Self {
        let read = |kept: &[u32]| {
            let mut levels = [0.0; LEVELS];
            levels.iter_mut().zip(kept).for_each(|(p, part)| *p = f64::from(*part) / PARTS);
            levels
        };
        let mut belief = Self { active: read(&parts.active), silent: read(&parts.silent) };
        // Rounded parts are left as they are, so that reading and writing them changes nothing.
        let sum: f64 = belief.active.iter().chain(&belief.silent).sum();
        if (sum - 1.0).abs() > 1e-3 {
            belief.settle();
        }
        belief
    }
}

impl From<Belief> for Parts {
    fn from(belief: Belief) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "probabilities, cut to 0..=1"
        )]
        let write = |levels: &Levels| {
            levels.iter().map(|p| (p.clamp(0.0, 1.0) * PARTS).round() as u32).collect()
        };
        Self { active: write(&belief.active), silent: write(&belief.silent) }
    }
}
