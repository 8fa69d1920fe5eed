//! `routewatch restore FILE`

use super::Context;
use super::backup::{CAPTURES, DUMP, MANIFEST, Manifest};
use crate::{assemble, output};
use anyhow::{Context as _, bail};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zip::ZipArchive;

/// Brings a backup into an empty installation.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A file that `routewatch backup` wrote.
    file: PathBuf,
}

pub(super) async fn run(args: Args, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let file = File::open(&args.file)
        .with_context(|| format!("{} cannot be opened", args.file.display()))?;
    let mut zip = ZipArchive::new(file)
        .with_context(|| format!("{} is not a backup of routewatch", args.file.display()))?;
    let manifest: Manifest =
        serde_json::from_reader(zip.by_name(MANIFEST).with_context(|| {
            format!("{} has no {MANIFEST}: it is not a backup of routewatch", args.file.display())
        })?)?;
    let store = assemble::store(&settings).await?;
    let captures = settings.archive_dir();
    let rows = {
        let dump = zip.by_name(DUMP).context("the backup has no database dump")?;
        store.load(&mut BufReader::new(dump)).await?
    };
    for (table, said) in manifest.rows.iter().filter(|(_, said)| **said > 0) {
        let there = rows.get(table).copied().unwrap_or(0);
        if there != *said {
            bail!("the backup says {said} rows of {table} and has {there}: it is damaged");
        }
    }
    restore_captures(&mut zip, &manifest, &captures)?;
    let folder = captures.clone();
    let verified =
        tokio::task::spawn_blocking(move || evidence::Archive::verify(&folder)).await??;
    let rows: u64 = rows.values().sum();
    output::line(&format!(
        "{rows} records and {} capture files of {} restored",
        manifest.captures.len(),
        manifest.at
    ));
    if !verified.is_sound() {
        bail!("the captures are damaged: {verified:?}");
    }
    output::line(&format!("{} capture records read, every digest holds", verified.records));
    output::line("next: `routewatch index rebuild`, then `routewatch check`");
    Ok(ExitCode::SUCCESS)
}

fn restore_captures(
    zip: &mut ZipArchive<File>,
    manifest: &Manifest,
    folder: &Path,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let bar = output::bar(manifest.captures.len() as u64, "captures");
    for name in &manifest.captures {
        // Names come from a file: nothing may lead out of the folder.
        let plain = Path::new(name).file_name().is_some_and(|f| f.to_str() == Some(name.as_str()));
        if !plain {
            bail!("the backup names a capture file {name:?} outside its folder");
        }
        let mut entry = zip.by_name(&format!("{CAPTURES}{name}"))?;
        let mut file = File::create_new(folder.join(name))
            .with_context(|| format!("{} has captures already", folder.display()))?;
        std::io::copy(&mut entry, &mut file)?;
        file.sync_all()?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}
