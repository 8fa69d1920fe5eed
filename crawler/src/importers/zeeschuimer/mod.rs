//! NDJSON of Zeeschuimer, a browser extension that writes down what a person sees while browsing.
//!
//! Each line is an envelope (`item_id`, `timestamp_collected` in ms, `source_platform`, `data`), or
//! the data itself with the envelope under `__import_meta`, as some exports have it. What `data`
//! holds is whatever the platform sent to its own page; 4CAT's `map_item` functions name the fields.

mod instagram;
mod tiktok;
mod x;

use super::{Hints, Importer, Refusal, Rows, Shape, Taken};
use crate::json_fields::Fields;
use crate::sheets::{Cutting, Row};
use serde_json::Value;

/// The importer.
pub(super) const IMPORTER: Zeeschuimer = Zeeschuimer;

/// Reads exports of Zeeschuimer.
#[derive(Debug)]
pub(super) struct Zeeschuimer;

impl Importer for Zeeschuimer {
    fn name(&self) -> &'static str {
        "zeeschuimer"
    }

    fn title(&self) -> &'static str {
        "Zeeschuimer"
    }

    fn help(&self) -> &'static str {
        "NDJSON of the browser extension Zeeschuimer: TikTok, Instagram, X"
    }

    fn recognises(&self, head: &str) -> bool {
        let first = head.lines().next().unwrap_or_default();
        let envelope = first.contains("\"item_id\"") && first.contains("\"source_platform\"");
        first.starts_with('{') && (envelope || first.contains("\"__import_meta\""))
    }

    fn shape(&self) -> Shape {
        Shape::Rows(&IMPORTER)
    }
}

impl Rows for Zeeschuimer {
    fn cutting(&self) -> Cutting {
        Cutting::Lines
    }

    fn read(&self, row: &Row<'_>, _hints: &Hints) -> Result<Taken, Refusal> {
        let line: Value =
            serde_json::from_str(row.text).map_err(|_| Refusal::new("not readable as JSON"))?;
        let envelope = line.field("__import_meta").unwrap_or(&line);
        let post = line.field("data").unwrap_or(&line);
        let platform = envelope.text("source_platform").unwrap_or_default().to_lowercase();
        match platform.trim_start_matches("www.") {
            "tiktok.com" | "tiktok" => tiktok::read(post),
            "instagram.com" | "instagram" => instagram::read(post),
            "twitter.com" | "x.com" | "twitter" => x::read(post),
            other => {
                // A platform's name is no personal data, but what stands there may be anything.
                let known = other.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
                let name = if known && other.len() < 30 { other } else { "this platform" };
                Err(Refusal::new(format!("posts of {name} are not read")))
            }
        }
    }
}

/// An id that may be a text or a number.
fn id(value: &Value, name: &str) -> Option<String> {
    value.text(name).or_else(|| value.count(name).map(|number| number.to_string()))
}

/// A count that may be a text or a number.
fn count(value: &Value, name: &str) -> Option<u64> {
    value.count(name).or_else(|| value.text(name)?.parse().ok())
}
