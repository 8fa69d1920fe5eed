//! Files of rows, cut into sheets: a stream comes in, pieces of whole rows go out.
//!
//! A sheet is what is kept as one capture. The sheets of a file in their order are the file, byte for
//! byte, so nothing of it is lost by cutting, and a file of any length needs the memory of one sheet.
//! What a row cannot be understood without (the header line of a table, the chat of a message) goes
//! with it as its [`Heading`].

mod chats;
mod content;
mod lines;
mod moment;
mod row;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use content::of_text;
pub(crate) use moment::{moment, unix};
pub(crate) use row::Cells;
pub use row::{Heading, Row};

use bytes::Bytes;
use std::io::{self, BufRead};
use std::sync::Arc;

/// A sheet is closed after the row that reaches this many bytes …
const FULL_BYTES: usize = 1024 * 1024;
/// … or this many rows.
const FULL_ROWS: usize = 500;
/// Longest row.
const LONGEST_ROW: usize = 8 * 1024 * 1024;

/// How a file is cut into rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutting {
    /// A row is a line.
    Lines,
    /// A row is a record of a table (CSV, RFC 4180): line breaks in quotes are part of it. The first
    /// record is the heading. Comma, semicolon and tab separate columns, whichever the heading has
    /// most of.
    Table,
    /// A row is an object in an array called `messages`, however deep in a JSON document; its heading
    /// is what its chat says before that array.
    Chats,
}

/// Why a file cannot be cut any further.
#[derive(Debug, thiserror::Error)]
pub enum CutError {
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A row without end.
    #[error(
        "the row that begins in line {line} does not end within {} MiB; look for a quote left open",
        LONGEST_ROW / (1024 * 1024)
    )]
    Endless {
        /// Line of the file, from 1.
        line: u64,
    },
    /// Not UTF-8 but UTF-16.
    #[error("the file is written in UTF-16; save it as UTF-8 and import that")]
    Utf16,
}

/// Where a row stands in its sheet.
#[derive(Debug, Clone)]
pub struct Place {
    /// Line of the file in which it begins, from 1.
    pub line: u64,
    start: usize,
    end: usize,
    heading: Arc<Heading>,
}

/// Consecutive bytes of a file, with whole rows.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The bytes.
    pub bytes: Bytes,
    /// Where in the file they begin.
    pub first_byte: u64,
    /// The rows in them.
    pub rows: Vec<Place>,
}

impl Place {
    /// The row, in the bytes of its sheet. Nothing if it is not UTF-8.
    #[must_use]
    pub fn row<'a>(&'a self, bytes: &'a [u8]) -> Option<Row<'a>> {
        let text = std::str::from_utf8(bytes.get(self.start..self.end)?).ok()?;
        Some(Row { text: text.trim_start_matches('\u{feff}').trim(), heading: &self.heading })
    }
}

/// What a byte is to the rows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// It belongs to no row.
    Between,
    /// A row begins with it.
    Begins,
    /// It is in a row, or in the heading of a table.
    Inside,
    /// A row ends with it.
    Ends,
}

/// Finds rows, a byte at a time.
#[derive(Debug)]
enum Scanner {
    Lines(lines::Lines),
    Table(table::Table),
    Chats(chats::Chats),
}

impl Scanner {
    fn of(cutting: Cutting) -> Self {
        match cutting {
            Cutting::Lines => Self::Lines(lines::Lines::default()),
            Cutting::Table => Self::Table(table::Table::default()),
            Cutting::Chats => Self::Chats(chats::Chats::default()),
        }
    }

    fn step(&mut self, byte: u8) -> Seen {
        match self {
            Self::Lines(lines) => lines.step(byte),
            Self::Table(table) => table.step(byte),
            Self::Chats(chats) => chats.step(byte),
        }
    }

    /// Whether the end of the file ends the row that is open.
    const fn ends_with_file(&self) -> bool {
        !matches!(self, Self::Chats(_))
    }

    fn heading(&self) -> Arc<Heading> {
        match self {
            Self::Lines(_) => Arc::new(Heading::Nothing),
            Self::Table(table) => table.heading(),
            Self::Chats(chats) => chats.heading(),
        }
    }
}

/// The sheets of a file, in order.
#[derive(Debug)]
pub struct Sheets<R> {
    from: R,
    scanner: Scanner,
    /// Bytes handed out in sheets before.
    passed: u64,
    line: u64,
    bytes: Vec<u8>,
    rows: Vec<Place>,
    /// Where the open row begins, and in which line.
    open: Option<(usize, u64)>,
    done: bool,
}

impl<R: BufRead> Sheets<R> {
    /// Cuts a file, read from its beginning.
    pub fn new(from: R, cutting: Cutting) -> Self {
        Self {
            from,
            scanner: Scanner::of(cutting),
            passed: 0,
            line: 1,
            bytes: Vec::new(),
            rows: Vec::new(),
            open: None,
            done: false,
        }
    }

    fn next_sheet(&mut self) -> Result<Option<Sheet>, CutError> {
        loop {
            let chunk = self.from.fill_buf()?;
            if chunk.is_empty() {
                self.done = true;
                self.end();
                return Ok((!self.bytes.is_empty()).then(|| self.sheet()));
            }
            if self.passed == 0 && self.bytes.is_empty() && is_utf16(chunk) {
                return Err(CutError::Utf16);
            }
            let mut used = 0;
            let mut full = false;
            for byte in chunk {
                used += 1;
                self.bytes.push(*byte);
                let seen = self.scanner.step(*byte);
                let end = self.bytes.len();
                match seen {
                    Seen::Begins => self.open = Some((end - 1, self.line)),
                    Seen::Ends => {
                        if let Some((start, line)) = self.open.take() {
                            let heading = self.scanner.heading();
                            self.rows.push(Place { line, start, end, heading });
                        }
                    }
                    Seen::Between | Seen::Inside => {}
                }
                self.line += u64::from(*byte == b'\n');
                let between = matches!(seen, Seen::Ends | Seen::Between);
                full = between && (end >= FULL_BYTES || self.rows.len() >= FULL_ROWS);
                if full || end >= LONGEST_ROW {
                    break;
                }
            }
            self.from.consume(used);
            if full {
                return Ok(Some(self.sheet()));
            }
            if self.bytes.len() >= LONGEST_ROW {
                let line = self.open.map_or(self.line, |(_, line)| line);
                return Err(CutError::Endless { line });
            }
        }
    }

    /// The end of the file may be the end of a row.
    fn end(&mut self) {
        if let Some((start, line)) = self.open.take()
            && self.scanner.ends_with_file()
        {
            let heading = self.scanner.heading();
            self.rows.push(Place { line, start, end: self.bytes.len(), heading });
        }
    }

    fn sheet(&mut self) -> Sheet {
        let bytes = Bytes::from(std::mem::take(&mut self.bytes));
        let first_byte = self.passed;
        self.passed += bytes.len() as u64;
        Sheet { bytes, first_byte, rows: std::mem::take(&mut self.rows) }
    }
}

impl<R: BufRead> Iterator for Sheets<R> {
    type Item = Result<Sheet, CutError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.next_sheet();
        self.done |= next.is_err();
        next.transpose()
    }
}

fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF])
}
