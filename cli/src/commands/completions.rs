//! `routewatch completions SHELL`

use super::Line;
use clap::CommandFactory;
use std::process::ExitCode;

/// Prints a completion script.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// For which shell.
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let mut line = Line::command();
    clap_complete::generate(args.shell, &mut line, "routewatch", &mut std::io::stdout());
    ExitCode::SUCCESS
}
