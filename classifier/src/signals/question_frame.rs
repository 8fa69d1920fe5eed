//! Asks instead of offering.
//! Source: shared/domain/signals.toml.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "question_frame",
    gloss: "asks instead of offering",
    side: Side::Against,
    start: -1.5,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::Asking).or_else(|| scene.question())
}
