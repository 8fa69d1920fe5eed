//! Reported speech, courts, arrests, deaths.
//! Source: shared/domain/signals.toml.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "third_person_past",
    gloss: "reported speech, courts, arrests, deaths",
    side: Side::Against,
    start: -2.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    let told = [Concept::Reported, Concept::Arrest, Concept::Death, Concept::Migrants];
    told.into_iter().find_map(|t| scene.first(t)).filter(|_| !scene.has(Concept::ContactPrivate))
}
