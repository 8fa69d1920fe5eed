//! A file that somebody collected elsewhere and brought into the house.

use crate::{ImportId, Timestamp};
use serde::{Deserialize, Serialize};

/// One imported file. The file itself is kept in the archive, cut into pieces or, where it is a web
/// archive, page by page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Derived from the hash of the file, so the same file is the same import however it is named.
    pub id: ImportId,
    /// Name of the file, without its folder.
    pub file: String,
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Format, as `crawler::importers` names it.
    pub format: String,
    /// Why it was brought in, and by whom it was collected.
    pub note: String,
    /// When it was collected; what is in it counts as seen then (pages of a web archive have their
    /// own times).
    pub collected_at: Timestamp,
    /// When it was first brought in.
    pub started_at: Timestamp,
    /// When it was read to its end; nothing after a crash or while it is read.
    pub finished_at: Option<Timestamp>,
    /// What was counted when it was read to its end.
    pub counts: ImportCounts,
    /// Until when this record may be kept.
    pub expires_at: Timestamp,
}

/// What an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Rows or pages in the file.
    pub rows: u64,
    /// Posts read from them.
    pub posts: u64,
    /// Posts not known before.
    pub new_posts: u64,
    /// Known posts whose content changed.
    pub changed_posts: u64,
    /// Rows or pages refused, each with a reason.
    pub refused: u64,
}

impl Import {
    /// The id of a file with that SHA-256 (lower-case hex).
    #[must_use]
    pub fn id_of(sha256: &str) -> ImportId {
        ImportId::of(&[sha256])
    }
}
