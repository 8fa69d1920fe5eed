//! Runs the jobs, each in its own loop, until told to stop.

use crate::Workshop;
use crate::jobs::{ALL, INDEX_POSTS, Job};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Longest pause after failures in a row.
const MAX_PAUSE: Duration = Duration::from_mins(1);

/// Runs every job until `stop` is cancelled. A job that fails is tried again after a growing
/// pause; one job's failure stops no other.
pub async fn run(shop: Workshop, stop: CancellationToken) {
    let mut loops = tokio::task::JoinSet::new();
    for job in ALL {
        for number in 0..job.copies(&shop.options) {
            loops.spawn(rounds(*job, number, shop.clone(), stop.clone()));
        }
    }
    while loops.join_next().await.is_some() {}
}

async fn rounds(job: &'static dyn Job, number: u32, shop: Workshop, stop: CancellationToken) {
    let mut failures: u32 = 0;
    while !stop.is_cancelled() {
        let pause = match turn(job, number, &shop).await {
            Ok(0) => {
                failures = 0;
                job.pause(&shop.options)
            }
            Ok(_) => {
                failures = 0;
                Duration::ZERO
            }
            Err(why) => {
                failures = failures.saturating_add(1);
                shop.tally.failures(1);
                tracing::error!(job = job.name(), error = format!("{why:#}"), "job failed");
                MAX_PAUSE.min(Duration::from_millis(500) * 2_u32.saturating_pow(failures.min(10)))
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One run of a job, if it is this process's turn.
async fn turn(job: &dyn Job, number: u32, shop: &Workshop) -> anyhow::Result<u64> {
    if !job.alone() {
        return job.run(shop, number).await;
    }
    let lease = format!("job:{}", job.name());
    if !shop.store.take_lease(&lease, &shop.holder, shop.now(), shop.options.lease_ms).await? {
        return Ok(0);
    }
    let done = job.run(shop, number).await;
    shop.store.release_lease(&lease, &shop.holder).await?;
    done
}

/// Keeps this node's index up to date and does nothing else, until `stop` is cancelled. For a
/// node that only shows the dashboard.
pub async fn keep_index(shop: Workshop, stop: CancellationToken) {
    rounds(INDEX_POSTS, 0, shop, stop).await;
}

/// Applies one batch of changes to the index; returns how many there were.
pub async fn catch_up_index(shop: &Workshop) -> anyhow::Result<u64> {
    INDEX_POSTS.run(shop, 0).await
}

/// Runs all jobs in order, again and again, until none finds anything to do (at most `rounds`
/// times). For tests and for `routewatch visit`.
pub async fn run_until_idle(shop: &Workshop, rounds: u32) -> anyhow::Result<u64> {
    let mut done = 0;
    for _ in 0..rounds {
        let mut now = 0;
        for job in ALL {
            now += job.run(shop, 0).await?;
        }
        done += now;
        if now == 0 {
            break;
        }
    }
    Ok(done)
}
