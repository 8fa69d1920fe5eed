//! The file that is being written: rotation, durability, and what happens when a write fails.

use crate::Options;
use crate::archive::ArchiveError;
use crate::compose::{self, Shape};
use crate::known::{self, Known, Line, Original};
use crate::warc::{Record, member};
use model::{Capture, Clock, Location};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// The writing side of an archive; one at a time.
#[derive(Debug)]
pub(crate) struct Writing {
    pub(crate) dir: PathBuf,
    pub(crate) options: Options,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) known: Known,
    pub(crate) current: Option<Current>,
    /// Number of the last file.
    pub(crate) counter: u64,
}

/// The file under the pen. It stays locked, so that another process leaves its end alone.
#[derive(Debug)]
pub(crate) struct Current {
    name: String,
    file: File,
    journal: File,
    /// End of the last whole record.
    end: u64,
}

impl Writing {
    /// Writes a capture down; when this returns, it is on disk.
    pub(crate) fn keep(&mut self, capture: &Capture) -> Result<Location, ArchiveError> {
        let known = self.known.get(&capture.final_url).cloned();
        if let Some(same) = known.as_ref().filter(|known| known.id == capture.id) {
            return Ok(same.location.clone());
        }
        let shape = match &known {
            _ if capture.status == 304 && capture.body.is_empty() => {
                Shape::NotModified(known.as_ref())
            }
            Some(original) if original.sha256 == capture.sha256 && !capture.body.is_empty() => {
                Shape::Same(original)
            }
            _ => Shape::Whole,
        };
        let written = self.write(capture, shape).map_err(|error| ArchiveError::Write {
            dir: self.dir.clone(),
            reason: error.to_string(),
        });
        if written.is_err() {
            // The next page begins a new file, whatever is wrong with this one.
            self.current = None;
        }
        let location = written?;
        if matches!(shape, Shape::Whole) {
            let original = Original {
                id: capture.id,
                sha256: capture.sha256.clone(),
                at: capture.at,
                location: location.clone(),
            };
            self.known.insert(&capture.final_url, original);
        }
        Ok(location)
    }

    fn write(&mut self, capture: &Capture, shape: Shape<'_>) -> io::Result<Location> {
        let sync = self.options.sync;
        let current = self.current_file()?;
        let request = pack(&compose::request(capture, &current.name))?;
        let answer = pack(&compose::answer(capture, shape, &current.name))?;
        let location = Location {
            file: current.name.clone(),
            offset: current.end + request.len() as u64,
            length: answer.len() as u64,
        };
        current.append(&[request, answer].concat(), sync)?;
        let line = Line::new(capture, shape, &location).text();
        if let Err(why) = current.journal.write_all(line.as_bytes()) {
            tracing::warn!(%why, "a line of the archive's journal is lost");
        }
        Ok(location)
    }

    /// The current file, or the next one where that is full or there is none.
    fn current_file(&mut self) -> io::Result<&mut Current> {
        let open = self.current.take().filter(|file| file.end < self.options.max_file_bytes);
        let current = match open {
            Some(current) => current,
            None => self.next_file()?,
        };
        Ok(self.current.insert(current))
    }

    fn next_file(&mut self) -> io::Result<Current> {
        let now = self.clock.now();
        loop {
            self.counter += 1;
            let time = now.utc().format("%Y%m%d%H%M%S%3f");
            let name = format!("routewatch-{time}-{:05}.warc.gz", self.counter);
            let path = self.dir.join(&name);
            let file = match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            file.try_lock().map_err(io::Error::from)?;
            let journal =
                OpenOptions::new().append(true).create(true).open(known::journal_of(&path))?;
            let info = pack(&compose::warcinfo(&name, now))?;
            let mut current = Current { name, file, journal, end: 0 };
            current.append(&info, self.options.sync)?;
            if self.options.sync {
                // The name of a new file is on disk only once its folder is.
                File::open(&self.dir)?.sync_all()?;
            }
            return Ok(current);
        }
    }
}

impl Current {
    /// Adds bytes whole or not at all.
    fn append(&mut self, bytes: &[u8], sync: bool) -> io::Result<()> {
        let written = self
            .file
            .write_all(bytes)
            .and_then(|()| if sync { self.file.sync_data() } else { Ok(()) });
        if let Err(error) = written {
            if let Err(why) = self.file.set_len(self.end) {
                tracing::warn!(%why, "half a record stays until the archive is opened again");
            }
            return Err(error);
        }
        self.end += bytes.len() as u64;
        Ok(())
    }
}

fn pack(record: &Record) -> io::Result<Vec<u8>> {
    member::pack(&record.bytes())
}
