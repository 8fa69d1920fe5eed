//! Despite a ban, a refusal or missing papers.
//! Source: haber3; The New Humanitarian.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "status_bypass",
    gloss: "despite a ban, a refusal or missing papers",
    side: Side::For,
    start: 2.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::StatusBypass).or_else(|| scene.first(Concept::NoInterview))
}
