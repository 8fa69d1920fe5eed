//! The texts of the world, by language.

mod fill;
mod library;
mod numbers;
mod pieces;

pub(crate) use fill::{Facts, Filled, fill};
pub(crate) use library::{Entry, Library, Texts, Voice};
pub(crate) use numbers::phone;
pub(crate) use pieces::{Piece, pieces};
