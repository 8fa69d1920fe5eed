//! Sets up the log, on standard error.

use config::{Log, LogFormat};
use tracing_subscriber::EnvFilter;

/// Begins logging. Called once per process; a second call changes nothing.
pub(crate) fn begin(log: &Log) {
    let filter = EnvFilter::try_new(&log.filter)
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tantivy=error"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match log.format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    drop(begun);
}
