//! What a crash leaves behind: a file whose last member is cut short. The rest is moved to a file
//! of its own, so that nothing is lost and the archive holds whole records only.

use crate::known::{self, Line};
use crate::warc::{Records, Step};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The end of a file that was cut aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The file.
    pub file: String,
    /// Where it ends now.
    pub offset: u64,
    /// How many bytes were moved.
    pub bytes: u64,
    /// The file that holds them now.
    pub aside: String,
}

/// The WARC files of a folder, oldest first.
pub(crate) fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let plain = path.extension().is_some_and(|ext| ext == "warc");
        let packed = path.extension().is_some_and(|ext| ext == "gz")
            && path
                .file_stem()
                .is_some_and(|stem| Path::new(stem).extension() == Some("warc".as_ref()));
        if plain || packed {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

/// Looks at the end of every file that nobody is writing to.
pub(crate) fn recover(dir: &Path) -> io::Result<Vec<Cut>> {
    let mut cuts = Vec::new();
    for path in files(dir)? {
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => continue,
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let size = file.metadata()?.len();
        if size == 0 {
            // Created, and then the power went.
            std::fs::remove_file(&path)?;
            continue;
        }
        let sure = sure_end(&path, size);
        if let Some(offset) = broken_from(&path, sure)? {
            cuts.push(cut(&file, &path, offset, size)?);
        }
    }
    Ok(cuts)
}

/// How far the journal vouches for the file: to the end of its last page, if that page is there.
fn sure_end(path: &Path, size: u64) -> u64 {
    let journal = std::fs::read_to_string(known::journal_of(path)).unwrap_or_default();
    // Lines that had come further than the file tell nothing; an earlier one may.
    let mut lines = journal.lines().rev().filter_map(Line::parse);
    lines.find_map(|line| vouched(path, &line, size)).unwrap_or(0)
}

fn vouched(path: &Path, line: &Line, size: u64) -> Option<u64> {
    let at = line.location()?;
    let end = at.offset.checked_add(at.length).filter(|end| *end <= size)?;
    let step = Records::open(path, at.offset).ok()?.next()?.ok()?;
    let Step::Record { length, record, .. } = step else { return None };
    let same = length == at.length && record.field("WARC-Record-ID") == Some(line.id());
    same.then_some(end)
}

/// Where the broken end of a file begins, if it has one.
fn broken_from(path: &Path, sure: u64) -> io::Result<Option<u64>> {
    for step in Records::open(path, sure)? {
        if let Step::Damage { offset, to_the_end: true, .. } = step? {
            return Ok(Some(offset));
        }
    }
    Ok(None)
}

/// Copies the end of a file aside, and only then cuts it off.
fn cut(file: &File, path: &Path, offset: u64, size: u64) -> io::Result<Cut> {
    use io::{Read, Seek, SeekFrom};
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let aside = format!("{name}.cut-{offset}");
    let mut source = file;
    source.seek(SeekFrom::Start(offset))?;
    let mut copy = File::create(path.with_file_name(&aside))?;
    io::copy(&mut source.take(size - offset), &mut copy)?;
    copy.sync_all()?;
    file.set_len(offset)?;
    file.sync_all()?;
    let cut = Cut { file: name, offset, bytes: size - offset, aside };
    tracing::warn!(
        file = cut.file,
        offset,
        bytes = cut.bytes,
        aside = cut.aside,
        "an archive file ended in half a record, which was set aside"
    );
    Ok(cut)
}
