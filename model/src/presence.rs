//! Whether something is still there. One look is never enough to call it gone.

use crate::{Finding, Sighting, Timestamp, Witness};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The state of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum PresenceState {
    /// There, in public.
    #[default]
    Live,
    /// There, but not for the public any more.
    Restricted,
    /// Looks gone; not yet confirmed by a second look and a second witness.
    GoneCandidate,
    /// Gone: at least two looks and two kinds of page agree.
    Gone,
}

impl PresenceState {
    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Restricted => "restricted",
            Self::GoneCandidate => "gone_candidate",
            Self::Gone => "gone",
        }
    }
}

/// State, since when, and the finding that decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// The state.
    pub state: PresenceState,
    /// Since when, by our own sightings.
    pub since: Timestamp,
    /// The latest finding that decided it.
    pub finding: Finding,
}

impl Presence {
    /// Live since a moment.
    #[must_use]
    pub const fn live(since: Timestamp) -> Self {
        Self { state: PresenceState::Live, since, finding: Finding::Seen }
    }
}

/// Looks needed before something is called gone.
pub const LOOKS: usize = 2;
/// Kinds of page that must agree before something is called gone.
pub const WITNESSES: usize = 2;

/// What the sightings (in any order) say. `apart_ms`: two looks closer together than this count as
/// one. Findings that could not see say nothing; a finding that proves life wipes earlier doubts.
#[must_use]
pub fn conclude(before: &Presence, sightings: &[Sighting], apart_ms: i64) -> Presence {
    let mut ordered: Vec<&Sighting> = sightings.iter().collect();
    ordered.sort_by_key(|s| s.at);
    let mut doubt = Doubt::default();
    let mut now = before.clone();
    for sighting in ordered {
        if sighting.finding.proves_live() {
            doubt = Doubt::default();
            if now.state != PresenceState::Live {
                now = Presence::live(sighting.at);
            }
        } else if matches!(sighting.finding, Finding::Private | Finding::Restricted) {
            doubt = Doubt::default();
            if now.state != PresenceState::Restricted {
                let finding = sighting.finding.clone();
                now = Presence { state: PresenceState::Restricted, since: sighting.at, finding };
            }
        } else if sighting.finding.speaks_for_gone() {
            doubt.add(sighting, apart_ms);
            now = doubt.presence(now);
        }
    }
    now
}

/// What speaks for a subject being gone since it was last seen.
#[derive(Debug, Default)]
struct Doubt {
    looks: Vec<Timestamp>,
    witnesses: BTreeSet<Witness>,
    strongest: Option<Finding>,
}

impl Doubt {
    fn add(&mut self, sighting: &Sighting, apart_ms: i64) {
        let separate =
            self.looks.last().is_none_or(|last| sighting.at.ms() - last.ms() >= apart_ms);
        if separate {
            self.looks.push(sighting.at);
        }
        self.witnesses.insert(sighting.witness);
        if self.strongest.is_none() || sighting.finding != Finding::Missing {
            self.strongest = Some(sighting.finding.clone());
        }
    }

    fn presence(&self, before: Presence) -> Presence {
        let (Some(first), Some(finding)) = (self.looks.first(), &self.strongest) else {
            return before;
        };
        let sure = self.looks.len() >= LOOKS && self.witnesses.len() >= WITNESSES;
        let state = if sure { PresenceState::Gone } else { PresenceState::GoneCandidate };
        if before.state == PresenceState::Gone {
            return before;
        }
        Presence { state, since: *first, finding: finding.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountId, CaptureId, Subject};

    fn look(minute: i64, finding: Finding, witness: Witness) -> Sighting {
        let at = Timestamp::from_ms(minute * 60_000);
        let capture = CaptureId::of(&[&minute.to_string()]);
        Sighting::new(Subject::Account(AccountId::of(&["a"])), finding, witness, capture, at)
    }

    fn check(looks: &[(i64, Finding, Witness)], expect: PresenceState) {
        let sightings: Vec<_> = looks.iter().map(|(m, f, w)| look(*m, f.clone(), *w)).collect();
        let before = Presence::live(Timestamp::from_ms(0));
        assert_eq!(conclude(&before, &sightings, 600_000).state, expect, "{looks:?}");
    }

    #[test]
    fn gone_needs_two_looks_and_two_witnesses() {
        use Finding::{CouldNotSee, Missing, Seen, Suspended};
        use PresenceState::{Gone, GoneCandidate, Live};
        use Witness::{AccountPage, Directory, Listing};
        check(&[], Live);
        check(&[(1, Missing, Listing)], GoneCandidate);
        check(&[(1, Missing, Listing), (30, Missing, Listing)], GoneCandidate);
        check(&[(1, Missing, Listing), (1, Missing, Directory)], GoneCandidate);
        check(&[(1, Missing, Listing), (30, Suspended, AccountPage)], Gone);
        check(&[(30, Suspended, AccountPage), (1, Missing, Listing)], Gone);
        check(
            &[(1, Missing, Listing), (9, Seen, Listing), (30, Missing, Directory)],
            GoneCandidate,
        );
        check(&[(1, CouldNotSee, Listing), (30, CouldNotSee, Directory)], Live);
        check(&[(1, Missing, Listing), (30, Missing, Directory), (60, Seen, Listing)], Live);
    }

    #[test]
    fn private_is_not_gone() {
        check(&[(1, Finding::Private, Witness::Directory)], PresenceState::Restricted);
    }
}
