//! `routewatch model promote` and `rollback`

use super::{enter, named, posts, signer};
use crate::commands::Context;
use crate::failure::REFUSED;
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use classifier::Classifier;
use classifier::evaluate::Comparison;
use classifier::opinion::{LabelledPost, read_corpus};
use classifier::shelf::{Shelf, Signature};
use config::Settings;
use model::Clock as _;
use std::collections::BTreeMap;
use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use store::Store;

/// Lets a version judge: shows it beside the one in use on past reviews (and a corpus), and asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The version; `shipped` is the one inside the program.
    version: String,
    /// Log-in name of who decides.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why; it goes into history and audit.
    #[arg(long)]
    reason: String,
    /// Compare on these labelled posts, too: best on posts that neither was trained on.
    #[arg(long, value_name = "FILE|DIR")]
    corpus: Option<PathBuf>,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// Lets the version before judge again.
#[derive(Debug, clap::Args)]
pub(crate) struct BackArgs {
    /// Log-in name of who decides.
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why; it goes into history and audit.
    #[arg(long)]
    reason: String,
}

pub(super) async fn run(
    args: Args,
    context: &Context,
    settings: &Settings,
) -> anyhow::Result<ExitCode> {
    let store = assemble::store(settings).await?;
    let person = signer(&store, &args.by).await?;
    let (shelf, reason) = (assemble::shelf(settings), said(&args.reason)?);
    let before = named(settings, &shelf, None)?;
    let after = named(settings, &shelf, Some(&args.version))?;
    let mut tables = Vec::new();
    let reviewed = posts::reviewed(&store).await?;
    if !reviewed.is_empty() {
        tables.push(on_reviews(&store, &before, &after, &reviewed).await?);
    }
    if let Some(corpus) = &args.corpus {
        tables.push(on_corpus(&shelf, &before, &after, &read_corpus(corpus)?)?);
    }
    show(context, &tables, reviewed.is_empty())?;
    if !args.yes && !agreed(&args.version)? {
        output::line("nothing was changed");
        return Ok(ExitCode::from(REFUSED));
    }
    let now = clock::SystemClock.now();
    let signed = Signature { at: now, by: &person.name, reason };
    shelf.promote(&args.version, &signed)?;
    enter(&store, Some(&person), &args.version, format!("promoted: {reason}"), now).await?;
    judge_anew(settings, &store, &args.version).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn back(
    args: BackArgs,
    _context: &Context,
    settings: &Settings,
) -> anyhow::Result<ExitCode> {
    let store = assemble::store(settings).await?;
    let person = signer(&store, &args.by).await?;
    let reason = said(&args.reason)?;
    let now = clock::SystemClock.now();
    let signed = Signature { at: now, by: &person.name, reason };
    let version = assemble::shelf(settings).roll_back(&signed)?;
    enter(&store, Some(&person), &version, format!("rolled back: {reason}"), now).await?;
    judge_anew(settings, &store, &version).await?;
    Ok(ExitCode::SUCCESS)
}

fn said(reason: &str) -> anyhow::Result<&str> {
    match reason.trim() {
        "" => bail!("say why with --reason; nothing was changed"),
        reason => Ok(reason),
    }
}

/// Queues every post, so that one model judged all of them.
async fn judge_anew(settings: &Settings, store: &Store, version: &str) -> anyhow::Result<()> {
    let queued = store.requeue_all().await?;
    output::line(&format!(
        "{version} judges from now on; {queued} posts are assessed again. Running processes with \
         this data folder take it up by themselves"
    ));
    if settings.classifier.model.is_some() {
        output::line("but classifier.model in the settings names a file, which goes before it");
    }
    Ok(())
}

/// Both on past reviews. Posts that a model was trained on count with the score of weights that
/// left them out.
async fn on_reviews(
    store: &Store,
    before: &Classifier,
    after: &Classifier,
    reviewed: &[LabelledPost],
) -> anyhow::Result<(&'static str, Comparison)> {
    let mut reports = Vec::new();
    for classifier in [before, after] {
        let trials = store.trials_of_reviewed(classifier.version()).await?;
        let held_out: BTreeMap<String, f32> =
            trials.into_iter().map(|(post, score)| (post.to_string(), score)).collect();
        reports.push(posts::report(classifier, reviewed, &held_out));
    }
    let after = reports.pop().context("two reports")?;
    let before = reports.pop().context("two reports")?;
    Ok(("On past reviews", Comparison { before, after }))
}

fn on_corpus(
    shelf: &Shelf,
    before: &Classifier,
    after: &Classifier,
    labelled: &[LabelledPost],
) -> anyhow::Result<(&'static str, Comparison)> {
    let report = |classifier: &Classifier| -> anyhow::Result<_> {
        let card = shelf.card(classifier.version())?;
        let held_out = card.map(|card| card.held_out).unwrap_or_default();
        Ok(posts::report(classifier, labelled, &held_out))
    };
    let words = "On the corpus given (the shipped model flatters itself on the shipped corpus)";
    Ok((words, Comparison { before: report(before)?, after: report(after)? }))
}

fn show(
    context: &Context,
    tables: &[(&'static str, Comparison)],
    unreviewed: bool,
) -> anyhow::Result<()> {
    for (title, table) in tables {
        if context.json {
            output::json(table)?;
        } else {
            output::line(&format!("{title}: {table}"));
        }
    }
    if unreviewed && !context.json {
        output::line("nothing was reviewed here yet, so there are no past reviews to compare on");
    }
    Ok(())
}

/// Asks on a terminal; anybody else has to say --yes.
fn agreed(version: &str) -> anyhow::Result<bool> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        bail!("nobody is there to ask; look at the table and say --yes");
    }
    let mut out = std::io::stdout().lock();
    write!(out, "Let {version} judge? [y/N] ").and_then(|()| out.flush())?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer).context("the answer cannot be read")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
