//! Whoever steers travels free or cheaper.
//! Source: TDPel; The Sun 2024.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "pilot_discount",
    gloss: "whoever steers travels free or cheaper",
    side: Side::For,
    start: 3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::PilotFree)
}
