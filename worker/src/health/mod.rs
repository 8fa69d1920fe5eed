//! Whether a source is well, judged from its visits alone: pure, so that it may be judged again.
//!
//! Two rules. *What a visit says* ([`symptoms`]): a block page, a log-in, "gone"; it alarms when
//! visits in a row say so and is over when two in a row do not, so that it never flaps. *What visits
//! no longer bring* ([`yields`], [`drift`]): the last visits stand out from those before them by more
//! than chance, by a test that needs no constant for any source ([`chance`]): if nothing has changed,
//! each visit is as likely as any other to be among the lowest. Docs/decisions/0016 says why.

mod chance;
mod drift;
mod hosts;
pub(crate) mod mail;
mod symptoms;
mod yields;

pub use chance::{chance_of_lowest, chance_of_only_last};
pub(crate) use hosts::alarms_as_a_whole;

use crawler::schedule::Pace;
use model::{Alarm, AlarmEvidence, AlarmKind, Category, Retention, Source, Timestamp, Visit};
use store::Judgement;

/// Visits looked at: enough for a test, few enough to be read after each visit.
pub const LOOKED_AT: u32 = 240;

/// Visits in a row without something that end an alarm of it.
const GOOD: usize = 2;

/// What is known of a source when it is judged.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its finished visits, newest first.
    pub visits: &'a [Visit],
    /// How the schedule expects it to post as long as it has not fallen silent.
    pub pace: &'a Pace,
}

/// An unresolved alarm, and the finished visits before it began, newest first.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The alarm.
    pub alarm: &'a Alarm,
    /// Visits from when all was well.
    pub before: &'a [Visit],
}

/// What visits say about one kind of trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is there: since that visit began, and this shows it.
    Shown(Timestamp, AlarmEvidence),
    /// It is not there.
    Clear,
    /// Neither for sure; what was known before stays.
    Undecided,
}

impl Verdict {
    /// Of two rules about one kind: trouble goes before doubt, doubt before none.
    fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Shown(..) => self,
            Self::Clear => other(),
            Self::Undecided => match other() {
                shown @ Self::Shown(..) => shown,
                Self::Clear | Self::Undecided => Self::Undecided,
            },
        }
    }
}

/// What the visits say about a kind of trouble, given the unresolved alarm of that kind.
#[must_use]
pub fn verdict(kind: AlarmKind, past: &Past<'_>, standing: Option<&Standing<'_>>) -> Verdict {
    match kind {
        AlarmKind::YieldFell => yields::verdict(past, standing),
        AlarmKind::MarkupDrifted => {
            symptoms::verdict(kind, past.visits).or(|| drift::verdict(past, standing))
        }
        _ => symptoms::verdict(kind, past.visits),
    }
}

/// What follows from a verdict, if anything does.
#[must_use]
pub fn judgement(
    kind: AlarmKind,
    verdict: Verdict,
    source: &Source,
    standing: Option<&Alarm>,
    (keep, now): (&Retention, Timestamp),
) -> Option<Judgement> {
    match (verdict, standing) {
        (Verdict::Shown(_, evidence), Some(alarm)) => Some(Judgement::Lasts(alarm.id, evidence)),
        (Verdict::Shown(since, evidence), None) => {
            let until = keep.until(Category::Operation, now);
            let whose = (source.id, source.host.as_str());
            Some(Judgement::Raise(Alarm::of_source(whose, kind, since, evidence, until)))
        }
        (Verdict::Clear, Some(alarm)) => Some(Judgement::Resolve(alarm.id)),
        (Verdict::Clear, None) | (Verdict::Undecided, _) => None,
    }
}

/// What a visit shows, in those words.
fn evidence(visit: &Visit, words: String) -> AlarmEvidence {
    AlarmEvidence { visit: Some(visit.id), capture: visit.capture, words }
}

#[cfg(test)]
mod tests;
