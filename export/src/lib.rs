//! Writes a selection in formats that other systems read.
//!
//! A [`Row`] is one post with its account and opinion, flat enough for a table. Each format is a
//! file in [`formats`]. This crate opens no files and knows no database.

pub mod formats;
mod row;

pub use row::Row;

/// Why a selection was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The receiving side failed.
    #[error("the export could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// A row cannot be expressed in this format.
    #[error("a row cannot be written in this format: {0}")]
    Format(String),
}
