//! `routewatch source add|list|pause|resume|remove|import`

use super::Context;
use crate::failure::REFUSED;
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use crawler::platforms::Platforms;
use model::audit::Deed;
use model::retention::Category;
use model::{Action, Platform, Source, SourceId, SourceState, Timestamp};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Added, Paging, SourceFilter, Store};

/// Watches places.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Watch an address: finds the platform, refuses what is not public, spots what is watched.
    Add {
        /// Addresses or handles, such as `https://t.me/s/example` or `@user@mastodon.example`.
        #[arg(required = true)]
        addresses: Vec<String>,
        /// Why it is watched.
        #[arg(long, default_value = "")]
        note: String,
        /// More than 1 is visited more often.
        #[arg(long, default_value_t = 1.0)]
        weight: f32,
    },
    /// List what is watched.
    List {
        /// Only this platform.
        #[arg(long)]
        platform: Option<String>,
        /// Only sources that cannot be seen at the moment.
        #[arg(long)]
        troubled: bool,
    },
    /// Stop visiting for a while.
    Pause {
        /// Address or id.
        source: String,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Visit again.
    Resume {
        /// Address or id.
        source: String,
    },
    /// Watch no longer; what was collected stays until it expires.
    Remove {
        /// Address or id.
        source: String,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Watch every address of a file, one a line; `#` begins a comment.
    Import {
        /// The file, or `-` for standard input.
        file: PathBuf,
        /// Only say what would be done.
        #[arg(long)]
        dry_run: bool,
        /// Why they are watched.
        #[arg(long, default_value = "imported")]
        note: String,
    },
}

pub(super) async fn run(command: Command, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let store = assemble::store(&settings).await?;
    let platforms = Platforms::new(&settings.crawler)?;
    let (clock, _) = clock::real();
    let desk = Desk {
        store: &store,
        platforms: &platforms,
        now: clock.now(),
        expires_at: settings.keep.until(Category::Offer, clock.now()),
        json: context.json,
    };
    match command {
        Command::Add { addresses, note, weight } => desk.add_all(&addresses, &note, weight).await,
        Command::List { platform, troubled } => desk.list(platform, troubled).await,
        Command::Pause { source, reason } => {
            desk.set_state(&source, SourceState::Paused, &reason).await
        }
        Command::Resume { source } => desk.set_state(&source, SourceState::Active, "").await,
        Command::Remove { source, reason } => {
            desk.set_state(&source, SourceState::Removed, &reason).await
        }
        Command::Import { file, dry_run, note } => desk.import(&file, dry_run, &note).await,
    }
}

/// A source named by address or id.
pub(super) async fn find(
    store: &Store,
    platforms: &Platforms,
    named: &str,
) -> anyhow::Result<Source> {
    let id = match named.parse::<SourceId>() {
        Ok(id) => id,
        Err(_) => platforms.recognise(named)?.id(),
    };
    let found = store.source(id).await?;
    found.with_context(|| format!("{named} is not watched; add it with `routewatch source add`"))
}

struct Desk<'a> {
    store: &'a Store,
    platforms: &'a Platforms,
    now: Timestamp,
    expires_at: Timestamp,
    json: bool,
}

impl Desk<'_> {
    async fn add_all(&self, all: &[String], note: &str, weight: f32) -> anyhow::Result<ExitCode> {
        let mut refused = 0;
        for address in all {
            if !self.add(address, note, weight, false).await? {
                refused += 1;
            }
        }
        Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
    }

    /// Adds one address and says what became of it; false if it was refused.
    async fn add(&self, typed: &str, note: &str, weight: f32, dry: bool) -> anyhow::Result<bool> {
        let address = match self.platforms.recognise(typed) {
            Ok(address) => address,
            Err(why) => {
                self.say(
                    &json!({"address": typed, "result": "refused", "reason": why.to_string()}),
                    &format!("refused  {typed}: {why}"),
                )?;
                return Ok(false);
            }
        };
        let host = self.platforms.host(&address);
        let mut source = Source::new(address, host, self.now, self.expires_at);
        note.clone_into(&mut source.note);
        source.weight = weight.clamp(0.1, 100.0);
        let known = if dry {
            self.store.source(source.id).await?.filter(|s| s.state != SourceState::Removed)
        } else {
            match self.store.add_source(&source).await? {
                Added::New => None,
                Added::Existing(known) => Some(known),
            }
        };
        let a = &source.address;
        let place = format!("{} {} {}", a.platform, a.kind.word(), a.key);
        let result = if known.is_some() { "known" } else { "added" };
        if known.is_none() && !dry {
            self.enter(Action::Create, source.id, note).await?;
        }
        self.say(
            &json!({"address": typed, "result": result, "id": source.id, "platform": a.platform,
                "kind": a.kind, "key": a.key, "url": a.url}),
            &format!("{result}    {place}  ({})", source.id),
        )?;
        Ok(true)
    }

    async fn list(&self, platform: Option<String>, troubled: bool) -> anyhow::Result<ExitCode> {
        let platform = platform.map(Platform::new);
        let filter = SourceFilter { platform, troubled, ..SourceFilter::default() };
        let listed = self.store.sources(&filter, Paging::first(10_000)).await?;
        if self.json {
            for source in &listed.rows {
                output::json(source)?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        if listed.rows.is_empty() {
            output::line("nothing is watched; add a place with `routewatch source add ADDRESS`");
            return Ok(ExitCode::SUCCESS);
        }
        let row = |s: &Source| {
            let last = s.last_visit.map_or("never".to_owned(), |(at, outcome)| {
                format!("{} {}", at.utc().format("%-d %b %H:%M"), outcome.word())
            });
            vec![
                s.address.platform.to_string(),
                s.address.kind.word().to_owned(),
                output::short(&s.address.key, 48),
                s.state.word().to_owned(),
                last,
                format!("{} ({})", s.next_due.utc().format("%-d %b %H:%M"), s.due_reason),
            ]
        };
        let head = ["platform", "kind", "place", "state", "last visit (UTC)", "next"];
        output::table(&head, listed.rows.iter().map(row).collect());
        output::line(&format!("{} sources", listed.total));
        Ok(ExitCode::SUCCESS)
    }

    async fn set_state(
        &self,
        named: &str,
        state: SourceState,
        reason: &str,
    ) -> anyhow::Result<ExitCode> {
        let source = find(self.store, self.platforms, named).await?;
        self.store.set_source_state(source.id, state, reason).await?;
        let action = if state == SourceState::Removed { Action::Remove } else { Action::Change };
        self.enter(action, source.id, &format!("{} {reason}", state.word())).await?;
        let place = format!("{} {}", source.address.platform, source.address.key);
        self.say(
            &json!({"id": source.id, "state": state}),
            &format!("{place} is {}", state.word()),
        )?;
        Ok(ExitCode::SUCCESS)
    }

    async fn import(&self, file: &PathBuf, dry: bool, note: &str) -> anyhow::Result<ExitCode> {
        let text = if file.as_os_str() == "-" {
            std::io::read_to_string(std::io::stdin()).context("standard input cannot be read")?
        } else {
            std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read as text", file.display()))?
        };
        let lines: Vec<&str> = text
            .lines()
            .map(|line| line.trim().trim_start_matches('\u{feff}'))
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        if lines.is_empty() {
            bail!("{} names no addresses; write one a line", file.display());
        }
        let mut refused = 0;
        for line in &lines {
            if !self.add(line, note, 1.0, dry).await? {
                refused += 1;
            }
        }
        if !self.json {
            let would = if dry { " (dry run: nothing was changed)" } else { "" };
            output::line(&format!("{} addresses, {refused} refused{would}", lines.len()));
        }
        Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
    }

    fn say(&self, json: &serde_json::Value, words: &str) -> anyhow::Result<()> {
        if self.json {
            return output::json(json);
        }
        output::line(words);
        Ok(())
    }

    async fn enter(&self, action: Action, id: SourceId, reason: &str) -> anyhow::Result<()> {
        let deed = Deed {
            actor: None,
            action,
            record: "source".to_owned(),
            record_id: id.to_string(),
            reason: format!("{reason} (command line)"),
        };
        self.store.enter(deed, self.now).await?;
        Ok(())
    }
}
