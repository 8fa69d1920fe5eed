//! `routewatch index rebuild`

use super::Context;
use crate::{assemble, clock, output};
use std::process::ExitCode;

/// Keeps the search index.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make the index anew from the database.
    Rebuild,
}

pub(super) async fn run(command: &Command, context: &Context) -> anyhow::Result<ExitCode> {
    let Command::Rebuild = command;
    let settings = context.settings()?;
    let (clock, entropy) = clock::real();
    let index = assemble::index(&settings, &settings.index_dir())?;
    let shop = assemble::workshop(&settings, clock, &*entropy, Some(index.clone())).await?;
    index.clear()?;
    let total = u64::try_from(shop.store.latest_seq().await?).unwrap_or(0);
    let bar = output::bar(total, "indexing");
    while worker::catch_up_index(&shop).await? > 0 {
        bar.set_position(u64::try_from(index.applied_seq()).unwrap_or(0));
    }
    bar.finish_and_clear();
    output::line(&format!("{} posts indexed", index.documents()));
    Ok(ExitCode::SUCCESS)
}
