//! How a text is made findable: cut into words ([`words`]), each word in three forms ([`fold`]),
//! handed to tantivy and to the query planner by the same functions ([`analysis`]).

pub(crate) mod analysis;
pub(crate) mod fold;
pub(crate) mod words;

pub(crate) use analysis::{Analysis, Purpose, Token, tokens};
pub(crate) use fold::Form;
