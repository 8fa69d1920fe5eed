//! Which records a capture becomes: a request and a response, or a request and a revisit.
//!
//! The request tells method, address and `Accept` only; it is put together from what was asked, not
//! from the bytes on the wire.

use crate::known::Original;
use crate::warc::{Record, digest, http};
use model::{Capture, CaptureId, Location, Timestamp};

/// Field of our own: where the page was asked for, if an answer came from elsewhere.
pub(crate) const REQUESTED: &str = "Routewatch-Requested-URI";
/// Field of our own: file, offset and length of the record that a revisit refers to. A hint only:
/// the record's id decides.
pub(crate) const ORIGINAL_AT: &str = "Routewatch-Refers-To-Location";
/// Profile of a page whose bytes are already kept (WARC 1.1, 6.7.2).
pub(crate) const SAME_PAYLOAD: &str =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
/// Profile of an answer that nothing has changed (WARC 1.1, 6.7.3).
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// What a capture becomes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'a> {
    /// A response with its body.
    Whole,
    /// A revisit: these bytes are already kept.
    Same(&'a Original),
    /// A revisit: the server says that nothing has changed (since this, if it is kept).
    NotModified(Option<&'a Original>),
}

/// The record id of a capture.
pub(crate) fn record_id(id: CaptureId) -> String {
    format!("<urn:uuid:{id}>")
}

/// The capture of a record id.
pub(crate) fn capture_id(record_id: &str) -> Option<CaptureId> {
    record_id.strip_prefix("<urn:uuid:")?.strip_suffix('>')?.parse().ok()
}

/// The record that every file begins with.
pub(crate) fn warcinfo(file: &str, at: Timestamp) -> Record {
    let block = format!(
        "software: routewatch/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: \
         https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
         description: public pages; bodies are kept decoded, headers that describe the transfer \
         are kept with the prefix x-archive-orig-; requests are put together from method, address \
         and Accept\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let fields = fields([
        ("WARC-Type", "warcinfo".to_owned()),
        ("WARC-Record-ID", record_id(warcinfo_id(file))),
        ("WARC-Date", at.to_string()),
        ("WARC-Filename", file.to_owned()),
        ("WARC-Block-Digest", digest::labelled(block.as_bytes())),
        ("Content-Type", "application/warc-fields".to_owned()),
    ]);
    Record { version: "WARC/1.1".to_owned(), fields, block: block.into_bytes() }
}

fn warcinfo_id(file: &str) -> CaptureId {
    CaptureId::of(&["warcinfo", file])
}

fn request_id(capture: &Capture) -> CaptureId {
    CaptureId::of(&[&capture.id.to_string(), "request"])
}

/// The request of a capture.
pub(crate) fn request(capture: &Capture, file: &str) -> Record {
    let url = capture.request.url.url();
    let mut block = format!("GET {}", url.path());
    if let Some(query) = url.query() {
        block.push('?');
        block.push_str(query);
    }
    block.push_str(" HTTP/1.1\r\nHost: ");
    block.push_str(url.host_str().unwrap_or_default());
    if let Some(port) = url.port() {
        block.push(':');
        block.push_str(&port.to_string());
    }
    if let Some(accept) = &capture.request.accept {
        block.push_str("\r\nAccept: ");
        block.push_str(&http::one_line(accept));
    }
    block.push_str("\r\n\r\n");
    let fields = fields([
        ("WARC-Type", "request".to_owned()),
        ("WARC-Record-ID", record_id(request_id(capture))),
        ("WARC-Date", capture.at.to_string()),
        ("WARC-Warcinfo-ID", record_id(warcinfo_id(file))),
        ("WARC-Concurrent-To", record_id(capture.id)),
        ("WARC-Target-URI", capture.request.url.to_string()),
        ("WARC-Block-Digest", digest::labelled(block.as_bytes())),
        ("Content-Type", "application/http;msgtype=request".to_owned()),
    ]);
    Record { version: "WARC/1.1".to_owned(), fields, block: block.into_bytes() }
}

/// The answer of a capture.
pub(crate) fn answer(capture: &Capture, shape: Shape<'_>, file: &str) -> Record {
    let mut block = http::head(capture.status, &capture.headers, capture.body.len());
    let kind = if matches!(shape, Shape::Whole) { "response" } else { "revisit" };
    if kind == "response" {
        block.extend_from_slice(&capture.body);
    }
    let mut fields = fields([
        ("WARC-Type", kind.to_owned()),
        ("WARC-Record-ID", record_id(capture.id)),
        ("WARC-Date", capture.at.to_string()),
        ("WARC-Warcinfo-ID", record_id(warcinfo_id(file))),
        ("WARC-Concurrent-To", record_id(request_id(capture))),
        ("WARC-Target-URI", capture.final_url.to_string()),
        ("WARC-Block-Digest", digest::labelled(&block)),
        ("Content-Type", "application/http;msgtype=response".to_owned()),
    ]);
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    if capture.request.url != capture.final_url {
        add(REQUESTED, capture.request.url.to_string());
    }
    if !matches!(shape, Shape::NotModified(_)) {
        add("WARC-Payload-Digest", format!("sha256:{}", capture.sha256));
    }
    match shape {
        Shape::Whole => {}
        Shape::Same(_) => {
            add("WARC-Profile", SAME_PAYLOAD.to_owned());
            add("WARC-Truncated", "length".to_owned());
        }
        Shape::NotModified(_) => add("WARC-Profile", NOT_MODIFIED.to_owned()),
    }
    if let Shape::Same(original) | Shape::NotModified(Some(original)) = shape {
        add("WARC-Refers-To", record_id(original.id));
        add("WARC-Refers-To-Target-URI", capture.final_url.to_string());
        add("WARC-Refers-To-Date", original.at.to_string());
        let Location { file, offset, length } = &original.location;
        add(ORIGINAL_AT, format!("{file} {offset} {length}"));
    }
    Record { version: "WARC/1.1".to_owned(), fields, block }
}

fn fields<const N: usize>(all: [(&str, String); N]) -> Vec<(String, String)> {
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
