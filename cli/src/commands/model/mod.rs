//! `routewatch model train`, `evaluate`, `explain`, `promote`, `rollback`, `list`

mod evaluate;
mod explain;
mod list;
mod posts;
mod promote;
mod train;

use super::Context;
use crate::{assemble, output};
use anyhow::{Context as _, bail};
use classifier::Classifier;
use classifier::shelf::Shelf;
use config::Settings;
use model::audit::Deed;
use model::{Action, Person, Timestamp};
use std::path::Path;
use std::process::ExitCode;
use store::Store;

/// Versions of the model: each is kept, one judges, the one trained last may run in its shadow.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Train a version from a corpus, the desk's reviews, or both; the same posts give the same
    /// version.
    Train(train::Args),
    /// Say how good a version is on labelled posts.
    Evaluate(evaluate::Args),
    /// Say what a version makes of a text, and why.
    Explain(explain::Args),
    /// Let a version judge, after a look at the table before and after.
    Promote(promote::Args),
    /// Let the version before judge again.
    Rollback(promote::BackArgs),
    /// List the versions and what was done with them.
    List,
}

pub(super) async fn run(command: Command, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    match command {
        Command::Train(args) => train::run(args, context, &settings).await,
        Command::Evaluate(args) => evaluate::run(&args, context, &settings),
        Command::Explain(args) => explain::run(&args, context, &settings),
        Command::Promote(args) => promote::run(args, context, &settings).await,
        Command::Rollback(args) => promote::back(args, context, &settings).await,
        Command::List => list::run(context, &settings),
    }
}

/// The version of that name, the file of that path, or (if none is named) the one that judges.
fn named(settings: &Settings, shelf: &Shelf, name: Option<&str>) -> anyhow::Result<Classifier> {
    let Some(name) = name else {
        let champion = assemble::models(settings)?.champion();
        let weights = champion.weights().clone();
        return Ok(champion.with_weights(weights));
    };
    let path = Path::new(name);
    if path.is_file() {
        let options =
            classifier::Options { model: Some(path.to_owned()), ..settings.classifier.clone() };
        return Ok(Classifier::shipped(&options)?);
    }
    let options = classifier::Options { model: None, ..settings.classifier.clone() };
    Ok(Classifier::shipped(&options)?.with_weights(shelf.weights(name)?))
}

/// Who signs: a person on record who may still log in.
async fn signer(store: &Store, name: &str) -> anyhow::Result<Person> {
    let found = store.person_by_name(name).await?;
    let (person, _) = found
        .with_context(|| format!("there is nobody called {name}; see `routewatch user list`"))?;
    if person.disabled {
        bail!("{name} is disabled; somebody who may log in has to decide this");
    }
    Ok(person)
}

/// Enters into the audit chain what was done with a version.
async fn enter(
    store: &Store,
    person: Option<&Person>,
    version: &str,
    words: String,
    now: Timestamp,
) -> anyhow::Result<()> {
    let deed = Deed {
        actor: person.map(|person| person.id),
        action: Action::Change,
        record: "model".to_owned(),
        record_id: version.to_owned(),
        reason: words,
    };
    store.enter(deed, now).await?;
    Ok(())
}

/// Shows that something takes a while; on a terminal only.
fn spinner(words: &str) -> indicatif::ProgressBar {
    if !output::watched() {
        return indicatif::ProgressBar::hidden();
    }
    let spinner = indicatif::ProgressBar::new_spinner();
    if let Ok(style) = indicatif::ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        spinner.set_style(style);
    }
    spinner.set_message(words.to_owned());
    spinner.enable_steady_tick(std::time::Duration::from_millis(120));
    spinner
}
