//! `routewatch model explain`

use crate::commands::Context;
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use config::Settings;
use model::{Assessment, PostId};
use std::io::Read as _;
use std::process::ExitCode;

/// Says what a version makes of a text, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The text, or `-` for standard input.
    text: String,
    /// A version, `shipped`, or a weights file; the one that judges if left out.
    #[arg(long)]
    model: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context, settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut text = args.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
    }
    if text.trim().is_empty() {
        bail!("there is no text to explain");
    }
    let classifier = super::named(settings, &assemble::shelf(settings), args.model.as_deref())?;
    let now = clock::real().0.now();
    let opinion = classifier.assess(PostId::of(&["explain"]), &text, None, now);
    if context.json {
        output::json(&opinion)?;
    } else {
        show(&opinion);
    }
    Ok(ExitCode::SUCCESS)
}

fn show(opinion: &Assessment) {
    let unsure = if opinion.abstain { "; a person must decide" } else { "" };
    output::line(&format!(
        "{}: probability of an offer {}{unsure} (model {})",
        opinion.label.title(),
        opinion.score,
        opinion.model
    ));
    output::line(&format!("language {}", opinion.language));
    if !opinion.services.is_empty() {
        let services: Vec<&str> = opinion.services.iter().map(|one| one.title()).collect();
        output::line(&format!("sells {}", services.join(", ")));
    }
    if !opinion.route.is_unknown() {
        output::line(&format!("route {}", opinion.route));
    }
    let reason = |reason: &model::Reason| {
        vec![
            format!("{:+.2}", reason.weight),
            reason.code.clone(),
            output::short(&reason.text, 40),
            reason.gloss.clone(),
        ]
    };
    let rows = opinion.reasons.iter().map(reason).collect();
    output::table(&["log-odds", "reason", "words", "meaning"], rows);
}
