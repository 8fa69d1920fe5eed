//! How good an opinion is: the tables that decide whether a model may follow another.

mod agreement;
mod comparison;
mod drift;
mod facts;
pub mod measures;
mod report;

pub use agreement::kappa;
pub use comparison::{Change, Comparison};
pub use drift::stability_index;
pub use facts::{FactRow, facts};
pub use report::{Group, Report, Scored, Threshold};
