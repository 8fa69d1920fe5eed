//! Two models on the same posts: the table before a promotion.

use super::report::{Report, Threshold};
use serde::Serialize;
use std::fmt;

/// A model that judges, and one that may follow it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The one that judges.
    pub before: Report,
    /// The one that may follow.
    pub after: Report,
}

/// One line: a measure of a part of the posts.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// `all`, `language en`, `service sea`.
    pub part: String,
    /// Posts.
    pub posts: usize,
    /// Area under the curve, before and after.
    pub auc: [Option<f64>; 2],
    /// Share of offers that are called one, before and after.
    pub recall: [f64; 2],
    /// Share of the others that are called offers, before and after.
    pub false_alarms: [f64; 2],
}

impl Comparison {
    /// All posts first, then each language, then each service.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut changes = vec![self.overall()];
        let wanted =
            |name: &str| ["language ", "service "].iter().any(|part| name.starts_with(part));
        for group in self.before.groups.iter().filter(|group| wanted(&group.name)) {
            let Some(after) = self.after.groups.iter().find(|other| other.name == group.name)
            else {
                continue;
            };
            changes.push(Change {
                part: group.name.clone(),
                posts: group.posts,
                auc: [group.auc.map(|a| a.0), after.auc.map(|a| a.0)],
                recall: [group.recall, after.recall],
                false_alarms: [group.false_alarms, after.false_alarms],
            });
        }
        changes
    }

    fn overall(&self) -> Change {
        let both = [&self.before, &self.after];
        let used = |report: &Report| report.thresholds.first().cloned();
        let recall = |row: Option<Threshold>| row.map_or(0.0, |row| row.recall.0);
        Change {
            part: "all".to_owned(),
            posts: self.before.posts,
            auc: both.map(|report| report.auc.map(|a| a.0)),
            recall: both.map(|report| recall(used(report))),
            false_alarms: both.map(|report| report.false_alarms),
        }
    }
}

impl fmt::Display for Comparison {
    /// Markdown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (&self.before, &self.after);
        writeln!(f, "{} → {} on {} posts", before.model, after.model, before.posts)?;
        writeln!(
            f,
            "expected calibration error {:.4} → {:.4}; left to people {:.1} % → {:.1} %\n",
            before.calibration_error,
            after.calibration_error,
            100.0 * before.abstained,
            100.0 * after.abstained
        )?;
        writeln!(f, "| part | posts | AUC | recall | others called offers |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        let auc = |auc: Option<f64>| auc.map_or("–".to_owned(), |auc| format!("{auc:.3}"));
        for change in self.changes() {
            let pair = |[before, after]: [String; 2]| format!("{before} → {after}");
            writeln!(
                f,
                "| {} | {} | {} | {} | {} |",
                change.part,
                change.posts,
                pair(change.auc.map(auc)),
                pair(change.recall.map(|share| format!("{share:.3}"))),
                pair(change.false_alarms.map(|share| format!("{:.1} %", 100.0 * share)))
            )?;
        }
        Ok(())
    }
}
