//! The answer of a server as other tools recorded it: still in pieces, still packed, or not.

use super::Record;
use super::http;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use model::Timestamp;
use std::fmt;
use std::io::Read;

/// Largest body that is unpacked, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// An answer with its body unpacked. `Debug` shows no body.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// What it answers, as written in the record.
    pub target: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// HTTP status; 200 for a resource that was recorded without HTTP.
    pub status: u16,
    /// Headers, names in lower case. Those of the transfer are gone with it.
    pub headers: Vec<(String, String)>,
    /// Decoded body.
    pub body: Vec<u8>,
    /// The record's id, without angle brackets.
    pub record_id: String,
    /// The digest of the payload that the record states.
    pub digest: Option<String>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why a record that should hold an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// A digest that the record states does not hold.
    #[error("its digest does not hold: the record was damaged or changed")]
    Digest,
    /// Its end was cut off by whoever recorded it.
    #[error("whoever recorded it cut its end off ({0})")]
    Truncated(String),
    /// It says that the page is the same as in another record.
    #[error("a note that the page had not changed")]
    Revisit,
    /// What is needed is not there or cannot be read.
    #[error("{0}")]
    Malformed(&'static str),
    /// The body is packed in a way that is not read, or not as it says.
    #[error("its body cannot be unpacked ({0})")]
    Packed(String),
}

impl Record {
    /// The answer that the record holds; nothing for records that hold none (requests, notes).
    pub fn response(&self) -> Option<Result<Response, Unusable>> {
        match self.kind() {
            "response" if self.is_http() => Some(self.unpack(true)),
            "resource" if self.target().is_some_and(|uri| uri.starts_with("http")) => {
                Some(self.unpack(false))
            }
            "revisit" => Some(Err(Unusable::Revisit)),
            _ => None,
        }
    }

    fn unpack(&self, http: bool) -> Result<Response, Unusable> {
        if let Some(why) = self.field("WARC-Truncated") {
            return Err(Unusable::Truncated(why.chars().take(40).collect()));
        }
        if self.digests_hold() == Some(false) {
            return Err(Unusable::Digest);
        }
        let target = self.target().ok_or(Unusable::Malformed("it names no address"))?;
        let at = self.field("WARC-Date").and_then(Timestamp::parse);
        let at = at.ok_or(Unusable::Malformed("it has no time"))?;
        let (status, headers, body) = if http {
            let (head, body) = http::split(&self.block);
            let (status, headers) =
                http::read_response(head).ok_or(Unusable::Malformed("it holds no HTTP answer"))?;
            let headers: Vec<(String, String)> =
                headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
            let body = decoded(&headers, body)?;
            (status, headers, body)
        } else {
            let media = self.field("Content-Type").unwrap_or("application/octet-stream");
            let headers = vec![("content-type".to_owned(), media.to_owned())];
            (200, headers, self.block.clone())
        };
        let of_transfer = ["transfer-encoding", "content-encoding", "content-length"];
        let headers =
            headers.into_iter().filter(|(name, _)| !of_transfer.contains(&name.as_str())).collect();
        let record_id = self.field("WARC-Record-ID").unwrap_or_default();
        Ok(Response {
            target: target.to_owned(),
            at,
            status,
            headers,
            body,
            record_id: record_id.trim_matches(['<', '>']).to_owned(),
            digest: self.field("WARC-Payload-Digest").map(str::to_owned),
        })
    }
}

/// The body without what the transfer put around it. Some tools record chunks as they came and some
/// put them together but leave the header, so a body that is not in chunks is taken as it is.
fn decoded(headers: &[(String, String)], body: &[u8]) -> Result<Vec<u8>, Unusable> {
    let header =
        |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.to_lowercase());
    let chunked = header("transfer-encoding").is_some_and(|how| how.contains("chunked"));
    let joined = if chunked { joined(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    let packed = header("content-encoding").unwrap_or_default();
    let gzip = body.starts_with(&[0x1F, 0x8B]);
    match packed.trim() {
        "gzip" | "x-gzip" if gzip => all(MultiGzDecoder::new(body)),
        "" | "identity" | "gzip" | "x-gzip" => Ok(body.to_vec()),
        "deflate" => all(ZlibDecoder::new(body)).or_else(|_| all(DeflateDecoder::new(body))),
        other => Err(Unusable::Packed(other.chars().take(20).collect())),
    }
}

fn all(from: impl Read) -> Result<Vec<u8>, Unusable> {
    let mut out = Vec::new();
    let read = from.take(LARGEST + 1).read_to_end(&mut out);
    read.map_err(|why| Unusable::Packed(why.to_string()))?;
    if out.len() as u64 > LARGEST {
        return Err(Unusable::Packed("it is too large".to_owned()));
    }
    Ok(out)
}

/// Chunks put together; nothing if these are no chunks.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = body.windows(2).take(64).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(body.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        body = body.get(end + 2..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(..size)?);
        body = body.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warc::{digest, member};

    fn record(fields: &[(&str, &str)], block: &[u8]) -> Record {
        let mut all = vec![
            ("WARC-Type".to_owned(), "response".to_owned()),
            ("WARC-Target-URI".to_owned(), "https://a.example/x".to_owned()),
            ("WARC-Date".to_owned(), "2026-01-10T08:05:00Z".to_owned()),
            ("WARC-Record-ID".to_owned(), "<urn:uuid:1>".to_owned()),
        ];
        for (name, value) in fields {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        Record { version: "WARC/1.0".to_owned(), fields: all, block: block.to_vec() }
    }

    fn check(head: &str, body: &[u8], expect: Result<&str, &str>) {
        let block = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        let got = record(&[], &block).response().unwrap();
        let got = got.map(|response| String::from_utf8(response.body).unwrap());
        match expect {
            Ok(body) => assert_eq!(got.as_deref(), Ok(body), "{head}"),
            Err(part) => assert!(got.clone().unwrap_err().to_string().contains(part), "{got:?}"),
        }
    }

    #[test]
    fn bodies_come_out_as_they_were_before_the_transfer() {
        check("", b"hello", Ok("hello"));
        let chunks = b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";
        check("Transfer-Encoding: chunked\r\n", chunks, Ok("hello"));
        check("Transfer-Encoding: chunked\r\n", b"hello", Ok("hello"));
        let packed = member::pack(b"hello").unwrap();
        check("Content-Encoding: gzip\r\n", &packed, Ok("hello"));
        check("Content-Encoding: gzip\r\n", b"hello", Ok("hello"));
        check("Content-Encoding: br\r\n", b"hello", Err("br"));
        check("Content-Encoding: gzip\r\n", packed.get(..12).unwrap(), Err("unpacked"));
    }

    #[test]
    fn headers_of_the_transfer_go_with_it() {
        let block =
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nContent-Type: text/html\r\n\r\nhello";
        let response = record(&[], block).response().unwrap().unwrap();
        assert_eq!(response.status, 404);
        assert_eq!(response.headers, [("content-type".to_owned(), "text/html".to_owned())]);
        assert_eq!(
            (response.record_id.as_str(), response.at.ms()),
            ("urn:uuid:1", 1_768_032_300_000)
        );
    }

    #[test]
    fn what_was_damaged_or_cut_is_not_taken() {
        let block = b"HTTP/1.1 200 OK\r\n\r\nhello";
        let why = |fields: &[(&str, &str)]| record(fields, block).response().unwrap().unwrap_err();
        assert_eq!(why(&[("WARC-Payload-Digest", &digest::labelled(b"other"))]), Unusable::Digest);
        assert_eq!(why(&[("WARC-Truncated", "length")]), Unusable::Truncated("length".to_owned()));
        assert_eq!(why(&[("WARC-Type", "revisit")]), Unusable::Revisit);
        assert_eq!(why(&[("WARC-Date", "soon")]), Unusable::Malformed("it has no time"));
        assert!(record(&[("WARC-Type", "request")], block).response().is_none());
    }
}
