//! JSON Lines: one object a line, the same fields as the table.

use super::Format;
use crate::{Row, WriteError};
use std::io::Write;

/// The format.
#[derive(Debug)]
pub(super) struct JsonLines;

/// The one of this file.
pub(super) const FORMAT: JsonLines = JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn media_type(&self) -> &'static str {
        "application/x-ndjson"
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn help(&self) -> &'static str {
        "one JSON object a line, for programs"
    }

    fn write(&self, rows: &[Row], out: &mut dyn Write) -> Result<(), WriteError> {
        for row in rows {
            let line = serde_json::to_string(row).map_err(|e| WriteError::Format(e.to_string()))?;
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_object_even_if_the_text_has_line_breaks() {
        let row = Row {
            post: "p".into(),
            platform: "telegram".into(),
            account: "a".into(),
            handle: "h".into(),
            account_name: "n".into(),
            url: String::new(),
            posted_at: String::new(),
            first_seen: String::new(),
            presence: "live".into(),
            label: "offer".into(),
            reviewed: true,
            score: Some(0.5),
            language: "ar".into(),
            services: "sea".into(),
            origin: "TR".into(),
            destination: "GR".into(),
            contacts: String::new(),
            prices: String::new(),
            text: "one\ntwo\u{2028}three".into(),
        };
        let mut out = Vec::new();
        JsonLines.write(&[row.clone(), row], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 2);
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["text"], "one\ntwo\u{2028}three");
        }
    }
}
