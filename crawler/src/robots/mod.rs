//! The Robots Exclusion Protocol (RFC 9309): what a site's robots.txt lets us read.
//!
//! [`Robots`] is one file, parsed for one product token; [`Rulebook`] remembers files per origin.
//! Fetching robots.txt is the fetcher's work.

mod file;
mod pattern;
mod rulebook;

pub use file::{Robots, Verdict};
pub use rulebook::{Answer, Rulebook};

/// The name by which robots.txt addresses this program.
pub const TOKEN: &str = "routewatch";

/// How much of a robots.txt is read: RFC 9309 asks for at least 500 KiB.
pub const MAX_BYTES: u64 = 500 * 1024;

#[cfg(test)]
mod conformance;
