//! `routewatch backup FILE`

use super::Context;
use crate::{assemble, clock, output};
use anyhow::Context as _;
use model::Clock as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zip::write::SimpleFileOptions;

/// Writes database and captures into one file. Settings and secrets are not in it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file, made anew; must not exist.
    file: PathBuf,
}

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Version of the program that wrote it.
    pub(super) routewatch: String,
    /// When.
    pub(super) at: model::Timestamp,
    /// Rows by table.
    pub(super) rows: BTreeMap<String, u64>,
    /// Files of captures.
    pub(super) captures: Vec<String>,
}

/// Entry of the database dump.
pub(super) const DUMP: &str = "store.jsonl";
/// Entry of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";
/// Folder of the captures.
pub(super) const CAPTURES: &str = "captures/";

pub(super) async fn run(args: Args, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let store = assemble::store(&settings).await?;
    let partial = args.file.with_extension("part");
    let file = File::create_new(&args.file)
        .and_then(|_| File::create(&partial))
        .with_context(|| format!("{} cannot be made anew", args.file.display()))?;
    let mut zip = zip::ZipWriter::new(file);
    let packed = SimpleFileOptions::default().large_file(true);
    // Captures first: a record never points to a capture that the backup lacks.
    let captures = add_captures(&mut zip, &settings.archive_dir())?;
    zip.start_file(DUMP, packed)?;
    let rows = store.dump(&mut zip).await?;
    let manifest = Manifest {
        routewatch: env!("CARGO_PKG_VERSION").to_owned(),
        at: clock::SystemClock.now(),
        rows,
        captures,
    };
    zip.start_file(MANIFEST, packed)?;
    serde_json::to_writer_pretty(&mut zip, &manifest)?;
    zip.finish()?.sync_all()?;
    std::fs::rename(&partial, &args.file)?;
    let rows: u64 = manifest.rows.values().sum();
    if context.json {
        output::json(&manifest)?;
    } else {
        output::line(&format!(
            "{}: {rows} records, {} capture files; it holds personal data: keep it locked away",
            args.file.display(),
            manifest.captures.len()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn add_captures(zip: &mut zip::ZipWriter<File>, folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(Result::ok)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.contains(".warc"))
            .collect(),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(why) => return Err(why).context("the captures cannot be listed"),
    };
    names.sort();
    let stored = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .large_file(true);
    let bar = output::bar(names.len() as u64, "captures");
    for name in &names {
        zip.start_file(format!("{CAPTURES}{name}"), stored)?;
        let mut file = File::open(folder.join(name))?;
        std::io::copy(&mut file, zip)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    zip.flush()?;
    Ok(names)
}
