//! Verbs of posts.

pub(crate) mod show;
