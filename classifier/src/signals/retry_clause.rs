//! Whoever is turned back is taken again.
//! Source: compiler's knowledge; GI-TOC and MMC report it.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "retry_clause",
    gloss: "whoever is turned back is taken again",
    side: Side::For,
    start: 3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::Retry)
}
