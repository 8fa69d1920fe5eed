//! `routewatch init`

use super::Context;
use super::user::{create, password_from};
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use config::Sources;
use model::Role;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes a commented settings file and creates the first administrator.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the settings file goes.
    #[arg(long, value_name = "FILE", default_value = "routewatch.toml")]
    write: PathBuf,
    /// Log-in name of the first administrator.
    #[arg(long, default_value = "admin")]
    administrator: String,
    /// Mail address of the first administrator.
    #[arg(long)]
    email: Option<String>,
    /// Read the password from standard input instead of inventing one.
    #[arg(long)]
    password_stdin: bool,
}

pub(super) async fn run(args: Args, context: &Context) -> anyhow::Result<ExitCode> {
    let path = context.file().unwrap_or_else(|| args.write.clone());
    let fresh = !path.exists();
    if fresh {
        std::fs::write(&path, config::SHIPPED)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let environment = std::env::vars().collect();
    let settings = config::load(&Sources { file: Some(path.clone()), environment })?;
    let store = assemble::store(&settings).await?;
    if !store.people().await?.is_empty() {
        bail!(
            "there are people in this database already; use `routewatch user add` for more, and \
             `routewatch user password` where one was lost"
        );
    }
    let (clock, entropy) = clock::real();
    let password = password_from(args.password_stdin, &*entropy)?;
    let name = args.administrator.to_lowercase();
    create(&store, &name, &name, args.email, Role::Administrator, &password, &*clock, &*entropy)
        .await?;
    if fresh {
        output::line(&format!("wrote {}: every setting with its meaning", path.display()));
    } else {
        output::line(&format!("{} was there already and is unchanged", path.display()));
    }
    output::line(&format!("database: {}", store.backend()));
    output::line(&format!("first administrator: {name}"));
    if !args.password_stdin {
        output::line(&format!("password:            {password}   (shown once)"));
    }
    output::line("next: set referral.organisation and crawler.user_agent_contact in the file,");
    output::line("      run `routewatch check`, then `routewatch serve`");
    Ok(ExitCode::SUCCESS)
}
