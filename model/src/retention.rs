//! Until when a record may be kept, and why.

use crate::{Label, Timestamp};
use serde::{Deserialize, Serialize};

/// What a record is, as far as keeping it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Offers and the accounts that make them.
    Offer,
    /// Not yet assessed, or abstained.
    Unsure,
    /// People who seek passage: least and shortest.
    Seeker,
    /// Journalists, rescuers, licensed services, everything else.
    Bystander,
    /// Cases, referrals, notices, reviews.
    Casework,
    /// Visits, messages, sessions.
    Operation,
    /// The audit chain.
    Audit,
}

/// Days to keep each category. The defaults are explained in `docs/DATA-PROTECTION.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Offers and their accounts, counted from the last sighting.
    pub offer_days: u32,
    /// Posts not yet decided.
    pub unsure_days: u32,
    /// Posts of people who seek passage.
    pub seeker_days: u32,
    /// Posts of everybody else.
    pub bystander_days: u32,
    /// Cases, referrals and reviews, counted from their last change.
    pub casework_days: u32,
    /// Visits, messages and other traces of operation.
    pub operation_days: u32,
    /// The audit chain.
    pub audit_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            offer_days: 1095,
            unsure_days: 180,
            seeker_days: 30,
            bystander_days: 60,
            casework_days: 1825,
            operation_days: 90,
            audit_days: 2555,
        }
    }
}

impl Retention {
    /// Until when something of that category, last touched then, may be kept.
    #[must_use]
    pub fn until(&self, category: Category, from: Timestamp) -> Timestamp {
        let days = match category {
            Category::Offer => self.offer_days,
            Category::Unsure => self.unsure_days,
            Category::Seeker => self.seeker_days,
            Category::Bystander => self.bystander_days,
            Category::Casework => self.casework_days,
            Category::Operation => self.operation_days,
            Category::Audit => self.audit_days,
        };
        from.plus_days(i64::from(days))
    }
}

impl Category {
    /// The category of a post by its label; a post without one is unsure.
    #[must_use]
    pub const fn of(label: Option<Label>) -> Self {
        match label {
            Some(Label::Offer) => Self::Offer,
            Some(Label::Seeker) => Self::Seeker,
            Some(_) => Self::Bystander,
            None => Self::Unsure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_seek_passage_are_kept_shortest() {
        let (keep, now) = (Retention::default(), Timestamp::from_ms(0));
        let seeker = keep.until(Category::Seeker, now);
        for other in [Some(Label::Offer), Some(Label::About), Some(Label::Other), None] {
            assert!(seeker < keep.until(Category::of(other), now), "{other:?}");
        }
    }
}
