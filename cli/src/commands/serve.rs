//! `routewatch serve`, `work` and `dashboard`

use super::Context;
use crate::{assemble, clock, output};
use anyhow::Context as _;
use std::process::ExitCode;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Runs until told to stop (Ctrl-C or SIGTERM).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Which halves of the program run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Halves {
    /// Collecting, jobs and dashboard.
    Both,
    /// Collecting and jobs.
    Work,
    /// The dashboard, with its own copy of the index.
    Dashboard,
}

pub(super) async fn run(
    _args: &Args,
    context: &Context,
    halves: Halves,
) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let (clock, entropy) = clock::real();
    // Each half keeps an index of its own, so that both may run on one machine.
    let folder =
        if halves == Halves::Work { settings.work_index_dir() } else { settings.index_dir() };
    let index = assemble::index(&settings, &folder)?;
    let shop = assemble::workshop(&settings, clock, &*entropy, Some(index.clone())).await?;
    let stop = CancellationToken::new();
    tokio::spawn(cancel_on_signal(stop.clone()));
    let jobs = match halves {
        Halves::Both | Halves::Work => tokio::spawn(worker::run(shop.clone(), stop.clone())),
        Halves::Dashboard => tokio::spawn(worker::keep_index(shop.clone(), stop.clone())),
    };
    if halves == Halves::Work {
        output::line("working");
        ready();
    } else {
        let listen = settings.dashboard.listen;
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on {listen}; set dashboard.listen"))?;
        output::line(&format!("dashboard: http://{}", listener.local_addr()?));
        ready();
        let parts = assemble::parts(&shop, index, Arc::clone(&entropy), None);
        let until = stop.clone().cancelled_owned();
        let served = dashboard::serve(parts, settings.dashboard.clone(), listener, until).await;
        stop.cancel();
        served?;
    }
    jobs.await.context("the jobs stopped unexpectedly")?;
    output::line("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Tells systemd, where it listens, that we are up.
fn ready() {
    if let Err(why) = sd_notify::notify(&[sd_notify::NotifyState::Ready]) {
        tracing::debug!(%why, "systemd was not told");
    }
}

/// Cancels on Ctrl-C or SIGTERM.
pub(super) async fn cancel_on_signal(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
        () = stop.cancelled() => {}
    }
    stop.cancel();
}
