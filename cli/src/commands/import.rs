//! `routewatch import FILE`

use super::Context;
use crate::failure::REFUSED;
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use crawler::importers::{self, COLUMNS, Hints};
use model::{Platform, Timestamp};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use worker::importing::{ImportReport, Order, import};

/// Brings in posts that were collected elsewhere.
#[derive(Debug, clap::Args)]
#[command(after_help = formats())]
pub(crate) struct Args {
    /// The file.
    file: PathBuf,
    /// Its format; recognised from how it begins unless given.
    #[arg(long)]
    format: Option<String>,
    /// The platform of its posts, where the file does not tell.
    #[arg(long)]
    platform: Option<String>,
    /// For a plain table: which column holds what, such as `text=Message`. Repeat it.
    #[arg(long = "column", value_name = "WHAT=COLUMN")]
    columns: Vec<String>,
    /// When it was collected, such as `2026-11-24T09:00:00Z`; the file's own time unless given.
    #[arg(long, value_name = "TIME")]
    collected: Option<String>,
    /// Why it is brought in, and by whom it was collected.
    #[arg(long, default_value = "")]
    note: String,
    /// Only read it and say what would be taken; nothing is stored.
    #[arg(long)]
    dry_run: bool,
    /// Where rows that are not taken are listed (CSV); beside the present folder's files unless given.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
}

pub(super) async fn run(args: Args, context: &Context) -> anyhow::Result<ExitCode> {
    let order = order(&args)?;
    let settings = context.settings()?;
    let (clock, entropy) = clock::real();
    let shop = assemble::workshop(&settings, clock, &*entropy, None).await?;
    let length = std::fs::metadata(&args.file)
        .with_context(|| format!("{} cannot be read", args.file.display()))?
        .len();
    let bar = output::bar(length, "importing");
    let done = import(&shop, &order, &|bytes| bar.set_position(bytes.min(length))).await;
    bar.finish_and_clear();
    let report = done?;
    let listed = list_refused(&args, &report)?;
    if context.json {
        output::json(&report)?;
    } else {
        show(&report, listed.as_deref());
    }
    let nothing = report.counts.posts == 0 && report.counts.refused > 0;
    Ok(if nothing { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

fn order(args: &Args) -> anyhow::Result<Order> {
    let platform = args.platform.as_deref().map(str::to_lowercase);
    if let Some(name) = &platform
        && !importers::platform_names().any(|known| known == name)
    {
        let known: Vec<_> = importers::platform_names().collect();
        bail!("no platform is called {name}; there are {}", known.join(", "));
    }
    let collected_at = args.collected.as_deref().map(|text| {
        Timestamp::parse(text)
            .with_context(|| format!("{text} is no time; write it like 2026-11-24T09:00:00Z"))
    });
    Ok(Order {
        file: args.file.clone(),
        format: args.format.clone(),
        hints: Hints { platform: platform.map(Platform::new), columns: columns(&args.columns)? },
        collected_at: collected_at.transpose()?,
        note: args.note.clone(),
        dry_run: args.dry_run,
    })
}

fn columns(said: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let known = || COLUMNS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let one = |text: &String| {
        let (what, column) = text
            .split_once('=')
            .with_context(|| format!("--column {text}: write it like text=Message"))?;
        if !COLUMNS.iter().any(|(name, _)| *name == what) {
            bail!("--column {text}: a column holds one of {}", known());
        }
        Ok((what.to_owned(), column.to_owned()))
    };
    said.iter().map(one).collect()
}

/// Writes down which rows were not taken; where, if there are any.
fn list_refused(args: &Args, report: &ImportReport) -> anyhow::Result<Option<PathBuf>> {
    if report.refused.is_empty() {
        return Ok(None);
    }
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let usual = || PathBuf::from(format!("{name}.refused.csv"));
    let path = args.refused.clone().unwrap_or_else(usual);
    let unwritable = || format!("{} cannot be written; say --refused FILE", path.display());
    let file = std::fs::File::create(&path).with_context(unwritable)?;
    let mut out = std::io::BufWriter::new(file);
    writeln!(out, "at,reason").with_context(unwritable)?;
    for row in &report.refused {
        writeln!(out, "{},\"{}\"", row.at, row.reason.replace('"', "\"\""))
            .with_context(unwritable)?;
    }
    out.flush().with_context(unwritable)?;
    Ok(Some(path))
}

fn show(report: &ImportReport, listed: Option<&Path>) {
    let (import, counts) = (&report.import, &report.counts);
    output::line(&format!("{} as {}: {} rows", import.file, import.format, counts.rows));
    for (platform, posts) in &report.platforms {
        output::line(&format!("  {posts} posts on {platform}"));
    }
    if let Some((first, last)) = report.published {
        let day = |time: Timestamp| time.utc().format("%-d %b %Y").to_string();
        let accounts = report.accounts;
        output::line(&format!("  by {accounts} accounts, {} to {}", day(first), day(last)));
    }
    for (reason, rows) in &report.reasons {
        output::line(&format!("  {rows} refused: {reason}"));
    }
    if let Some(path) = listed {
        output::line(&format!("refused rows are listed in {}", path.display()));
    }
    if report.dry_run {
        output::line("dry run: nothing was stored");
    } else {
        let (new, changed) = (counts.new_posts, counts.changed_posts);
        output::line(&format!("{new} new posts, {changed} changed"));
    }
}

/// What can be imported, for `--help`.
fn formats() -> String {
    let lines = importers::ALL.iter().map(|one| format!("  {:17} {}\n", one.name(), one.help()));
    let columns: Vec<_> = COLUMNS.iter().map(|(name, _)| *name).collect();
    format!(
        "Formats:\n{}\nColumns of a plain table: {}.\n\nImporting a file again changes nothing.",
        lines.collect::<String>(),
        columns.join(", ")
    )
}
