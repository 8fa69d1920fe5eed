//! Drivers are paid per person or trip.
//! Source: mixnews.lv 2025; Mundo Poder; AIC Foundation.

use super::{Scene, Side, Signal};
use crate::concepts::Concept;
use std::ops::Range;

/// The signal.
pub(super) const SIGNAL: Signal = Signal {
    name: "driver_recruit_border",
    gloss: "drivers are paid per person or trip",
    side: Side::For,
    start: 3.0,
    find,
};

fn find(scene: &Scene<'_>) -> Option<Range<usize>> {
    let paid = scene.price().is_some() || scene.has(Concept::PerHead) || scene.has(Concept::Border);
    scene.first(Concept::RecruitDriver).filter(|_| paid)
}
