//! All settings side by side.

use model::Retention;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The log. It never holds personal data; see `docs/LOGGING.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// What is logged: `error`, `warn`, `info`, `debug`, or a filter such as `info,crawler=debug`.
    pub filter: String,
    /// How it is written, to standard error.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info,sqlx=warn,tantivy=error".to_owned(), format: LogFormat::Text }
    }
}

/// All settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Folder of the database, index, archive, models and messages.
    pub data_dir: PathBuf,
    /// The log.
    pub log: Log,
    /// Database.
    pub store: store::Options,
    /// How long records are kept.
    pub keep: Retention,
    /// How pages are fetched.
    pub crawler: crawler::Options,
    /// How visits are spread over time.
    pub schedule: crawler::schedule::Options,
    /// The archive of captures.
    pub evidence: evidence::Options,
    /// Assessment.
    pub classifier: classifier::Options,
    /// Index.
    pub indexer: indexer::Options,
    /// Scheduled jobs.
    pub worker: worker::Options,
    /// Mail, files and webhooks.
    pub notifier: notifier::Options,
    /// Who gives notice, and where to.
    pub referral: referral::Options,
    /// What investigators see.
    pub dashboard: dashboard::Options,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            log: Log::default(),
            store: store::Options::default(),
            keep: Retention::default(),
            crawler: crawler::Options::default(),
            schedule: crawler::schedule::Options::default(),
            evidence: evidence::Options::default(),
            classifier: classifier::Options::default(),
            indexer: indexer::Options::default(),
            worker: worker::Options::default(),
            notifier: notifier::Options::default(),
            referral: referral::Options::default(),
            dashboard: dashboard::Options::default(),
        }
    }
}

impl Settings {
    /// Address of the database: the configured one, else an SQLite file in the data folder.
    #[must_use]
    pub fn store_url(&self) -> String {
        let file = || format!("sqlite://{}", self.data_dir.join("routewatch.db").display());
        self.store.url.clone().unwrap_or_else(file)
    }

    /// Folder of the index.
    #[must_use]
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }

    /// Folder of the index that `routewatch work` keeps for matching watches.
    #[must_use]
    pub fn work_index_dir(&self) -> PathBuf {
        self.data_dir.join("index-work")
    }

    /// Folder of the versions of the model.
    #[must_use]
    pub fn models_dir(&self) -> PathBuf {
        self.data_dir.join("models")
    }

    /// Folder of the archive of captures.
    #[must_use]
    pub fn archive_dir(&self) -> PathBuf {
        self.data_dir.join("captures")
    }
}
