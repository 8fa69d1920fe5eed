//! How good an opinion is: the tables that decide whether a model may follow another.

mod facts;
pub mod measures;
mod report;

pub use facts::{FactRow, facts};
pub use report::{Group, Report, Scored, Threshold};
