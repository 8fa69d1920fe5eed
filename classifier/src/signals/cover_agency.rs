//! An agency's words without licence, address or booking.
//! Source: The Guardian 2015; time.news 2025.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "cover_agency",
    gloss: "an agency's words without licence, address or booking",
    side: Side::For,
    start: 0.5,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    let agency = [Concept::Visa, Concept::JobContract, Concept::Residence];
    let open =
        scene.has(Concept::Licence) || scene.has(Concept::LegalService) || scene.link().is_some();
    agency.into_iter().find_map(|a| scene.first(a)).filter(|_| scene.reachable() && !open)
}
