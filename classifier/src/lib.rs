//! Says how much a post looks like an advert, in which language, what it offers, and why.
//!
//! It must not know where posts come from, where opinions are kept, or that a network exists; it
//! reads no clock and rolls no dice. Begin at [`Classifier::assess`] in `assess.rs`, which walks
//! through the parts in order: [`text`] makes disguised texts comparable, [`language`] names the
//! language, [`lexicon`] and [`places`] find words and their [`concepts`], [`contacts`] finds
//! numbers, names and sums, [`signals`] combines, `features` and [`opinion`] weigh, `explain` says
//! why, [`grouping`] makes near-identical posts meet. [`shelf`] keeps versions of what was learnt.

mod assess;
pub mod concepts;
pub mod contacts;
pub mod evaluate;
mod explain;
pub mod features;
pub mod grouping;
pub mod language;
pub mod learn;
pub mod lexicon;
pub mod opinion;
pub mod places;
pub mod seen;
pub mod shelf;
pub mod signals;
pub mod text;
pub mod vocabulary;
pub mod words;

pub use assess::{Classifier, LanguageSupport, LoadError, Options};
