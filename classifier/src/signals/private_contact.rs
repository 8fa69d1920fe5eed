//! A private channel to write to.
//! Source: every source.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "private_contact",
    gloss: "a private channel to write to",
    side: Side::For,
    start: 1.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.contact().or_else(|| scene.first(Concept::ContactPrivate))
}
