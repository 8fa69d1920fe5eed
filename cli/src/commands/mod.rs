//! The commands; one file each, listed here.

mod assess;
mod backup;
mod check;
mod completions;
mod demo;
mod import;
mod index;
mod init;
mod model;
mod restore;
mod search;
mod serve;
mod source;
mod stop;
mod user;
mod visit;

use crate::failure::EXIT_CODES;
use clap::{Parser, Subcommand};
use config::{Settings, Sources};
use std::path::PathBuf;
use std::process::ExitCode;

/// Finds, follows and refers adverts for migrant smuggling on public pages.
#[derive(Debug, Parser)]
#[command(name = "routewatch", version, about, after_help = EXIT_CODES)]
pub(crate) struct Line {
    /// Settings file.
    #[arg(long, short, global = true, value_name = "FILE", env = "ROUTEWATCH_CONFIG")]
    config: Option<PathBuf>,
    /// Print JSON for scripts instead of tables for people.
    #[arg(long, global = true)]
    json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Try everything out in an invented world, with nothing to set up.
    Demo(demo::Args),
    /// Write a commented settings file and create the first administrator.
    Init(init::Args),
    /// Collect, run the jobs and show the dashboard, in one process.
    Serve(serve::Args),
    /// Collect and run the jobs only.
    Work(serve::Args),
    /// Show the dashboard only.
    Dashboard(serve::Args),
    /// Watch places: add, list, pause, resume, remove, import.
    #[command(subcommand)]
    Source(source::Command),
    /// Turn the stop switch on or off: while it is on, no page is asked for by any process.
    #[command(subcommand)]
    Stop(stop::Command),
    /// Visit one source now and show what was read, with every complaint.
    Visit(visit::Args),
    /// Bring in posts that were collected elsewhere: exports, tables, web archives.
    Import(import::Args),
    /// Say how much texts look like adverts, and why; needs no database.
    Assess(assess::Args),
    /// Train, compare, promote and roll back models.
    #[command(subcommand)]
    Model(model::Command),
    /// Search the posts.
    Search(search::Args),
    /// Keep the search index.
    #[command(subcommand)]
    Index(index::Command),
    /// Keep the people who may log in.
    #[command(subcommand)]
    User(user::Command),
    /// Say what is wrong with this installation, and what to do.
    Check(check::Args),
    /// Write database and captures into one file.
    Backup(backup::Args),
    /// Bring a backup into an empty installation.
    Restore(restore::Args),
    /// Print a completion script for a shell.
    Completions(completions::Args),
}

/// What every command may use.
#[derive(Debug)]
pub(crate) struct Context {
    config: Option<PathBuf>,
    /// Whether a script reads the output.
    pub(crate) json: bool,
}

impl Context {
    /// From the command line.
    pub(crate) fn new(line: &Line) -> Self {
        Self { config: line.config.clone(), json: line.json }
    }

    /// The settings file in use, if there is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        let usual = || {
            ["routewatch.toml", "/etc/routewatch/routewatch.toml"]
                .iter()
                .map(PathBuf::from)
                .find(|path| path.exists())
        };
        self.config.clone().or_else(usual)
    }

    /// Loads the settings and begins logging as they say.
    pub(crate) fn settings(&self) -> anyhow::Result<Settings> {
        let sources = Sources { file: self.file(), environment: std::env::vars().collect() };
        let settings = config::load(&sources)?;
        crate::logging::begin(&settings.log);
        Ok(settings)
    }
}

/// Runs one command.
pub(crate) async fn run(command: Command, context: &Context) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(args) => demo::run(args, context).await,
        Command::Init(args) => init::run(args, context).await,
        Command::Serve(args) => serve::run(&args, context, serve::Halves::Both).await,
        Command::Work(args) => serve::run(&args, context, serve::Halves::Work).await,
        Command::Dashboard(args) => serve::run(&args, context, serve::Halves::Dashboard).await,
        Command::Source(command) => source::run(command, context).await,
        Command::Stop(command) => stop::run(command, context).await,
        Command::Visit(args) => visit::run(args, context).await,
        Command::Import(args) => import::run(args, context).await,
        Command::Assess(args) => assess::run(&args, context),
        Command::Model(command) => model::run(command, context).await,
        Command::Search(args) => search::run(args, context).await,
        Command::Index(command) => index::run(&command, context).await,
        Command::User(command) => user::run(command, context).await,
        Command::Check(args) => check::run(&args, context).await,
        Command::Backup(args) => backup::run(args, context).await,
        Command::Restore(args) => restore::run(args, context).await,
        Command::Completions(args) => Ok(completions::run(&args)),
    }
}
