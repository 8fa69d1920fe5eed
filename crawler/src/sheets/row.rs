//! One row, and the cells of one that belongs to a table.

use serde_json::Value;

/// What a row cannot be understood without.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Heading {
    /// Rows that stand for themselves.
    #[default]
    Nothing,
    /// The columns of a table.
    Columns {
        /// Their names, as written.
        names: Vec<String>,
        /// What separates them.
        delimiter: u8,
    },
    /// What a chat says of itself before its messages: a JSON object.
    Chat(Value),
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// As it stands in the file, without white space around it.
    pub text: &'a str,
    /// What goes with it.
    pub heading: &'a Heading,
}

impl Row<'_> {
    /// The cells of a row of a table; none where it belongs to none.
    pub(crate) fn cells(&self) -> Cells<'_> {
        match self.heading {
            Heading::Columns { names, delimiter } => {
                Cells { names, values: split(self.text, *delimiter) }
            }
            Heading::Nothing | Heading::Chat(_) => Cells { names: &[], values: Vec::new() },
        }
    }
}

/// The cells of a row.
#[derive(Debug)]
pub(crate) struct Cells<'a> {
    names: &'a [String],
    values: Vec<String>,
}

impl Cells<'_> {
    /// The cell in the column of that name (capitals do not matter); nothing where it is empty.
    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        let at = self.names.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        let value = self.values.get(at)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The first of these columns that has something in this row.
    pub(crate) fn any(&self, columns: &[&str]) -> Option<&str> {
        columns.iter().find_map(|column| self.get(column))
    }

    /// A count; thousands may be separated by commas.
    pub(crate) fn count(&self, column: &str) -> Option<u64> {
        self.get(column)?.replace(',', "").parse().ok()
    }

    /// Whether there are as many cells as columns.
    pub(crate) fn fit(&self) -> bool {
        self.names.len() == self.values.len()
    }
}

/// The cells of one record. NUL, which PostgreSQL cannot keep, is left out.
pub(super) fn split(record: &str, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(record.as_bytes());
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(|cell| cell.replace('\0', "")).collect()
}
