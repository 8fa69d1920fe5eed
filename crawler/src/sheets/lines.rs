//! Rows that are lines.

use super::Seen;

/// Finds lines; empty ones are no rows.
#[derive(Debug, Default)]
pub(super) struct Lines {
    inside: bool,
}

impl Lines {
    pub(super) const fn step(&mut self, byte: u8) -> Seen {
        match (self.inside, byte) {
            (false, b'\n' | b'\r') => Seen::Between,
            (false, _) => {
                self.inside = true;
                Seen::Begins
            }
            (true, b'\n') => {
                self.inside = false;
                Seen::Ends
            }
            (true, _) => Seen::Inside,
        }
    }
}
