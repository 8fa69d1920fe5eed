//! One record: a version line, named fields, a block.

use super::digest;
use super::http;
use super::member::LARGEST;
use std::io::{self, BufRead, Read};

/// Longest line of a header, in bytes.
const LONGEST_LINE: u64 = 1024 * 1024;
/// Most fields of a header.
const MOST_FIELDS: usize = 1_000;

/// A record of a WARC (or ARC) file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// `WARC/1.1`, `ARC/1.0` …
    pub version: String,
    /// Fields in order, names as written.
    pub fields: Vec<(String, String)>,
    /// The block.
    pub block: Vec<u8>,
}

/// Why bytes are not a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// They end too early.
    #[error("the record is cut short")]
    Short,
    /// They are something else.
    #[error("not a record: {0}")]
    Malformed(String),
    /// They could not be read.
    #[error("the file could not be read: {0}")]
    Unreadable(String),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Short,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

impl Record {
    /// First field of that name, whatever its capitals.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// `response`, `request`, `revisit`, `warcinfo` …
    #[must_use]
    pub fn kind(&self) -> &str {
        self.field("WARC-Type").unwrap_or_default()
    }

    /// What the record is about, without the angle brackets that some tools write.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        let uri = self.field("WARC-Target-URI")?;
        Some(uri.strip_prefix('<').and_then(|u| u.strip_suffix('>')).unwrap_or(uri))
    }

    /// The block without the HTTP header before it, where there is one.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        if self.is_http() { http::split(&self.block).1 } else { &self.block }
    }

    /// Whether the block is an HTTP message.
    #[must_use]
    pub fn is_http(&self) -> bool {
        let media = self.field("Content-Type").unwrap_or_default();
        let web = self.target().is_some_and(|uri| uri.starts_with("http"));
        match self.kind() {
            "response" | "request" | "revisit" => web || media.starts_with("application/http"),
            _ => false,
        }
    }

    /// Whether the digests that the record states hold; nothing where it states none that can be
    /// checked. The payload of a revisit is in another record.
    #[must_use]
    pub fn digests_hold(&self) -> Option<bool> {
        let stated = |name| self.field(name);
        let block = stated("WARC-Block-Digest").and_then(|d| digest::matches(&self.block, d));
        let payload = stated("WARC-Payload-Digest").filter(|_| self.kind() != "revisit");
        let payload = payload.and_then(|d| digest::matches(self.payload(), d));
        match (block, payload) {
            (None, None) => None,
            (block, payload) => Some(block.unwrap_or(true) && payload.unwrap_or(true)),
        }
    }

    /// The record as it stands in a file; the length of the block is written here.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.block.len() + 1_024);
        out.extend_from_slice(self.version.as_bytes());
        for (name, value) in &self.fields {
            out.extend_from_slice(format!("\r\n{name}: {value}").as_bytes());
        }
        out.extend_from_slice(
            format!("\r\nContent-Length: {}\r\n\r\n", self.block.len()).as_bytes(),
        );
        out.extend_from_slice(&self.block);
        out.extend_from_slice(b"\r\n\r\n");
        out
    }

    /// Reads a WARC record whose version line was already read.
    pub(crate) fn read(version: String, from: &mut impl BufRead) -> Result<Self, Broken> {
        let mut fields: Vec<(String, String)> = Vec::new();
        loop {
            let Some(line) = line(from)? else { return Err(Broken::Short) };
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    format!("{value} {}", line.trim()).trim().clone_into(value);
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            if fields.len() > MOST_FIELDS {
                return Err(Broken::Malformed("too many fields".to_owned()));
            }
        }
        let mut record = Self { version, fields, block: Vec::new() };
        let length = record.field("Content-Length").and_then(|n| n.parse::<u64>().ok());
        let Some(length) = length else {
            return Err(Broken::Malformed("no length is given".to_owned()));
        };
        record.fields.retain(|(name, _)| !name.eq_ignore_ascii_case("Content-Length"));
        record.block = block(from, length)?;
        Ok(record)
    }
}

/// Exactly so many bytes.
pub(crate) fn block(from: &mut impl BufRead, length: u64) -> Result<Vec<u8>, Broken> {
    let out = at_most(from, length)?;
    if out.len() as u64 == length { Ok(out) } else { Err(Broken::Short) }
}

/// So many bytes, or what there is.
pub(crate) fn at_most(from: &mut impl BufRead, length: u64) -> Result<Vec<u8>, Broken> {
    if length > LARGEST {
        return Err(Broken::Malformed("the record is too large".to_owned()));
    }
    let mut out = Vec::new();
    from.take(length).read_to_end(&mut out)?;
    Ok(out)
}

/// A line without its end; nothing at the end of the file.
pub(crate) fn line(from: &mut impl BufRead) -> Result<Option<String>, Broken> {
    let mut out = Vec::new();
    from.take(LONGEST_LINE).read_until(b'\n', &mut out)?;
    if out.is_empty() {
        return Ok(None);
    }
    if out.len() as u64 == LONGEST_LINE {
        return Err(Broken::Malformed("a line is too long".to_owned()));
    }
    while matches!(out.last(), Some(b'\n' | b'\r')) {
        out.pop();
    }
    Ok(Some(String::from_utf8_lossy(&out).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_continued_on_the_next_line_is_one_value() {
        let check = |fields: &str, expect: &str| {
            let mut rest = std::io::Cursor::new(format!("{fields}\r\nContent-Length: 0\r\n\r\n"));
            let record = Record::read("WARC/1.1".to_owned(), &mut rest).unwrap();
            assert_eq!(record.field("A"), Some(expect), "{fields}");
        };
        check("A: x\r\n y", "x y");
        check("A:\r\n\ty", "y");
        check("A: x\r\n \r\n y ", "x y");
    }
}
