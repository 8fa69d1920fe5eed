//! Combinations that decide more than their words: one file each, listed here.
//!
//! Names, meanings and starting weights are those of `shared/domain/signals.toml`; the weights in
//! use are learnt.

mod arrival_testimonial;
mod capacity_urgency;
mod cover_agency;
mod crossing_conditions;
mod doc_verifiable;
mod driver_recruit_border;
mod escrow_release;
mod licence_or_booking_link;
mod pay_after_arrival;
mod pilot_discount;
mod private_contact;
mod question_frame;
mod retry_clause;
mod route_plus_headprice;
mod scene;
mod search_for_person;
mod status_bypass;
mod third_person_past;
mod warning_frame;

pub use scene::Scene;

use std::ops::Range;

/// What a signal speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// An offer.
    For,
    /// Another frame.
    Against,
}

/// A combination of concepts, contacts, sums and places.
#[derive(Debug, Clone, Copy)]
pub struct Signal {
    /// Name, as reasons write it.
    pub name: &'static str,
    /// What it means, in English.
    pub gloss: &'static str,
    /// What it speaks for.
    pub side: Side,
    /// Weight that was suggested before anything was learnt, in log-odds.
    pub start: f32,
    /// Where in the folded text it is, if it is.
    pub find: fn(&Scene<'_>) -> Option<Range<usize>>,
}

/// All signals.
pub const ALL: &[&Signal] = &[
    &escrow_release::SIGNAL,
    &pay_after_arrival::SIGNAL,
    &route_plus_headprice::SIGNAL,
    &capacity_urgency::SIGNAL,
    &crossing_conditions::SIGNAL,
    &retry_clause::SIGNAL,
    &status_bypass::SIGNAL,
    &arrival_testimonial::SIGNAL,
    &doc_verifiable::SIGNAL,
    &driver_recruit_border::SIGNAL,
    &pilot_discount::SIGNAL,
    &private_contact::SIGNAL,
    &cover_agency::SIGNAL,
    &licence_or_booking_link::SIGNAL,
    &third_person_past::SIGNAL,
    &warning_frame::SIGNAL,
    &question_frame::SIGNAL,
    &search_for_person::SIGNAL,
];

#[cfg(test)]
mod tests;
