//! Places left and a departure soon.
//! Source: El Diario NY; BIRN.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "capacity_urgency",
    gloss: "places left and a departure soon",
    side: Side::For,
    start: 1.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.near(Concept::Capacity, Concept::Departure, 120)
}
