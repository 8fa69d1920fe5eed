//! `routewatch model list`

use crate::commands::Context;
use crate::{assemble, output};
use classifier::shelf::Entry;
use config::Settings;
use std::process::ExitCode;

pub(super) fn run(context: &Context, settings: &Settings) -> anyhow::Result<ExitCode> {
    let shelf = assemble::shelf(settings);
    let (history, standing) = (shelf.history()?, shelf.standing()?);
    if context.json {
        let challenger = standing.challenger().map(|(version, _)| version);
        output::json(&serde_json::json!({
            "champion": standing.champion(), "challenger": challenger, "history": history,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let models = assemble::models(settings)?;
    output::line(&format!(
        "judges: {} (model {})",
        if models.is_fixed() { "named by classifier.model" } else { standing.champion() },
        models.champion().version()
    ));
    if let Some((version, since)) = standing.challenger() {
        output::line(&format!("in shadow: {version}, since {since}"));
    }
    let row = |entry: &Entry| {
        vec![
            entry.at.to_string(),
            entry.deed.words().to_owned(),
            entry.version.clone(),
            entry.by.clone(),
            entry.reason.clone(),
        ]
    };
    output::table(&["when", "what", "version", "by", "why"], history.iter().map(row).collect());
    Ok(ExitCode::SUCCESS)
}
