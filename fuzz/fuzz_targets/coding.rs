//! Compressed bodies: what comes out does not depend on how the bytes came in, and never is more than
//! the limits allow.
#![no_main]

use crawler::fetcher::coding::{Body, Decoding, Limits};
use fuzz::Choices;
use libfuzzer_sys::fuzz_target;

/// Far above what the fuzzer's inputs are, so that a bomb is one.
const BYTES: u64 = 1 << 20;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let name = choices.of(&["gzip", "deflate", "br", "zstd", "identity", "gzip, br"]);
    let size = choices.of(&[1, 2, 3, 7, 64, 1_000]);
    let body = choices.body();
    let patient = Limits { bytes: BYTES, ratio: u32::MAX };
    let whole = decode(name, body, body.len().max(1), patient);
    let pieces = decode(name, body, size, patient);
    match (&whole, &pieces) {
        (Some(whole), Some(pieces)) => {
            assert_eq!(whole.cut, pieces.cut, "{name}: cut or not");
            assert!(whole.bytes == pieces.bytes, "{name}: other bytes in pieces of {size}");
        }
        (None, None) => {}
        // libzstd finds some headers broken only when it gets them at once; nothing comes out of either.
        (Some(body), None) | (None, Some(body)) if name == "zstd" && body.bytes.is_empty() => {}
        _ => panic!("{name}: broken or not, by pieces of {size}"),
    }
    let wary = decode(name, body, size, Limits { bytes: BYTES, ratio: 100 });
    for body in [whole, pieces, wary].into_iter().flatten() {
        assert!(body.bytes.len() as u64 <= BYTES, "{name}: more than the limit");
    }
});

/// The body; nothing where it is refused.
fn decode(name: &str, body: &[u8], size: usize, limits: Limits) -> Option<Body> {
    let mut decoding = Decoding::new(name, limits).ok()?;
    for piece in body.chunks(size) {
        if !decoding.take(piece).ok()? {
            break;
        }
    }
    decoding.finish().ok()
}
