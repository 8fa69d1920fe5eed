//! `routewatch visit SOURCE`

use super::{Context, source};
use crate::failure::FOUND_WRONG;
use crate::{assemble, clock, output};
use anyhow::bail;
use std::process::ExitCode;
use worker::visiting::{VisitReport, visit};

/// Visits one source now.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address or id of a source that is watched.
    source: String,
}

pub(super) async fn run(args: Args, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let (clock, entropy) = clock::real();
    let shop = assemble::workshop(&settings, clock, &*entropy, None).await?;
    let source = source::find(&shop.store, &shop.platforms, &args.source).await?;
    let taken = shop
        .store
        .take_lease(&source.host, &shop.holder, shop.now(), shop.options.lease_ms)
        .await?;
    if !taken {
        bail!(
            "another process is visiting {} just now; try again in a moment, or look at its \
             result with `routewatch source list`",
            source.host
        );
    }
    let visited = visit(&shop, &source, &shop.holder).await;
    shop.store.release_lease(&source.host, &shop.holder).await?;
    let report = visited?;
    if context.json {
        output::json(&report)?;
    } else {
        show(&report);
    }
    let saw = report.visit.outcome.is_some_and(model::VisitOutcome::saw);
    Ok(if saw { ExitCode::SUCCESS } else { ExitCode::from(FOUND_WRONG) })
}

fn show(report: &VisitReport) {
    for page in &report.pages {
        output::line(&format!(
            "{} {}\n    {:?}: {} posts, {} new",
            page.status, page.url, page.state, page.posts, page.new_posts
        ));
        for complaint in &page.complaints {
            output::line(&format!("    complaint {}: {}", complaint.code, complaint.detail));
        }
    }
    let visit = &report.visit;
    let outcome = visit.outcome.map_or("none", |o| o.words());
    output::line(&format!(
        "{outcome}; {} pages, {} posts, {} new, {} complaints",
        visit.pages,
        visit.posts,
        visit.new_posts,
        visit.complaints.len()
    ));
    if !visit.note.is_empty() {
        output::line(&visit.note);
    }
    let (due, why) = &report.next_due;
    output::line(&format!("next visit {} ({why})", due.utc().format("%-d %b %Y, %H:%M UTC")));
}
