//! Formats; one file each, listed here.

mod csv;
mod jsonl;

use crate::{Row, WriteError};
use std::fmt::Debug;
use std::io::Write;

/// One format.
pub trait Format: Debug + Sync {
    /// Name in addresses and on the command line.
    fn name(&self) -> &'static str;
    /// Media type.
    fn media_type(&self) -> &'static str;
    /// File name extension without the dot.
    fn extension(&self) -> &'static str;
    /// For which use.
    fn help(&self) -> &'static str;
    /// Writes all rows.
    fn write(&self, rows: &[Row], out: &mut dyn Write) -> Result<(), WriteError>;
}

/// All formats.
pub const ALL: &[&dyn Format] = &[&csv::FORMAT, &jsonl::FORMAT];

/// The format of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|format| format.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in ALL {
            assert_eq!(named(format.name()).map(Format::name), Some(format.name()));
        }
        assert!(named("none").is_none());
    }
}
