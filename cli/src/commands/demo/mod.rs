//! `routewatch demo`

mod cast;
mod progress;
mod stage;

use super::Context;
use super::serve::cancel_on_signal;
use crate::{assemble, clock, logging, output};
use ::demo::{Plan, ScaledClock, World};
use anyhow::{Context as _, bail};
use model::Clock;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Starts an invented world on this machine, crawls it, and shows the dashboard. Nothing in it is
/// real, and nothing leaves this machine.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder for the demo's data; emptied at the start.
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// Address of the dashboard.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How many times faster than real time the invented days pass.
    #[arg(long, default_value_t = 60.0)]
    time_factor: f64,
    /// Where chance begins: the same seed gives the same world.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Invented accounts, about.
    #[arg(long, default_value_t = 120)]
    accounts: u32,
    /// Write the ground truth as JSON to this file.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

/// A file that marks a folder as a demo's own, so that no other folder is ever emptied.
const MARK: &str = "this-is-a-demo";

pub(super) async fn run(args: Args, _context: &Context) -> anyhow::Result<ExitCode> {
    empty(&args.data)?;
    let listener = tokio::net::TcpListener::bind(args.listen).await.with_context(|| {
        format!("cannot listen on {}; choose another address with --listen", args.listen)
    })?;
    let (wall, entropy) = clock::real();
    let clock: Arc<dyn Clock> = Arc::new(ScaledClock::new(wall.now(), args.time_factor));
    let plan = Plan { seed: args.seed, accounts: args.accounts, ..Plan::starting(wall.now()) };
    let world = Arc::new(World::invent(&plan));
    let served = ::demo::serve(Arc::clone(&world), Arc::clone(&clock)).await?;
    if let Some(path) = &args.truth {
        let file = std::fs::File::create(path)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        serde_json::to_writer(std::io::BufWriter::new(file), &served.truth())?;
    }
    let address = listener.local_addr()?;
    let settings = stage::settings(&args.data, address, &served)?;
    logging::begin(&settings.log);
    let index = assemble::index(&settings, &settings.index_dir())?;
    let shop =
        assemble::workshop(&settings, Arc::clone(&clock), &*entropy, Some(index.clone())).await?;
    cast::people(&shop.store, &*clock, &*entropy).await?;
    let sources = stage::watch_sources(&shop, &served.sources).await?;
    cast::watches(&shop, &*entropy).await?;

    let stop = CancellationToken::new();
    tokio::spawn(cancel_on_signal(stop.clone()));
    introduce(address, &args, sources);
    let jobs = tokio::spawn(worker::run(shop.clone(), stop.clone()));
    let shown = tokio::spawn(progress::show(shop.clone(), sources, stop.clone()));
    let parts = assemble::parts(&shop, index, entropy, Some(banner(args.time_factor)));
    let until = stop.clone().cancelled_owned();
    let result = dashboard::serve(parts, settings.dashboard.clone(), listener, until).await;
    stop.cancel();
    jobs.await.context("the jobs stopped unexpectedly")?;
    shown.await.ok();
    result?;
    Ok(ExitCode::SUCCESS)
}

/// Empties a folder that is new, empty, or a demo's own; refuses any other.
fn empty(folder: &Path) -> anyhow::Result<()> {
    let occupied = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !folder.join(MARK).exists() {
        bail!(
            "{} has files that are not a demo's; choose another folder with --data",
            folder.display()
        );
    }
    if occupied {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be made", folder.display()))?;
    std::fs::write(folder.join(MARK), "made by `routewatch demo`; emptied at its next start\n")?;
    Ok(())
}

fn banner(factor: f64) -> String {
    format!("Demo: everybody here is invented. Time runs {factor:.0} times faster than usual.")
}

fn introduce(address: SocketAddr, args: &Args, sources: usize) {
    output::line(&format!("An invented world is up, with {sources} places to watch.\n"));
    output::line(&format!("  dashboard  http://{address}"));
    for (name, role, password) in cast::LOG_INS {
        output::line(&format!("  log in as  {name:<6} {password:<22} {role}"));
    }
    output::line(&format!("  mails      {}", args.data.join("messages").display()));
    output::line(&format!("  data       {}\n", args.data.display()));
    output::line("Try: log in as ada, open Review, mark an advert with 1, open its account and");
    output::line("draft a referral; log in as ben and approve it. The invented platform takes the");
    output::line(
        "account down within a minute, and the referral shows the outcome. Ctrl-C stops.\n",
    );
}
