//! Full-text search over posts and accounts.
//!
//! This crate keeps a tantivy index beside the database: a projection that can be thrown away and
//! rebuilt, and that is brought up to date from a sequence number kept in each commit. It must not
//! know where posts come from, how the database looks or what a page shows: it takes
//! [`PostDocument`]s and answers [`model::Query`]s with ids and spans.
//!
//! Begin reading at [`fields`], the one table from which the schema, the query help and the search
//! form follow; then `text` (how a word is made findable in three ways), `ask` (the query
//! language) and [`Index`].

mod ask;
mod document;
pub mod fields;
mod found;
mod highlight;
mod index;
mod opening;
mod spelling;
mod tally;
#[cfg(test)]
mod tests;
mod text;
mod writer;

pub use ask::{QueryError, SYNTAX, SyntaxHelp, check};
pub use document::PostDocument;
pub use fields::{FieldHelp, help};
pub use found::{Facets, Found, Hit, Order};
pub use index::{Index, IndexError};
pub use opening::Opened;

use serde::{Deserialize, Serialize};

/// How the index is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Memory in megabytes that the writer may fill before it writes a segment; 16 to 2000, values
    /// outside are clamped.
    pub memory_mb: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { memory_mb: 50 }
    }
}
