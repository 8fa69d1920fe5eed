//! Warns of swindlers or danger, and offers nothing.
//! Source: shared/domain/signals.toml.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "warning_frame",
    gloss: "warns of swindlers or danger, and offers nothing",
    side: Side::Against,
    start: -2.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    let offers = [Concept::PayAfter, Concept::Escrow, Concept::Capacity, Concept::Departure];
    scene.first(Concept::Warning).filter(|_| !offers.into_iter().any(|o| scene.has(o)))
}
