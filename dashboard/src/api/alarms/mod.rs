//! Verbs of alarms.

pub(crate) mod list;
