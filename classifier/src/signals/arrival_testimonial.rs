//! Others arrived safely, with a way to get in touch.
//! Source: Vox Populi / AP; sonsoz.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "arrival_testimonial",
    gloss: "others arrived safely, with a way to get in touch",
    side: Side::For,
    start: 1.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::Arrived).filter(|_| scene.reachable() && !scene.has(Concept::Asking))
}
