//! Captures kept as WARC.
//!
//! This crate writes every page to a WARC 1.1 archive before anybody looks inside, reads pages back
//! and verifies what is there. It must not know how pages are fetched, what they mean or how the
//! database looks: a [`model::Capture`] comes in, a [`model::StoredCapture`] goes out.
//!
//! Begin reading at [`Archive`]; then `compose` (which records a capture becomes), `writing` (files,
//! rotation, durability), `warc` (the format itself, from the text of ISO 28500:2017 as published by
//! the IIPC) and `recovery` (what a crash leaves behind).

mod archive;
mod compose;
mod kept;
mod known;
mod recovery;
#[cfg(test)]
mod tests;
mod verify;
pub mod warc;
mod writing;

pub use archive::{Archive, ArchiveError};
pub use kept::Kept;
pub use recovery::Cut;
pub use verify::{Fault, Verified};

use serde::{Deserialize, Serialize};

/// How the archive is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Size in bytes at which a file is closed and the next one begun. A single larger page still
    /// goes into one file.
    pub max_file_bytes: u64,
    /// Whether each page is forced to the disk before it counts as kept. Without it a power cut
    /// (not a crash of the program) may lose the last pages.
    pub sync: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_file_bytes: 1_000_000_000, sync: true }
    }
}
