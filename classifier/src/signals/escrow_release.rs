//! A third person holds the money and releases it on arrival.
//! Source: beporsed; Telegraph via GB News; IranWire.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "escrow_release",
    gloss: "a third person holds the money and releases it on arrival",
    side: Side::For,
    start: 3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::Escrow)
}
