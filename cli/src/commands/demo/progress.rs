//! Says what the demo is doing.

use crate::output;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use worker::{Counts, Workshop};

/// Shows running counts until told to stop: a line that renews itself on a terminal, else a line
/// whenever the first round through all sources makes headway.
pub(super) async fn show(shop: Workshop, sources: usize, stop: CancellationToken) {
    let watched = output::watched();
    let bar = if watched { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    let mut last = Counts::default();
    let mut quiet = 0_u32;
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(Duration::from_millis(250)) => {}
        }
        let now = shop.tally.counts();
        bar.set_message(words(&shop, &now, sources));
        bar.tick();
        quiet += 1;
        if !watched && now != last && quiet >= 8 {
            output::line(&words(&shop, &now, sources));
            (last, quiet) = (now, 0);
        }
    }
    bar.finish_and_clear();
    output::line(&format!("stopped: {}", words(&shop, &shop.tally.counts(), sources)));
}

fn words(shop: &Workshop, counts: &Counts, sources: usize) -> String {
    format!(
        "{}  {} visits of {sources} sources, {} pages, {} posts, {} assessed, {} indexed, {} \
         alerts, {} messages, {} failures",
        shop.now().utc().format("%-d %b %Y %H:%M"),
        counts.visits,
        counts.pages,
        counts.posts,
        counts.assessed,
        counts.indexed,
        counts.alerts,
        counts.messages,
        counts.failures,
    )
}
