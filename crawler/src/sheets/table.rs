//! Rows that are records of a table.

use super::{Heading, Seen};
use std::sync::Arc;

/// What may separate columns, the usual one first.
const DELIMITERS: [u8; 3] = *b",;\t";

/// Finds records. Every quote opens or closes: a doubled one does both, which comes to the same.
#[derive(Debug, Default)]
pub(super) struct Table {
    quoted: bool,
    inside: bool,
    first: Vec<u8>,
    heading: Option<Arc<Heading>>,
}

impl Table {
    pub(super) fn step(&mut self, byte: u8) -> Seen {
        self.quoted ^= byte == b'"';
        let ends = byte == b'\n' && !self.quoted;
        if self.heading.is_none() {
            if ends && !self.first.iter().all(u8::is_ascii_whitespace) {
                self.heading = Some(Arc::new(heading(&self.first)));
                self.first = Vec::new();
                return Seen::Between;
            }
            self.first.push(byte);
            return Seen::Inside;
        }
        match (self.inside, byte) {
            (false, b'\n' | b'\r') => Seen::Between,
            (false, _) => {
                self.inside = true;
                Seen::Begins
            }
            (true, _) if ends => {
                self.inside = false;
                Seen::Ends
            }
            (true, _) => Seen::Inside,
        }
    }

    pub(super) fn heading(&self) -> Arc<Heading> {
        self.heading.clone().unwrap_or_default()
    }
}

/// The names of the columns.
pub(super) fn heading(first: &[u8]) -> Heading {
    let text = String::from_utf8_lossy(first);
    let text = text.trim_start_matches('\u{feff}').trim();
    let many = |delimiter: u8| text.bytes().filter(|byte| *byte == delimiter).count();
    // Of equals the last is taken, so they are asked in reverse.
    let delimiter = DELIMITERS.into_iter().rev().max_by_key(|one| many(*one)).unwrap_or(b',');
    let names = super::row::split(text, delimiter);
    Heading::Columns { names: names.into_iter().map(|n| n.trim().to_owned()).collect(), delimiter }
}
