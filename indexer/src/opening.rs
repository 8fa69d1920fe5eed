//! Opens the index folder. What cannot be used is moved aside, never deleted in silence: the index
//! is rebuilt from the database.

use crate::fields;
use crate::index::IndexError;
use std::path::{Path, PathBuf};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};

/// What was found when the index was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// There was none; it is empty.
    Fresh,
    /// The one that was there.
    Existing,
    /// The one that was there could not be used (damaged, or made by another version). It was moved
    /// aside and an empty one stands in its place. The old folder holds post texts: delete it once
    /// the index is rebuilt. Only the latest such folder is kept.
    Rebuilt {
        /// Where the old folder is now.
        aside: PathBuf,
    },
}

/// Opens or creates the index in a folder.
pub(crate) fn open(dir: &Path) -> Result<(tantivy::Index, Opened), IndexError> {
    std::fs::create_dir_all(dir).map_err(|e| IndexError::open(dir, e))?;
    let why = match existing(dir) {
        Ok(None) => return Ok((create(dir)?, Opened::Fresh)),
        Ok(Some(index)) => return Ok((index, Opened::Existing)),
        Err(why) => why,
    };
    if is_written_to(dir) {
        return Err(IndexError::Locked { dir: dir.to_owned() });
    }
    tracing::warn!(%why, "the search index cannot be used and is moved aside");
    let aside = move_aside(dir).map_err(|e| IndexError::open(dir, e))?;
    std::fs::create_dir_all(dir).map_err(|e| IndexError::open(dir, e))?;
    Ok((create(dir)?, Opened::Rebuilt { aside }))
}

/// The index that is there, if any; an error if it cannot be used.
fn existing(dir: &Path) -> Result<Option<tantivy::Index>, String> {
    if !dir.join("meta.json").exists() {
        return Ok(None);
    }
    let mut index = tantivy::Index::open_in_dir(dir).map_err(|e| e.to_string())?;
    if index.schema() != fields::schema() {
        return Err("it was made by another version".to_owned());
    }
    index.set_tokenizers(fields::analyzers());
    // A segment file that is missing or cut short shows when a reader is made.
    let reader = index.reader().map_err(|e| e.to_string())?;
    drop(reader);
    Ok(Some(index))
}

fn create(dir: &Path) -> Result<tantivy::Index, IndexError> {
    let mut index = tantivy::Index::create_in_dir(dir, fields::schema())
        .map_err(|e| IndexError::open(dir, e))?;
    index.set_tokenizers(fields::analyzers());
    Ok(index)
}

/// Whether another process (or another [`Index`](crate::Index) of this one) writes there.
fn is_written_to(dir: &Path) -> bool {
    match MmapDirectory::open(dir) {
        Ok(folder) => folder.acquire_lock(&INDEX_WRITER_LOCK).is_err(),
        Err(_) => false,
    }
}

fn move_aside(dir: &Path) -> std::io::Result<PathBuf> {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".aside");
    let aside = dir.with_file_name(name);
    if aside.exists() {
        std::fs::remove_dir_all(&aside)?;
    }
    std::fs::rename(dir, &aside)?;
    Ok(aside)
}
