//! The places offered.

use crate::Country;
use serde::{Deserialize, Serialize};
use std::fmt;

/// From where to where, as far as the text says exactly one country.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Route {
    /// Country of departure.
    pub origin: Option<Country>,
    /// Country of arrival.
    pub destination: Option<Country>,
}

impl Route {
    /// Whether neither end is known.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.origin.is_none() && self.destination.is_none()
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |c: &Option<Country>| c.as_ref().map_or("?".to_owned(), ToString::to_string);
        write!(f, "{} → {}", name(&self.origin), name(&self.destination))
    }
}
