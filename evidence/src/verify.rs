//! Walks through a whole archive and says what is wrong with it.

use crate::archive::ArchiveError;
use crate::recovery;
use crate::warc::{Record, Records, Step};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// First byte.
    pub offset: u64,
    /// Length in bytes.
    pub bytes: u64,
    /// What is wrong.
    pub reason: String,
}

/// What a walk through an archive found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Files read.
    pub files: u64,
    /// Records read.
    pub records: u64,
    /// Records by type.
    pub kinds: BTreeMap<String, u64>,
    /// Records whose digests were checked.
    pub checked: u64,
    /// Records whose digest does not hold.
    pub bad_digests: Vec<Fault>,
    /// Bytes inside of files that are no record.
    pub damaged: Vec<Fault>,
    /// Files that end in half a record; the one being written may do so for a moment.
    pub truncated: Vec<Fault>,
    /// Revisits whose original is nowhere.
    pub missing_originals: Vec<Fault>,
}

impl Verified {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.bad_digests.is_empty()
            && self.damaged.is_empty()
            && self.truncated.is_empty()
            && self.missing_originals.is_empty()
    }
}

/// Verifies every WARC file of a folder.
pub(crate) fn verify(dir: &Path) -> Result<Verified, ArchiveError> {
    let unreadable = |error: std::io::Error| ArchiveError::Folder {
        dir: dir.to_owned(),
        reason: error.to_string(),
    };
    let mut walk = Walk::default();
    for path in recovery::files(dir).map_err(unreadable)? {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        walk.report.files += 1;
        for step in Records::open(&path, 0).map_err(unreadable)? {
            walk.step(&file, step.map_err(unreadable)?);
        }
    }
    Ok(walk.finish())
}

#[derive(Default)]
struct Walk {
    report: Verified,
    ids: HashSet<String>,
    revisits: Vec<(String, Fault)>,
}

impl Walk {
    fn step(&mut self, file: &str, step: Step) {
        match step {
            Step::Record { offset, length, record } => {
                let fault = |reason: &str| Fault {
                    file: file.to_owned(),
                    offset,
                    bytes: length,
                    reason: reason.to_owned(),
                };
                self.record(&record, &fault);
            }
            Step::Damage { offset, length, broken, to_the_end } => {
                let reason = broken.to_string();
                let fault = Fault { file: file.to_owned(), offset, bytes: length, reason };
                if to_the_end {
                    self.report.truncated.push(fault);
                } else {
                    self.report.damaged.push(fault);
                }
            }
        }
    }

    fn record(&mut self, record: &Record, fault: &dyn Fn(&str) -> Fault) {
        self.report.records += 1;
        *self.report.kinds.entry(record.kind().to_owned()).or_default() += 1;
        match record.digests_hold() {
            Some(true) => self.report.checked += 1,
            Some(false) => {
                self.report.checked += 1;
                self.report.bad_digests.push(fault("a digest does not hold"));
            }
            None => {}
        }
        if let Some(original) =
            record.field("WARC-Refers-To").filter(|_| record.kind() == "revisit")
        {
            let fault = fault("the record that it refers to is missing");
            self.revisits.push((original.to_owned(), fault));
        }
        if let Some(id) = record.field("WARC-Record-ID") {
            self.ids.insert(id.to_owned());
        }
    }

    fn finish(mut self) -> Verified {
        let ids = self.ids;
        let missing = self.revisits.into_iter().filter(|(original, _)| !ids.contains(original));
        self.report.missing_originals = missing.map(|(_, fault)| fault).collect();
        self.report
    }
}
