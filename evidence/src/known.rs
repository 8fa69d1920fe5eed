//! Which pages are already kept: the journal beside each file, and what is remembered of it.
//!
//! The journal is CDXJ (one line per page: sort key, time, JSON), as the tools that play archives
//! back read it; `sort *.cdxj` merges journals. It can be made again from the WARC file, so losing its
//! last lines in a crash loses nothing.

use crate::compose::{Shape, record_id};
use model::{Capture, CaptureId, Location, PublicUrl, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// How many pages are remembered at most (twice that, at the turn of a generation).
const MOST: usize = 100_000;

/// A page that is kept with its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Original {
    pub(crate) id: CaptureId,
    pub(crate) sha256: String,
    pub(crate) at: Timestamp,
    pub(crate) location: Location,
}

/// The latest original of each address: two generations, so that the oldest are forgotten.
#[derive(Debug, Default)]
pub(crate) struct Known {
    young: HashMap<String, Original>,
    old: HashMap<String, Original>,
}

impl Known {
    /// What the journals of a folder tell, the latest first.
    pub(crate) fn load(dir: &Path) -> Self {
        let mut known = Self::default();
        for journal in journals(dir).into_iter().rev() {
            let text = std::fs::read_to_string(&journal).unwrap_or_default();
            for line in text.lines().rev().filter_map(Line::parse) {
                if known.young.len() >= MOST {
                    return known;
                }
                if let Some(original) = line.original(dir) {
                    known.young.entry(line.url).or_insert(original);
                }
            }
        }
        known
    }

    pub(crate) fn get(&self, url: &PublicUrl) -> Option<&Original> {
        self.young.get(url.as_str()).or_else(|| self.old.get(url.as_str()))
    }

    pub(crate) fn insert(&mut self, url: &PublicUrl, original: Original) {
        if self.young.len() >= MOST {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(url.to_string(), original);
    }
}

/// The journals of a folder, oldest first.
pub(crate) fn journals(dir: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut all: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ext| ext == "cdxj")).collect();
    all.sort();
    all
}

/// The journal of a file.
pub(crate) fn journal_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".cdxj");
    file.with_file_name(name)
}

/// Where the journals say that a record is; for revisits whose hint no longer holds.
pub(crate) fn find(dir: &Path, id: &str) -> Option<Location> {
    journals(dir).iter().rev().find_map(|journal| {
        let text = std::fs::read_to_string(journal).ok()?;
        let line = text.lines().filter(|line| line.contains(id)).find_map(Line::parse)?;
        line.location()
    })
}

/// One line of a journal. Numbers are texts there: that is how CDXJ is written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    url: String,
    mime: String,
    status: String,
    digest: String,
    length: String,
    offset: String,
    filename: String,
    id: String,
    date: Timestamp,
}

impl Line {
    pub(crate) fn new(capture: &Capture, shape: Shape<'_>, location: &Location) -> Self {
        let mime = match shape {
            Shape::Whole => {
                let media = capture.header("content-type").unwrap_or("unk");
                media.split(';').next().unwrap_or("unk").trim().to_owned()
            }
            _ => REVISIT.to_owned(),
        };
        Self {
            url: capture.final_url.to_string(),
            mime,
            status: capture.status.to_string(),
            digest: format!("sha256:{}", capture.sha256),
            length: location.length.to_string(),
            offset: location.offset.to_string(),
            filename: location.file.clone(),
            id: record_id(capture.id),
            date: capture.at,
        }
    }

    /// The line as it is written, with its end.
    pub(crate) fn text(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let time = self.date.utc().format("%Y%m%d%H%M%S");
        format!("{} {time} {json}\n", sort_key(&self.url))
    }

    /// The line, if it is whole.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let json = text.find('{').and_then(|at| text.get(at..))?;
        serde_json::from_str(json).ok()
    }

    pub(crate) fn location(&self) -> Option<Location> {
        let (offset, length) = (self.offset.parse().ok()?, self.length.parse().ok()?);
        Some(Location { file: self.filename.clone(), offset, length })
    }

    /// The record's id, with angle brackets.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The page as an original: only if it has a body, and is still there.
    fn original(&self, dir: &Path) -> Option<Original> {
        let location = self.location().filter(|_| self.mime != REVISIT)?;
        let size = std::fs::metadata(dir.join(&location.file)).ok()?.len();
        let end = location.offset.checked_add(location.length)?;
        let sha256 = self.digest.strip_prefix("sha256:")?.to_owned();
        let id = crate::compose::capture_id(&self.id)?;
        (end <= size).then_some(Original { id, sha256, at: self.date, location })
    }
}

/// Media type under which CDXJ lists revisits.
const REVISIT: &str = "warc/revisit";

/// The address with its host turned around, so that pages of a site sort together:
/// `https://www.example.org/a?b` is `org,example)/a?b`.
fn sort_key(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) =
        rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let turned: Vec<&str> = host.split('.').rev().collect();
    format!("{}){}", turned.join(","), path).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sort_keys_begin_with_the_host_turned_around() {
        assert_eq!(sort_key("https://www.Example.org/A?b"), "org,example)/a?b");
        assert_eq!(sort_key("http://example.org"), "org,example)");
    }

    #[test]
    fn half_a_line_is_no_line() {
        for text in ["", "org,example)/ 2026 {\"url\":\"https://exam", "nonsense"] {
            assert!(Line::parse(text).is_none(), "{text}");
        }
    }
}
