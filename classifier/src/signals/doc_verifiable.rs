//! A paper that is said to be in the system.
//! Source: compiler's knowledge.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "doc_verifiable",
    gloss: "a paper that is said to be in the system",
    side: Side::For,
    start: 3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    let paper = [Concept::Paper, Concept::Forged, Concept::Residence, Concept::Visa];
    scene.first(Concept::Registered).filter(|_| paper.into_iter().any(|p| scene.has(p)))
}
