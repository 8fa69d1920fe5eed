//! What one visit says is wrong.

use super::{GOOD, Verdict, evidence};
use model::{AlarmKind, Complaint, Visit, VisitOutcome};

/// What a visit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symptom {
    /// It saw what there was to see.
    Well,
    /// That is wrong.
    Of(AlarmKind),
    /// We were told to wait, or did not ask: nothing is known.
    Unknown,
}

/// Complaints that name what stood in the way; see `crawler::obstacle` and the adapters.
const NAMED: &[(&str, AlarmKind)] = &[
    ("block_page", AlarmKind::Blocked),
    ("consent_wall", AlarmKind::Blocked),
    ("log_in_page", AlarmKind::Walled),
    ("timeline_closed", AlarmKind::Closed),
    ("says_gone", AlarmKind::Gone),
    ("blocked", AlarmKind::Blocked),
    ("refused", AlarmKind::Blocked),
];

/// What a finished visit says: the obstacle that was recognised, else what its outcome means.
pub(super) fn symptom(visit: &Visit) -> Symptom {
    let Some(outcome) = visit.outcome else { return Symptom::Unknown };
    if outcome.saw() {
        return Symptom::Well;
    }
    if let Some((_, kind)) = named(&visit.complaints) {
        return Symptom::Of(kind);
    }
    match outcome {
        VisitOutcome::NotPublic => Symptom::Of(AlarmKind::Closed),
        VisitOutcome::GoneCandidate => Symptom::Of(AlarmKind::Gone),
        VisitOutcome::AuthRequired => Symptom::Of(AlarmKind::Walled),
        VisitOutcome::ParserDrift => Symptom::Of(AlarmKind::MarkupDrifted),
        VisitOutcome::TransportError => Symptom::Of(AlarmKind::Unanswered),
        _ => Symptom::Unknown,
    }
}

fn named(complaints: &[Complaint]) -> Option<(&Complaint, AlarmKind)> {
    NAMED.iter().find_map(|(code, kind)| {
        let one = complaints.iter().find(|one| one.code == *code)?;
        Some((one, *kind))
    })
}

/// Visits in a row that have to say so: one look is never enough, and no answer often passes.
const fn enough(kind: AlarmKind) -> usize {
    match kind {
        AlarmKind::Unanswered => 3,
        _ => 2,
    }
}

/// What the visits (newest first) say about that kind.
pub(super) fn verdict(kind: AlarmKind, visits: &[Visit]) -> Verdict {
    let told = visits.iter().filter(|visit| symptom(visit) != Symptom::Unknown);
    let shown = |visit: &&Visit| symptom(visit) == Symptom::Of(kind);
    let run: Vec<&Visit> = told.clone().take_while(shown).collect();
    if run.len() >= enough(kind)
        && let (Some(newest), Some(oldest)) = (run.first(), run.last())
    {
        return Verdict::Shown(oldest.started_at, evidence(newest, words(newest, run.len())));
    }
    let clear = run.is_empty() && !told.take(GOOD).any(|visit| shown(&visit));
    if clear { Verdict::Clear } else { Verdict::Undecided }
}

/// What such a visit shows.
fn words(visit: &Visit, times: usize) -> String {
    let outcome = visit.outcome.map(VisitOutcome::words).unwrap_or_default();
    let named = named(&visit.complaints).map(|(one, _)| one);
    let why = named.or_else(|| visit.complaints.first()).map(|one| one.detail.as_str());
    let why = why.unwrap_or(visit.note.as_str());
    let why = if why.is_empty() { outcome } else { why };
    format!("{why}; {times} visits in a row")
}
