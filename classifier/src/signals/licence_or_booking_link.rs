//! Licence, booking or an own site.
//! Source: shared/domain/signals.toml.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "licence_or_booking_link",
    gloss: "licence, booking or an own site",
    side: Side::Against,
    start: -2.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    scene.first(Concept::Licence).or_else(|| scene.link()).or_else(|| scene.first(Concept::Booking))
}
