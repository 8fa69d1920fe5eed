//! Verbs of searches.

pub(crate) mod list;
