//! Walking, sea or vessel described as a sales point.
//! Source: haber3; Telegraph.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "crossing_conditions",
    gloss: "walking, sea or vessel described as a sales point",
    side: Side::For,
    start: 2.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene
        .first(Concept::SeaConditions)
        .or_else(|| scene.near(Concept::Vessel, Concept::Comfort, 80))
        .or_else(|| scene.near(Concept::Walking, Concept::Departure, 120))
}
