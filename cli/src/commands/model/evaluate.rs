//! `routewatch model evaluate`

use super::posts;
use crate::commands::Context;
use crate::{assemble, output};
use anyhow::bail;
use classifier::opinion::read_corpus;
use config::Settings;
use std::path::PathBuf;
use std::process::ExitCode;

/// Says how good a version is on labelled posts.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A version, `shipped`, or a weights file; the one that judges if left out.
    model: Option<String>,
    /// Folder of `.jsonl` files, or one file, in the form of `classifier/corpus`.
    #[arg(long, value_name = "FILE|DIR")]
    corpus: PathBuf,
}

pub(super) fn run(args: &Args, context: &Context, settings: &Settings) -> anyhow::Result<ExitCode> {
    let shelf = assemble::shelf(settings);
    let classifier = super::named(settings, &shelf, args.model.as_deref())?;
    let labelled = read_corpus(&args.corpus)?;
    if labelled.is_empty() {
        bail!("there are no posts in {}", args.corpus.display());
    }
    let held_out = shelf.card(classifier.version())?.map(|card| card.held_out);
    let held_out = held_out.unwrap_or_default();
    let wait = super::spinner(&format!("judging {} posts", labelled.len()));
    let report = posts::report(&classifier, &labelled, &held_out);
    wait.finish_and_clear();
    if context.json {
        output::json(&report)?;
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&report.to_string());
    match posts::known(&labelled, &held_out) {
        0 => output::line(
            "whether the model was trained on these posts is not on record; if so, it flatters itself",
        ),
        known => output::line(&format!(
            "{known} of these posts are in its training; they were judged by weights that left \
             them out"
        )),
    }
    Ok(ExitCode::SUCCESS)
}
