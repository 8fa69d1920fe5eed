//! A page read back from the archive.

use crate::compose::{ORIGINAL_AT, REQUESTED, SAME_PAYLOAD, capture_id};
use crate::warc::{Record, digest, http};
use bytes::Bytes;
use model::{CaptureId, Location, PublicUrl, Timestamp};
use std::fmt;

/// A page as it was kept. `Debug` shows no body.
#[derive(Clone, PartialEq)]
pub struct Kept {
    /// The capture, from the record's id.
    pub id: CaptureId,
    /// What was asked for.
    pub requested: PublicUrl,
    /// Where the answer came from.
    pub url: PublicUrl,
    /// When the answer was complete.
    pub at: Timestamp,
    /// HTTP status.
    pub status: u16,
    /// Response headers, as the capture had them.
    pub headers: Vec<(String, String)>,
    /// Decoded body.
    pub body: Bytes,
    /// SHA-256 of the body as the record states it, lower-case hex; empty for an answer that nothing
    /// has changed, which states none.
    pub sha256: String,
    /// Whether every stated digest holds.
    pub digest_ok: bool,
    /// The record whose body this is, if the body was already kept then.
    pub revisit_of: Option<CaptureId>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("digest_ok", &self.digest_ok)
            .finish_non_exhaustive()
    }
}

/// Where a record says that its body is: the id of the original, and a hint where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    /// As written, with angle brackets.
    pub(crate) record_id: String,
    pub(crate) hint: Option<Location>,
}

/// Where the body of a record is, if it is not in the record itself.
pub(crate) fn elsewhere(record: &Record) -> Option<Elsewhere> {
    if record.kind() != "revisit" || record.field("WARC-Profile") != Some(SAME_PAYLOAD) {
        return None;
    }
    let record_id = record.field("WARC-Refers-To")?.to_owned();
    let hint = record.field(ORIGINAL_AT).and_then(|hint| {
        let mut parts = hint.rsplitn(3, ' ');
        let (length, offset) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Location { file: parts.next()?.to_owned(), offset, length })
    });
    Some(Elsewhere { record_id, hint })
}

/// Makes a page of its record, and of the record that holds the body.
pub(crate) fn kept(record: &Record, original: Option<&Record>) -> Result<Kept, String> {
    let wanted = |name: &str| record.field(name).ok_or_else(|| format!("it has no {name}"));
    let address = |text: &str| PublicUrl::parse(text).map_err(|e| e.to_string());
    let id = capture_id(wanted("WARC-Record-ID")?).ok_or("its id is not ours")?;
    let url = address(record.target().ok_or("it has no WARC-Target-URI")?)?;
    let requested = record.field(REQUESTED).map_or_else(|| Ok(url.clone()), address)?;
    let at = Timestamp::parse(wanted("WARC-Date")?).ok_or("its date cannot be read")?;
    let head = http::split(&record.block).0;
    let (status, headers) = http::read_response(head).ok_or("it holds no HTTP response")?;
    let body = Bytes::copy_from_slice(original.unwrap_or(record).payload());
    let stated = record.field("WARC-Payload-Digest");
    let body_ok = stated.is_none_or(|stated| digest::matches(&body, stated) == Some(true));
    let own_ok = record.digests_hold() != Some(false);
    let original_ok = original.is_none_or(|record| record.digests_hold() != Some(false));
    let sha256 = stated.and_then(|stated| stated.strip_prefix("sha256:")).unwrap_or_default();
    let revisit_of = record.field("WARC-Refers-To").and_then(capture_id);
    Ok(Kept {
        id,
        requested,
        url,
        at,
        status,
        headers,
        body,
        sha256: sha256.to_owned(),
        digest_ok: body_ok && own_ok && original_ok,
        revisit_of: revisit_of.filter(|_| original.is_some()),
    })
}
