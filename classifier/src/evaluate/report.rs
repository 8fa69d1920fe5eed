//! The report: overall, per label, per language, per service, per difficulty.

use super::measures::{auc_interval, calibration_error, count, roc_auc, share_interval};
use crate::opinion::LabelledPost;
use model::Label;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A labelled post with what a model said of it.
#[derive(Debug, Clone)]
pub struct Scored<'a> {
    /// The post.
    pub post: &'a LabelledPost,
    /// Calibrated probability of `offer`, by a model that was not shown the post.
    pub score: f32,
}

/// What happens at one threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// Score from which a post is called an offer.
    pub threshold: f32,
    /// Share of offers among what is called one, with its 95 % interval.
    pub precision: (f64, f64, f64),
    /// Share of offers that are called one, with its 95 % interval.
    pub recall: (f64, f64, f64),
    /// Share of each label that is called an offer: seeker, about, `licit_service`, other.
    pub called: [f64; 4],
}

/// A part of the posts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// `language en`, `difficulty slang`, `service sea`.
    pub name: String,
    /// Posts.
    pub posts: usize,
    /// Area under the curve with its 95 % interval; nothing where a side is empty.
    pub auc: Option<(f64, f64, f64)>,
    /// Recall of offers at the threshold in use.
    pub recall: f64,
    /// Share of the others called offers at the threshold in use.
    pub false_alarms: f64,
}

/// How good a model is on some posts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Version of the model.
    pub model: String,
    /// Posts judged.
    pub posts: usize,
    /// Area under the curve with its 95 % interval.
    pub auc: Option<(f64, f64, f64)>,
    /// Expected calibration error.
    pub calibration_error: f64,
    /// Share of posts in the band that is left to people.
    pub abstained: f64,
    /// Share of all that are no offers called offers at the threshold in use.
    pub false_alarms: f64,
    /// The threshold in use first, then others.
    pub thresholds: Vec<Threshold>,
    /// Parts.
    pub groups: Vec<Group>,
}

impl Report {
    /// Reports on scored posts; `band` is the options' abstain band, `threshold` its offer threshold.
    #[must_use]
    pub fn of(model: &str, scored: &[Scored<'_>], threshold: f32, band: (f32, f32)) -> Self {
        let rows = rows(scored.iter());
        let held = rows.iter().filter(|(score, _)| (band.0..band.1).contains(score)).count();
        let others = rows.iter().filter(|row| !row.1);
        let called = others.clone().filter(|row| row.0 >= threshold).count();
        let thresholds = [threshold, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
        Self {
            model: model.to_owned(),
            posts: scored.len(),
            auc: area(&rows),
            calibration_error: calibration_error(&rows),
            abstained: count(held) / count(rows.len().max(1)),
            false_alarms: count(called) / count(others.count().max(1)),
            thresholds: thresholds.into_iter().map(|t| at_threshold(scored, t)).collect(),
            groups: groups(scored, threshold),
        }
    }
}

fn rows<'a>(scored: impl Iterator<Item = &'a Scored<'a>>) -> Vec<(f32, bool)> {
    scored.map(|one| (one.score, one.post.label == Label::Offer)).collect()
}

fn area(rows: &[(f32, bool)]) -> Option<(f64, f64, f64)> {
    let auc = roc_auc(rows)?;
    let offers = rows.iter().filter(|row| row.1).count();
    let (low, high) = auc_interval(auc, offers, rows.len() - offers);
    Some((auc, low, high))
}

fn at_threshold(scored: &[Scored<'_>], threshold: f32) -> Threshold {
    let called = |label: Label| {
        let of = scored.iter().filter(|one| one.post.label == label);
        let (mut hits, mut all) = (0, 0);
        for one in of {
            hits += usize::from(one.score >= threshold);
            all += 1;
        }
        (hits, all)
    };
    let share = |(hits, of): (usize, usize)| {
        let (low, high) = share_interval(hits, of);
        (count(hits) / count(of.max(1)), low, high)
    };
    let (right, offers) = called(Label::Offer);
    let rivals = [Label::Seeker, Label::About, Label::LicitService, Label::Other].map(called);
    let wrong: usize = rivals.iter().map(|rival| rival.0).sum();
    Threshold {
        threshold,
        precision: share((right, right + wrong)),
        recall: share((right, offers)),
        called: rivals.map(|rival| share(rival).0),
    }
}

fn groups(scored: &[Scored<'_>], threshold: f32) -> Vec<Group> {
    let mut parts: BTreeMap<String, Vec<&Scored<'_>>> = BTreeMap::new();
    for one in scored {
        let post = one.post;
        let mut add = |name: String| parts.entry(name).or_default().push(one);
        add(format!("language {}", post.language));
        add(format!("difficulty {}", post.difficulty));
        add(format!("writer {}", post.writer));
        // An offer counts for its services; the others are what every service is told from.
        for service in model::Service::ALL {
            if post.services.contains(service) || post.label != Label::Offer {
                add(format!("service {}", service.word()));
            }
        }
    }
    let part = |(name, part): (String, Vec<&Scored<'_>>)| {
        let rows = rows(part.into_iter());
        let share = |offer: bool| {
            let of: Vec<_> = rows.iter().filter(|row| row.1 == offer).collect();
            count(of.iter().filter(|row| row.0 >= threshold).count()) / count(of.len().max(1))
        };
        Group {
            name,
            posts: rows.len(),
            auc: area(&rows),
            recall: share(true),
            false_alarms: share(false),
        }
    };
    parts.into_iter().map(part).collect()
}

impl fmt::Display for Report {
    /// Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let auc = self.auc.map_or("–".to_owned(), interval);
        writeln!(
            f,
            "{} on {} posts: AUC {auc}; expected calibration error {:.4}; left to people {:.1} %\n",
            self.model,
            self.posts,
            self.calibration_error,
            100.0 * self.abstained
        )?;
        writeln!(
            f,
            "| threshold | precision | recall | seeker called offer | about | licit | other |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|")?;
        for row in &self.thresholds {
            let [seeker, about, licit, other] = row.called.map(|share| 100.0 * share);
            writeln!(
                f,
                "| {} | {} | {} | {seeker:.1} % | {about:.1} % | {licit:.1} % | {other:.1} % |",
                row.threshold,
                interval(row.precision),
                interval(row.recall)
            )?;
        }
        writeln!(
            f,
            "\n| part | posts | AUC | recall | others called offers |\n|---|---|---|---|---|"
        )?;
        for part in &self.groups {
            let auc = part.auc.map_or("–".to_owned(), interval);
            writeln!(
                f,
                "| {} | {} | {auc} | {:.3} | {:.1} % |",
                part.name,
                part.posts,
                part.recall,
                100.0 * part.false_alarms
            )?;
        }
        Ok(())
    }
}

fn interval((value, low, high): (f64, f64, f64)) -> String {
    format!("{value:.3} ({low:.3}–{high:.3})")
}
