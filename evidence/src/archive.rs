//! The archive as the rest of the house sees it.

use crate::Options;
use crate::kept::{self, Kept};
use crate::known::{self, Known};
use crate::recovery::{self, Cut};
use crate::verify::{self, Verified};
use crate::warc::{Record, member, only_record};
use crate::writing::Writing;
use model::{Capture, Clock, Location, StoredCapture};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Why a page could not be kept or read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// The folder cannot be used.
    #[error("the archive folder {} cannot be used ({reason}); check that it exists and may be written to", dir.display())]
    Folder {
        /// The folder.
        dir: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A page could not be written; nothing of it is kept.
    #[error("a page could not be written to the archive in {} ({reason}); check the free disk space", dir.display())]
    Write {
        /// The folder.
        dir: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A page could not be read back.
    #[error(
        "the page at byte {offset} of {file} cannot be read back: {reason}; verify the archive"
    )]
    Read {
        /// The file.
        file: String,
        /// Where.
        offset: u64,
        /// Why.
        reason: String,
    },
    /// The work was stopped.
    #[error("the archive was closed while it worked; try again")]
    Stopped,
}

/// An archive in a folder. Cheap to clone; pages may be kept from many tasks at once.
#[derive(Debug, Clone)]
pub struct Archive {
    dir: Arc<PathBuf>,
    recovered: Arc<Vec<Cut>>,
    writing: Arc<Mutex<Writing>>,
}

impl Archive {
    /// Opens the archive in a folder, or makes one. A file that a crash cut short in the middle of a
    /// record is cut back to its last whole record; [`Archive::recovered`] tells.
    pub fn open(
        dir: &Path,
        options: &Options,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ArchiveError> {
        let unusable = |error: std::io::Error| ArchiveError::Folder {
            dir: dir.to_owned(),
            reason: error.to_string(),
        };
        std::fs::create_dir_all(dir).map_err(unusable)?;
        let recovered = recovery::recover(dir).map_err(unusable)?;
        let counter = last_counter(&recovery::files(dir).map_err(unusable)?);
        let writing = Writing {
            dir: dir.to_owned(),
            options: options.clone(),
            clock,
            known: Known::load(dir),
            current: None,
            counter,
        };
        Ok(Self {
            dir: Arc::new(dir.to_owned()),
            recovered: Arc::new(recovered),
            writing: Arc::new(Mutex::new(writing)),
        })
    }

    /// What was cut aside when the archive was opened.
    #[must_use]
    pub fn recovered(&self) -> &[Cut] {
        &self.recovered
    }

    /// Keeps a page. When this returns it is on disk (see [`Options::sync`]). A page whose bytes are
    /// already kept for its address becomes a revisit record, and so does an answer 304. Keeping the
    /// same capture again gives the same place.
    pub async fn keep(&self, capture: Capture) -> Result<StoredCapture, ArchiveError> {
        let lock = Arc::clone(&self.writing);
        let work = move || {
            let mut writing = lock.lock().unwrap_or_else(|poisoned| {
                // Whoever panicked left its file in an unknown state: begin a new one.
                lock.clear_poison();
                let mut guard = PoisonError::into_inner(poisoned);
                guard.current = None;
                guard
            });
            let location = writing.keep(&capture)?;
            Ok(StoredCapture::kept_at(capture, location))
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(ArchiveError::Stopped))
    }

    /// Reads a page back and checks its digests.
    pub async fn fetch(&self, location: &Location) -> Result<Kept, ArchiveError> {
        let (dir, location) = (Arc::clone(&self.dir), location.clone());
        let work = move || fetch(&dir, &location);
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(ArchiveError::Stopped))
    }

    /// Reads every record of an archive and checks it. Blocks; changes nothing.
    pub fn verify(dir: &Path) -> Result<Verified, ArchiveError> {
        verify::verify(dir)
    }
}

fn fetch(dir: &Path, location: &Location) -> Result<Kept, ArchiveError> {
    let fail = |reason: String| ArchiveError::Read {
        file: location.file.clone(),
        offset: location.offset,
        reason,
    };
    let record = read(dir, location).map_err(fail)?;
    let original = match kept::elsewhere(&record) {
        None => None,
        Some(at) => {
            let is_it = |found: &Record| found.field("WARC-Record-ID") == Some(&at.record_id);
            let hinted = at.hint.as_ref().and_then(|hint| read(dir, hint).ok()).filter(is_it);
            let found = hinted.or_else(|| {
                let place = known::find(dir, &at.record_id)?;
                read(dir, &place).ok().filter(is_it)
            });
            let missing = || fail(format!("its body is in {}, which is missing", at.record_id));
            Some(found.ok_or_else(missing)?)
        }
    };
    kept::kept(&record, original.as_ref()).map_err(fail)
}

/// The record at a place.
fn read(dir: &Path, location: &Location) -> Result<Record, String> {
    let mut parts = Path::new(&location.file).components();
    let plain =
        matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None));
    if !plain {
        return Err("the file name leads out of the archive".to_owned());
    }
    let mut file = File::open(dir.join(&location.file)).map_err(|e| e.to_string())?;
    file.seek(SeekFrom::Start(location.offset)).map_err(|e| e.to_string())?;
    let mut packed = Vec::new();
    file.take(location.length).read_to_end(&mut packed).map_err(|e| e.to_string())?;
    let bytes = member::unpack(packed.as_slice()).map_err(|e| e.to_string())?;
    only_record(&bytes).map_err(|e| e.to_string())
}

/// The number in the name of the last file.
fn last_counter(files: &[PathBuf]) -> u64 {
    let counter = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".warc.gz")?;
        name.rsplit_once('-')?.1.parse::<u64>().ok()
    };
    files.iter().filter_map(counter).max().unwrap_or(0)
}
