//! What people did with versions: JSON Lines, added to and never changed.

use super::{ShelfError, failed};
use model::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::Path;

/// The file's name.
pub(super) const HISTORY: &str = "history.jsonl";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It was trained, and challenges the one that judges.
    Train,
    /// It judges from then on.
    Promote,
    /// It judges again, since the one after it was withdrawn.
    Rollback,
}

impl Deed {
    /// The word for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Train => "trained",
            Self::Promote => "promoted",
            Self::Rollback => "rolled back to",
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub deed: Deed,
    /// With which version; after a rollback the one that judges again.
    pub version: String,
    /// Log-in name of who did it.
    pub by: String,
    /// Why, in their words.
    pub reason: String,
}

/// Reads a history; a missing file is an empty one.
pub(super) fn read(file: &Path) -> Result<Vec<Entry>, ShelfError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(why) => return Err(failed(file)(why)),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|reason| ShelfError::History {
                file: file.display().to_string(),
                line: at + 1,
                reason,
            })
        })
        .collect()
}

/// Adds a line, on disk before this returns.
pub(super) fn append(file: &Path, entry: &Entry) -> Result<(), ShelfError> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    let mut line = serde_json::to_string(entry).map_err(|why| failed(file)(why.into()))?;
    line.push('\n');
    let mut open =
        std::fs::OpenOptions::new().create(true).append(true).open(file).map_err(failed(file))?;
    open.write_all(line.as_bytes()).and_then(|()| open.sync_all()).map_err(failed(file))
}
