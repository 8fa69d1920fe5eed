//! Verbs of accounts.

pub(crate) mod show;
