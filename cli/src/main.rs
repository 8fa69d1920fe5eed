//! The `routewatch` binary: reads settings, assembles the house, runs one command.
//!
//! It knows every crate and holds no rule of its own. Begin reading at [`commands`], one file
//! each; [`assemble`] puts the parts together.

mod assemble;
mod clock;
mod commands;
mod failure;
mod logging;
mod output;

use clap::{CommandFactory, FromArgMatches};
use commands::{Context, Line};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A provider installed twice is harmless; reqwest, sqlx and lettre all use this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let matches = Line::command().get_matches();
    let line = match Line::from_arg_matches(&matches) {
        Ok(line) => line,
        Err(wrong) => wrong.exit(),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => return failure::report(&anyhow::Error::new(why)),
    };
    let context = Context::new(&line);
    match runtime.block_on(commands::run(line.command, &context)) {
        Ok(code) => code,
        Err(why) => failure::report(&why),
    }
}
