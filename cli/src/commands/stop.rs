//! `routewatch stop on`, `off`, `show`

use super::Context;
use crate::{assemble, clock, output};
use anyhow::bail;
use model::Action;
use model::audit::Deed;
use model::source::STOP_SWITCH;
use std::process::ExitCode;

/// Turns the stop switch.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Ask for no page any more, in any process on this database.
    On {
        /// Why; it goes into the audit.
        #[arg(long)]
        reason: String,
    },
    /// Visit sources again as they fall due.
    Off {
        /// Why; it goes into the audit.
        #[arg(long)]
        reason: String,
    },
    /// Say how it stands.
    Show,
}

pub(super) async fn run(command: Command, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let store = assemble::store(&settings).await?;
    let (state, reason) = match command {
        Command::Show => {
            let state = store.setting(STOP_SWITCH).await?.unwrap_or_else(|| "off".to_owned());
            show(context, &state)?;
            return Ok(ExitCode::SUCCESS);
        }
        Command::On { reason } => ("on", reason),
        Command::Off { reason } => ("off", reason),
    };
    if reason.trim().is_empty() {
        bail!("say why with --reason; nothing was switched");
    }
    store.set_setting(STOP_SWITCH, state).await?;
    let deed = Deed {
        actor: None,
        action: Action::Change,
        record: "setting".to_owned(),
        record_id: STOP_SWITCH.to_owned(),
        reason: format!("{state}: {}", reason.trim()),
    };
    store.enter(deed, clock::real().0.now()).await?;
    show(context, state)?;
    Ok(ExitCode::SUCCESS)
}

fn show(context: &Context, state: &str) -> anyhow::Result<()> {
    if context.json {
        return output::json(&serde_json::json!({ "stop": state == "on" }));
    }
    output::line(match state {
        "on" => "the stop switch is on: no page is asked for",
        _ => "the stop switch is off: sources are visited as they fall due",
    });
    Ok(())
}
