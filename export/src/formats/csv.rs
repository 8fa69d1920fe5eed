//! CSV (RFC 4180, UTF-8 with BOM so that spreadsheets read it), safe to open in a spreadsheet:
//! a cell that a spreadsheet would take for a formula is preceded by an apostrophe (OWASP, “CSV
//! injection”).

use super::Format;
use crate::{Row, WriteError};
use std::io::Write;

/// The format.
#[derive(Debug)]
pub(super) struct Csv;

/// The one of this file.
pub(super) const FORMAT: Csv = Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn help(&self) -> &'static str {
        "table for spreadsheets, one post a line"
    }

    fn write(&self, rows: &[Row], out: &mut dyn Write) -> Result<(), WriteError> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv = ::csv::Writer::from_writer(out);
        if let Some(first) = rows.first() {
            csv.write_record(first.cells().map(|(name, _)| name)).map_err(wrong)?;
        }
        for row in rows {
            csv.write_record(row.cells().map(|(_, cell)| harmless(&cell))).map_err(wrong)?;
        }
        csv.flush()?;
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "used with map_err")]
fn wrong(why: ::csv::Error) -> WriteError {
    WriteError::Format(why.to_string())
}

/// Puts an apostrophe before what a spreadsheet might run.
fn harmless(cell: &str) -> String {
    let first = cell.trim_start_matches([' ', '\u{feff}', '\u{a0}']).chars().next();
    let risky = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|' | '%' | '＝' | '＋' | '－' | '＠')
    );
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn nothing_a_spreadsheet_would_run_is_left_bare() {
        for cell in ["=1+1", "+44 7700 900413", "-2", "@sum", "\t=1", " =1", "＝1", "|calc"] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("two places"), "two places");
    }

    #[test]
    fn known_formula_payloads_are_harmless() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reliability/csv-injection");
        let Ok(files) = std::fs::read_dir(folder) else {
            println!("skipped: ../shared is absent");
            return;
        };
        let mut seen = 0;
        for file in files {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for line in String::from_utf8_lossy(&bytes).lines() {
                let cell = harmless(line);
                let bare = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!bare, "{line:?}");
                seen += 1;
            }
        }
        assert!(seen >= 10, "{seen}");
    }
}
