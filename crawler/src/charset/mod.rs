//! Bytes of a page as text.
//!
//! Pages of the web come in any encoding, and say which in several places that may contradict each
//! other. [`of_page`] reads HTML as browsers do, [`of_feed`] reads XML and JSON. Neither fails: what
//! does not fit is replaced and complained about.

mod feed;
mod page;
mod prescan;

pub use feed::of_feed;
pub use page::of_page;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use model::Capture;

/// Bytes that a guess is made from.
const GUESSED_FROM: usize = 256 << 10;

/// The encoding that the HTTP header names, as written.
fn label_of(capture: &Capture) -> Option<&str> {
    let value = capture.header("content-type")?;
    let (_, label) = value
        .split(';')
        .skip(1)
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(label.trim().trim_matches(['"', '\'']))
}

/// The likeliest encoding of bytes that nobody names one for. The host's country counts, as it does
/// in Firefox, whose guess this is; UTF-8 is allowed, which browsers do not guess lest authors rely
/// on it.
fn guess(capture: &Capture, bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let part = bytes.get(..GUESSED_FROM).unwrap_or(bytes);
    detector.feed(part, part.len() == bytes.len());
    let host = capture.final_url.url().host_str().unwrap_or_default();
    let country = host.rsplit('.').next().filter(|last| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        !last.is_empty() && last.bytes().all(plain)
    });
    detector.guess(country.map(str::as_bytes), Utf8Detection::Allow)
}
