//! Walks through a file record by record. Damage is reported where it is, and reading goes on
//! behind it.

use super::arc;
use super::member::{Counted, MAGIC, unpack};
use super::record::{Broken, Record, line};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// What is found next in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A record; `offset` and `length` are those of its gzip member where there is one.
    Record {
        /// First byte.
        offset: u64,
        /// Length in bytes as it stands in the file.
        length: u64,
        /// The record.
        record: Record,
    },
    /// Bytes that are no record.
    Damage {
        /// First byte.
        offset: u64,
        /// Length in bytes.
        length: u64,
        /// What is wrong.
        broken: Broken,
        /// Whether nothing readable follows: what a crash while writing leaves.
        to_the_end: bool,
    },
}

/// The records of a file, in order.
#[derive(Debug)]
pub struct Records<R> {
    from: R,
    at: u64,
    packed: bool,
    done: bool,
}

impl Records<BufReader<File>> {
    /// Opens a WARC or ARC file, packed or not, at a byte offset where a record begins.
    pub fn open(path: &Path, at: u64) -> io::Result<Self> {
        Self::new(BufReader::new(File::open(path)?), at)
    }
}

impl<R: BufRead + Seek> Records<R> {
    /// The records from a byte offset on.
    pub fn new(mut from: R, at: u64) -> io::Result<Self> {
        let mut first = [0; 2];
        from.rewind()?;
        let packed = from.read_exact(&mut first).is_ok() && MAGIC.starts_with(&first);
        from.seek(SeekFrom::Start(at))?;
        Ok(Self { from, at, packed, done: false })
    }

    fn step(&mut self) -> Result<Option<Step>, io::Error> {
        self.from.seek(SeekFrom::Start(self.at))?;
        if self.from.fill_buf()?.is_empty() {
            return Ok(None);
        }
        if self.packed { self.packed_step().map(Some) } else { self.plain_step() }
    }

    fn packed_step(&mut self) -> Result<Step, io::Error> {
        let offset = self.at;
        let mut counted = Counted { inner: &mut self.from, count: 0 };
        let broken = match unpack(&mut counted) {
            Ok(bytes) => {
                let length = counted.count;
                self.at += length;
                return Ok(match only_record(&bytes) {
                    Ok(record) => Step::Record { offset, length, record },
                    Err(broken) => Step::Damage { offset, length, broken, to_the_end: false },
                });
            }
            Err(error) => unpacking(error)?,
        };
        let end = self.from.seek(SeekFrom::End(0))?;
        let next = self.next_member(offset + 1, end)?;
        self.at = next.unwrap_or(end);
        let length = self.at - offset;
        Ok(Step::Damage { offset, length, broken, to_the_end: next.is_none() })
    }

    /// Where the next whole member that holds a record begins.
    fn next_member(&mut self, from: u64, end: u64) -> io::Result<Option<u64>> {
        let mut start = from;
        while start < end {
            self.from.seek(SeekFrom::Start(start))?;
            let mut window = Vec::new();
            (&mut self.from).take(64 * 1024).read_to_end(&mut window)?;
            for at in 0..window.len() {
                if !window.get(at..).is_some_and(|rest| rest.starts_with(&MAGIC)) {
                    continue;
                }
                let candidate = start + at as u64;
                self.from.seek(SeekFrom::Start(candidate))?;
                if unpack(&mut self.from).is_ok_and(|bytes| only_record(&bytes).is_ok()) {
                    return Ok(Some(candidate));
                }
            }
            // Windows overlap, so that a beginning on their border is not missed.
            start += (window.len() as u64).saturating_sub(2).max(1);
            if window.len() < 64 * 1024 {
                break;
            }
        }
        Ok(None)
    }

    fn plain_step(&mut self) -> Result<Option<Step>, io::Error> {
        let mut counted = Counted { inner: &mut self.from, count: 0 };
        let (skipped, read) = match first_line(&mut counted) {
            Ok(None) => return Ok(None),
            Ok(Some((skipped, first))) => (skipped, record(first, &mut counted)),
            Err(broken) => (0, Err(broken)),
        };
        let offset = self.at + skipped;
        let length = counted.count - skipped;
        Ok(Some(match read {
            Ok(record) => {
                self.at = offset + length;
                Step::Record { offset, length, record }
            }
            // Without members there is no telling where the next record begins.
            Err(broken) => {
                self.at = self.from.seek(SeekFrom::End(0))?;
                Step::Damage { offset, length: self.at - offset, broken, to_the_end: true }
            }
        }))
    }
}

impl<R: BufRead + Seek> Iterator for Records<R> {
    type Item = io::Result<Step>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step();
        self.done = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

/// What an error while unpacking says of the bytes; errors of the file itself are passed on.
fn unpacking(error: io::Error) -> io::Result<Broken> {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Ok(Broken::Short),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Ok(Broken::Malformed(error.to_string()))
        }
        _ => Err(error),
    }
}

/// The one record in a member.
pub(crate) fn only_record(bytes: &[u8]) -> Result<Record, Broken> {
    let mut from = Cursor::new(bytes);
    let Some((_, first)) = first_line(&mut from)? else { return Err(Broken::Short) };
    let record = record(first, &mut from)?;
    match first_line(&mut from)? {
        None => Ok(record),
        Some(_) => Err(Broken::Malformed("one member holds several records".to_owned())),
    }
}

/// The first line that is not blank, and the bytes before it.
fn first_line(from: &mut impl BufRead) -> Result<Option<(u64, String)>, Broken> {
    let mut skipped = 0;
    loop {
        let ends = from.fill_buf()?.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        if ends == 0 {
            break;
        }
        from.consume(ends);
        skipped += ends as u64;
    }
    Ok(line(from)?.map(|first| (skipped, first)))
}

fn record(first: String, from: &mut impl BufRead) -> Result<Record, Broken> {
    if first.starts_with("WARC/") { Record::read(first, from) } else { arc::read(&first, from) }
}
