//! Versions of a model on disk: which one judges, which one wants to, and how that came about.
//!
//! A shelf is a folder: `<version>.bin` holds weights, `<version>.json` what is known of their
//! training ([`Card`]), and `history.jsonl` what people did with them, a line each ([`Entry`]).
//! Nothing is ever overwritten; who judges follows from the history alone ([`Standing`]). Version
//! zero is the model inside the program, [`SHIPPED`]: a shelf may be empty, and every way back
//! ends there.

mod card;
mod history;
mod models;
mod standing;
#[cfg(test)]
mod tests;

pub use card::Card;
pub use history::{Deed, Entry};
pub use models::{Challenger, Models};
pub use standing::Standing;

use crate::LoadError;
use crate::opinion::Weights;
use history::HISTORY;
use model::Timestamp;
use std::path::{Path, PathBuf};

/// Name of the version inside the program.
pub const SHIPPED: &str = "shipped";

/// Why something cannot be done with a version.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// A file cannot be read or written.
    #[error("{file}: {reason}")]
    File {
        /// Which.
        file: String,
        /// Why.
        reason: std::io::Error,
    },
    /// A line of the history is not one.
    #[error("{file} line {line} cannot be read ({reason}); mend or remove that line")]
    History {
        /// Which file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Why.
        reason: serde_json::Error,
    },
    /// There is no such version.
    #[error("there is no version {0}; see `routewatch model list`")]
    Unknown(String),
    /// It judges already.
    #[error("{0} is in use already")]
    InUse(String),
    /// There is nothing to go back to.
    #[error("the shipped model is in use; there is nothing before it")]
    Bottom,
    /// The weights do not load.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// Who did something, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature<'a> {
    /// When.
    pub at: Timestamp,
    /// Log-in name of a person.
    pub by: &'a str,
    /// In their words.
    pub reason: &'a str,
}

/// The folder of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// The shelf in a folder, which need not exist yet.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// What was done, oldest first.
    pub fn history(&self) -> Result<Vec<Entry>, ShelfError> {
        history::read(&self.folder.join(HISTORY))
    }

    /// Which version judges, and which one wants to.
    pub fn standing(&self) -> Result<Standing, ShelfError> {
        Ok(Standing::of(&self.history()?))
    }

    /// The weights of a version.
    pub fn weights(&self, version: &str) -> Result<Weights, ShelfError> {
        if version == SHIPPED {
            return Ok(Weights::shipped()?);
        }
        let file = self.file(version, "bin").filter(|file| file.is_file());
        let file = file.ok_or_else(|| ShelfError::Unknown(version.to_owned()))?;
        Ok(Weights::open(&file)?)
    }

    /// What is known of a version's training; nothing of the shipped one.
    pub fn card(&self, version: &str) -> Result<Option<Card>, ShelfError> {
        let file = self.file(version, "json").filter(|file| file.is_file());
        file.map(|file| Card::read(&file)).transpose()
    }

    /// Puts a trained model on the shelf, where it becomes the challenger.
    pub fn add(
        &self,
        weights: &Weights,
        card: &Card,
        signed: &Signature<'_>,
    ) -> Result<(), ShelfError> {
        std::fs::create_dir_all(&self.folder).map_err(failed(&self.folder))?;
        let version = &weights.version;
        let unknown = || ShelfError::Unknown(version.clone());
        let bin = self.file(version, "bin").ok_or_else(unknown)?;
        let bytes = weights.pack().map_err(failed(&bin))?;
        // The card first: weights without one would count as never shown any post.
        card.write(&self.file(version, "json").ok_or_else(unknown)?)?;
        write_whole(&bin, &bytes)?;
        self.enter(Deed::Train, version, signed)
    }

    /// Lets a version judge.
    pub fn promote(&self, version: &str, signed: &Signature<'_>) -> Result<(), ShelfError> {
        self.weights(version)?;
        if self.standing()?.champion() == version {
            return Err(ShelfError::InUse(version.to_owned()));
        }
        self.enter(Deed::Promote, version, signed)
    }

    /// Lets the version before judge again. Which one it is.
    pub fn roll_back(&self, signed: &Signature<'_>) -> Result<String, ShelfError> {
        let standing = self.standing()?;
        let before = standing.before().ok_or(ShelfError::Bottom)?.to_owned();
        self.enter(Deed::Rollback, &before, signed)?;
        Ok(before)
    }

    fn enter(&self, deed: Deed, version: &str, signed: &Signature<'_>) -> Result<(), ShelfError> {
        let entry = Entry {
            at: signed.at,
            deed,
            version: version.to_owned(),
            by: signed.by.to_owned(),
            reason: signed.reason.to_owned(),
        };
        history::append(&self.folder.join(HISTORY), &entry)
    }

    /// The file of a version; nothing for a name that could lead elsewhere.
    fn file(&self, version: &str, ending: &str) -> Option<PathBuf> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let named = !version.is_empty() && version.chars().all(plain);
        named.then(|| self.folder.join(format!("{version}.{ending}")))
    }
}

/// Writes a file so that nobody ever sees half of it.
fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), ShelfError> {
    let partial = file.with_extension("part");
    std::fs::write(&partial, bytes).map_err(failed(&partial))?;
    std::fs::rename(&partial, file).map_err(failed(file))
}

/// Names the file in an error.
fn failed(file: &Path) -> impl FnOnce(std::io::Error) -> ShelfError + use<> {
    let file = file.display().to_string();
    move |reason| ShelfError::File { file, reason }
}
