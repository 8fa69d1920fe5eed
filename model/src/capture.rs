//! The bytes of one public page at one moment.

use crate::{CaptureId, PageRequest, PublicUrl, Timestamp};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// A page as it came back. `Debug` shows no body.
#[derive(Clone, PartialEq)]
pub struct Capture {
    /// Derived from the request's address, the moment and the hash.
    pub id: CaptureId,
    /// What was asked.
    pub request: PageRequest,
    /// Where the answer came from, after redirects.
    pub final_url: PublicUrl,
    /// When the answer was complete.
    pub at: Timestamp,
    /// HTTP status.
    pub status: u16,
    /// Response headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// Decoded body (content encoding removed, character encoding untouched).
    pub body: Bytes,
    /// SHA-256 of [`Capture::body`], lower-case hex.
    pub sha256: String,
}

impl Capture {
    /// Puts a page together; id and hash follow from the rest.
    #[must_use]
    pub fn new(
        request: PageRequest,
        final_url: PublicUrl,
        at: Timestamp,
        status: u16,
        headers: Vec<(String, String)>,
        body: Bytes,
    ) -> Self {
        let sha256 = hex(&Sha256::digest(&body));
        let id = CaptureId::of(&[request.url.as_str(), &at.ms().to_string(), &sha256]);
        Self { id, request, final_url, at, status, headers, body, sha256 }
    }

    /// First header of that (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Where a capture is kept: file name inside the archive folder, byte offset, byte length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// WARC file name.
    pub file: String,
    /// First byte of the record's compressed member.
    pub offset: u64,
    /// Length of the compressed member in bytes.
    pub length: u64,
}

/// A capture that is already in the archive. Adapters read nothing else: evidence first.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCapture {
    capture: Capture,
    location: Location,
}

impl StoredCapture {
    /// Says that `capture` is safely kept at `location`. Only `evidence` may say so (a house rule
    /// looks for other callers); tests use it to stand in for the archive.
    #[must_use]
    pub const fn kept_at(capture: Capture, location: Location) -> Self {
        Self { capture, location }
    }

    /// The page.
    #[must_use]
    pub const fn capture(&self) -> &Capture {
        &self.capture
    }

    /// Where it is kept.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }
}
