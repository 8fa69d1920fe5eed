//! The query language: text → lexemes ([`lexer`]) → tree ([`parser`]) → tantivy query ([`plan`],
//! [`value`]). Errors point at the column where the reader should look.

pub(crate) mod lexer;
pub(crate) mod parser;
pub(crate) mod plan;
mod value;

use model::Query;
use serde::Serialize;

/// Why a query gives no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// It cannot be understood.
    #[error("column {column}: {reason}")]
    Syntax {
        /// Where, in characters from 1, in [`Query::q`].
        column: usize,
        /// What is wrong and what to write instead.
        reason: String,
    },
    /// Hits too far down the list were asked for.
    #[error("only the first {limit} hits can be listed; narrow the search down")]
    TooFar {
        /// How many can be listed.
        limit: usize,
    },
    /// The index could not be read.
    #[error("the index could not be read ({0}); rebuild it if this stays")]
    Unreadable(String),
}

impl QueryError {
    pub(crate) fn at(column: usize, reason: impl Into<String>) -> Self {
        Self::Syntax { column, reason: reason.into() }
    }

    /// The column to point at, from 1, where the words of the query are to blame.
    #[must_use]
    pub const fn column(&self) -> Option<usize> {
        match self {
            Self::Syntax { column, .. } => Some(*column),
            Self::TooFar { .. } | Self::Unreadable(_) => None,
        }
    }
}

impl From<tantivy::TantivyError> for QueryError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Whether a query can be understood; for forms and before a watch is saved.
pub fn check(query: &Query) -> Result<(), QueryError> {
    plan::plan(query, false).map(|_| ())
}

/// One construct of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SyntaxHelp {
    /// An example.
    pub example: &'static str,
    /// What it finds.
    pub help: &'static str,
}

/// The language by examples, for the help beside the search box. Fields are in [`crate::help`].
pub const SYNTAX: &[SyntaxHelp] = &[
    SyntaxHelp { example: "boat italy", help: "posts with both words, in any spelling or script" },
    SyntaxHelp { example: "\"boat to italy\"", help: "these words, side by side" },
    SyntaxHelp { example: "boat OR lorry", help: "posts with either word" },
    SyntaxHelp { example: "boat -holiday", help: "posts with one word and without the other" },
    SyntaxHelp { example: "boat NOT holiday", help: "the same" },
    SyntaxHelp { example: "europ*", help: "words that begin so" },
    SyntaxHelp { example: "calais~1", help: "words that differ in one letter (or ~2 in two)" },
    SyntaxHelp { example: "(boat OR lorry) to:IT", help: "parts in parentheses belong together" },
    SyntaxHelp { example: "lang:(ar OR fa)", help: "several values of one field" },
    SyntaxHelp { example: "*", help: "every post" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fails(q: &str, column: usize, part: &str) {
        match check(&Query::words(q)) {
            Err(QueryError::Syntax { column: at, reason }) => {
                assert!(reason.contains(part), "{q}: {reason}");
                assert_eq!(at, column, "{q}: {reason}");
            }
            other => panic!("{q}: {other:?}"),
        }
    }

    #[test]
    fn the_examples_of_the_help_are_understood() {
        for one in SYNTAX {
            assert_eq!(check(&Query::words(one.example)), Ok(()), "{}", one.example);
        }
    }

    #[test]
    fn errors_point_at_the_column() {
        fails("boat (italy", 6, "never closed");
        fails("boat) italy", 5, "never opened");
        fails("قارب \"italy", 6, "never closed");
        fails("boat colour:red", 6, "no field");
        fails("boat label:bad", 12, "offer, seeker");
        fails("score:>much", 7, "number");
        fails("posted:2026-13-01", 8, "date");
        fails("posted:2026-11-23..2026-11-01", 8, "before it begins");
        fails("boat OR", 6, "something on both sides");
        fails("OR boat", 1, "something on both sides");
        fails("boat NOT", 6, "what to leave out");
        fails("()", 1, "empty");
        fails("bo*at", 1, "end of a word");
        fails("boat~3", 1, "~1 or ~2");
        fails("b*", 1, "two letters");
        fails("!?!", 1, "nothing to search for");
        fails("account:", 1, "value");
        fails("advert:x", 8, "record id");
        fails("label:>offer", 7, "offer, seeker");
        fails("\"boat italy\"~1", 1, "single word");
        fails(&"(".repeat(200), 65, "too deep");
        fails(&"a ".repeat(400), 1, "too long");
    }

    #[test]
    fn pasted_text_is_mostly_just_words() {
        for q in [
            "Call +44 7700 900123 — now!",
            "https://t.me/example_routes",
            "price: 5000 €",
            "Tripoli - Lampedusa",
            "12:30",
            "don't",
            "50% | 60%",
            "a & b",
        ] {
            assert_eq!(check(&Query::words(q)), Ok(()), "{q}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(q in "\\PC{0,40}") {
            let _ = check(&Query::words(q));
        }

        #[test]
        fn no_mixture_of_syntax_makes_the_parser_panic(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "boat", "(", ")", "\"", "OR", "AND", "NOT", "-", "*", "~1", ":", "label:", "score:",
                    ">", "..", "posted:", "2026", " ", "ሰላም", "去英国", "from:(", "«", "»", "|", "\u{200c}",
                ]),
                0..24,
            )
        ) {
            let q = parts.concat();
            if let Err(QueryError::Syntax { column, .. }) = check(&Query::words(q.clone())) {
                prop_assert!(column >= 1 && column <= q.chars().count() + 1);
            }
        }
    }
}
