//! Payment only after arrival.
//! Source: BBC 2024; El Diario NY 2021; UNODC Sherloc.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "pay_after_arrival",
    gloss: "payment only after arrival",
    side: Side::For,
    start: 2.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::PayAfter).or_else(|| scene.first(Concept::NoAdvance))
}
