//! A route and a price per head, without booking or licence.
//! Source: haber3; HuffPost 2017; BIRN.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "route_plus_headprice",
    gloss: "a route and a price per head, without booking or licence",
    side: Side::For,
    start: 3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    if scene.countries() < 2 || scene.has(Concept::Licence) || scene.has(Concept::Booking) {
        return None;
    }
    scene.head_price().or_else(|| scene.price().filter(|_| scene.has(Concept::PerHead)))
}
