//! A family looks for somebody: never referred.
//! Source: shared/domain/signals.toml.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "search_for_person",
    gloss: "a family looks for somebody: never referred",
    side: Side::Against,
    start: -3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::SeekPerson)
}
