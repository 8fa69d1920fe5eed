//! What commands print: a table or sentences for people, JSON for scripts.

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{IsTerminal, Write};

/// Prints a line to standard output. A closed pipe (`| head`) is not our failure.
pub(crate) fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints one value as one line of JSON.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string(value)?);
    Ok(())
}

/// Prints a table with quiet lines.
pub(crate) fn table(head: &[&str], rows: Vec<Vec<String>>) {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(head.iter().copied());
    for row in rows {
        table.add_row(row);
    }
    line(&table.to_string());
}

/// Whether a person is looking at standard error, where progress goes.
pub(crate) fn watched() -> bool {
    std::io::stderr().is_terminal()
}

/// A progress bar on standard error, hidden where nobody looks.
pub(crate) fn bar(total: u64, what: &str) -> indicatif::ProgressBar {
    let bar = if watched() {
        indicatif::ProgressBar::new(total)
    } else {
        indicatif::ProgressBar::hidden()
    };
    let style = "{msg} {wide_bar} {human_pos} of {human_len}, {eta} left";
    if let Ok(style) = indicatif::ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// A text cut to a number of characters, on one line.
pub(crate) fn short(text: &str, characters: usize) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = one_line.chars().take(characters).collect();
    if short.len() < one_line.len() {
        short.push('…');
    }
    short
}
