//! An invented world.

use crate::{Plan, Truth, invent};

/// A world invented from a plan.
#[derive(Debug, Clone)]
pub struct World {
    truth: Truth,
}

impl World {
    /// Invents a world; the same plan gives the same world.
    #[must_use]
    pub fn invent(plan: &Plan) -> Self {
        Self { truth: invent::truth(plan) }
    }

    /// What is so in it. Ids of feeds are written with [`crate::truth::UNSERVED_FEEDS`]; those of a
    /// served world come from [`crate::Served::truth`].
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.truth.clone()
    }

    /// What is so in it, not copied.
    pub(crate) const fn truth_ref(&self) -> &Truth {
        &self.truth
    }
}
