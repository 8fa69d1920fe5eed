//! Layouts of a notice; one file each, listed here.

mod dsa16;
mod short;

use crate::{Facts, NoticePost, Options};
use model::Referral;
use std::fmt::Debug;

/// What a layout has to work with.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The referral.
    pub referral: &'a Referral,
    /// The facts.
    pub facts: &'a Facts,
    /// Its posts, in the referral's order.
    pub posts: &'a [&'a NoticePost],
    /// Who gives notice.
    pub options: &'a Options,
}

/// One way to write a notice.
pub trait Layout: Debug + Sync {
    /// Name in [`model::Recipient::layout`].
    fn name(&self) -> &'static str;
    /// For whom it is meant.
    fn help(&self) -> &'static str;
    /// Subject line.
    fn subject(&self, page: &Page<'_>) -> String;
    /// The notice for people, as plain text.
    fn text(&self, page: &Page<'_>) -> String;
}

/// All layouts.
pub const ALL: &[&dyn Layout] = &[&dsa16::LAYOUT, &short::LAYOUT];

/// The layout of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static dyn Layout> {
    ALL.iter().copied().find(|layout| layout.name() == name)
}
