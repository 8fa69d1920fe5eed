//! What all sources of the fleet have in common: a source of which little is known is thought to be
//! like the others.

use super::belief::{LEVELS, Levels, RATES};
use super::week::{Hours, Profile};
use serde::{Deserialize, Serialize};

/// Days of watching that count in full: the pool forgets what lies further back.
const MOST_DAYS: f64 = 100_000.0;

/// Posts that count in full.
const MOST_POSTS: f64 = 100_000.0;

/// What one visit teaches about the fleet. Add it with [`super::Fleet::learn`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lesson {
    /// Days watched.
    pub(super) days: f64,
    /// How they spread over the rates.
    pub(super) levels: Levels,
    /// Posts seen.
    pub(super) posts: f64,
    /// Those of them that earlier posts had drawn.
    pub(super) drawn: f64,
    /// Days that these came after the post before them, summed.
    pub(super) after: f64,
    /// The others by hour of the day.
    pub(super) hours: Hours,
    /// The others at weekends, and their expected number were weekends like other days.
    pub(super) weekend: (f64, f64),
}

/// What all sources of the fleet have in common, learned from every visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pool {
    /// Days watched at each rate.
    levels: Vec<f64>,
    /// Posts, the part of them drawn by earlier ones, and the days these came later.
    posts: f64,
    drawn: f64,
    after: f64,
    /// Posts by hour of the day.
    hours: Vec<f64>,
    /// Posts at weekends, and their expected number.
    weekend: f64,
    expected: f64,
}

impl Default for Pool {
    /// Before anything is known: about one post a day, give or take a factor of eight; evenly
    /// spread; three posts in ten draw another within the hour.
    fn default() -> Self {
        let bell = |rate: f64| (-0.5 * (rate.log2() / 3.0).powi(2)).exp();
        let sum: f64 = RATES.iter().map(|rate| bell(*rate)).sum();
        Self {
            levels: RATES.iter().map(|rate| 5.0 * bell(*rate) / sum).collect(),
            posts: 30.0,
            drawn: 9.0,
            after: 9.0 * 40.0 / 1440.0,
            hours: vec![1.0; 24],
            weekend: 10.0,
            expected: 10.0,
        }
    }
}

/// How posts draw further posts: each one draws `children` on average, after `days` on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burst {
    pub(super) children: f64,
    pub(super) days: f64,
}

impl Pool {
    /// Forgets all if something of it cannot be.
    pub(super) fn check(&mut self) {
        let sane = |n: &f64| (0.0..1e9).contains(n);
        let numbers = [self.posts, self.drawn, self.after, self.weekend];
        let whole = self.levels.len() == LEVELS && self.hours.len() == 24;
        let sums = [self.levels.iter().sum(), self.hours.iter().sum(), self.expected];
        let good = whole
            && self.levels.iter().chain(&self.hours).chain(&numbers).all(sane)
            && sums.iter().all(|sum: &f64| (1.0..1e9).contains(sum));
        if !good {
            *self = Self::default();
        }
    }

    /// Takes in what a visit taught.
    pub(super) fn learn(&mut self, lesson: &Lesson) {
        let days: f64 = self.levels.iter().sum();
        let fade = (MOST_DAYS / (days + lesson.days)).min(1.0);
        for (held, new) in self.levels.iter_mut().zip(lesson.levels) {
            *held = (*held + lesson.days * new) * fade;
        }
        if lesson.posts == 0.0 && lesson.weekend.1 == 0.0 {
            return;
        }
        let fade = (MOST_POSTS / (self.posts + lesson.posts)).min(1.0);
        self.posts = (self.posts + lesson.posts) * fade;
        self.drawn = (self.drawn + lesson.drawn) * fade;
        self.after = (self.after + lesson.after) * fade;
        self.weekend = (self.weekend + lesson.weekend.0) * fade;
        self.expected = (self.expected + lesson.weekend.1) * fade;
        for (held, new) in self.hours.iter_mut().zip(lesson.hours) {
            *held = (*held + new) * fade;
        }
    }

    /// Probability of each rate, of a source of which nothing is known.
    pub(super) fn prior(&self) -> Levels {
        let sum: f64 = self.levels.iter().sum();
        let mut prior = [0.0; LEVELS];
        for (prior, held) in prior.iter_mut().zip(&self.levels) {
            // Never quite impossible.
            *prior = (held / sum.max(1e-9)).max(1e-6);
        }
        let sum: f64 = prior.iter().sum();
        prior.map(|p| p / sum)
    }

    /// How posts draw further posts.
    pub(super) fn burst(&self) -> Burst {
        Burst {
            children: (self.drawn / self.posts.max(1.0)).clamp(0.0, 0.8),
            days: (self.after / self.drawn.max(1e-9)).clamp(1.0 / 1440.0, 0.5),
        }
    }

    /// Relative weight of each hour of the day; their mean is 1.
    pub(super) fn hours(&self) -> Hours {
        let sum: f64 = self.hours.iter().sum();
        let mut hours = Hours::default();
        for (hour, held) in hours.iter_mut().zip(&self.hours) {
            *hour = 24.0 * held / sum.max(1e-9);
        }
        hours
    }

    /// The fleet's week.
    pub(super) fn profile(&self) -> Profile {
        Profile::new(self.hours(), self.weekend())
    }

    /// Weight of a day at the weekend.
    pub(super) fn weekend(&self) -> f64 {
        self.weekend / self.expected.max(1e-9)
    }
}
