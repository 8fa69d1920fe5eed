//! Bodies decompressed under limits.
//!
//! We decompress ourselves, piece by piece as they come, so that a bomb costs what the limits say
//! and not what it would like: every decoder writes into a [`Sink`] that refuses more than the
//! limit, and no decoder keeps a window of more than 16 MiB (brotli's largest; 8 MiB for zstd as
//! RFC 9659 has it, 32 KiB for deflate).

use crate::FetchError;
use bytes::{Bytes, BytesMut};
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::fmt;
use std::io::{self, Write};

/// What we ask for, and can undo.
pub(super) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// RFC 9659: a zstd content coding needs no window above 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Size of the buffer between the brotli decoder and the sink.
const BROTLI_BUFFER: usize = 32 * 1024;

/// So much may swell at any ratio: small pages of little content are no bombs.
const FREE: usize = 1024 * 1024;

/// How much a body may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes once decompressed.
    pub bytes: u64,
    /// Times that it may swell.
    pub ratio: u32,
}

/// A body as far as it was read.
#[derive(Debug)]
pub struct Body {
    /// The bytes, decompressed.
    pub bytes: Bytes,
    /// Whether there was more.
    pub cut: bool,
    /// Whether a coding was undone, so that the headers no longer describe the bytes.
    pub decoded: bool,
}

impl Body {
    /// The body if it was read to its end.
    pub(super) fn whole(self, limit: u64) -> Result<Self, FetchError> {
        if self.cut {
            let reason = format!("the body is longer than {limit} bytes once decompressed");
            return Err(FetchError::Permanent { reason });
        }
        Ok(self)
    }
}

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    None,
    Gzip,
    /// With the header of zlib, as the standard has it, or without, as some servers do.
    Deflate,
    Brotli,
    Zstd,
}

/// A body on its way: takes what comes over the line, keeps what it means.
#[expect(missing_debug_implementations, reason = "decoders cannot be shown")]
pub struct Decoding {
    coding: Coding,
    limits: Limits,
    /// The first bytes, until there are enough of them to tell two kinds of `deflate` apart.
    head: Vec<u8>,
    decoder: Option<Box<dyn Decoder>>,
    received: u64,
}

impl Decoding {
    /// Prepares for a body with such a `Content-Encoding`. An unknown coding is left as it is; one
    /// over the other is refused, as no honest server does that.
    pub fn new(encoding: &str, limits: Limits) -> Result<Self, FetchError> {
        let named = encoding.split(',').map(|name| name.trim().to_ascii_lowercase());
        let names: Vec<_> = named.filter(|name| !name.is_empty() && name != "identity").collect();
        if names.len() > 1 {
            let reason = format!("the body is compressed {} times over", names.len());
            return Err(FetchError::Permanent { reason });
        }
        let coding = match names.first().map(String::as_str) {
            Some("gzip" | "x-gzip") => Coding::Gzip,
            Some("deflate") => Coding::Deflate,
            Some("br") => Coding::Brotli,
            Some("zstd") => Coding::Zstd,
            _ => Coding::None,
        };
        Ok(Self { coding, limits, head: Vec::new(), decoder: None, received: 0 })
    }

    /// Takes a piece. False if no more is wanted.
    pub fn take(&mut self, piece: &[u8]) -> Result<bool, FetchError> {
        self.received = self.received.saturating_add(piece.len() as u64);
        if self.decoder.is_none() {
            self.head.extend_from_slice(piece);
            if self.coding == Coding::Deflate && self.head.len() < 2 {
                return Ok(true);
            }
            let mut decoder = self.begin().map_err(|why| broken(&why))?;
            let head = std::mem::take(&mut self.head);
            let more = self.write(decoder.as_mut(), &head);
            self.decoder = Some(decoder);
            return more;
        }
        let Some(mut decoder) = self.decoder.take() else { return Ok(false) };
        let more = self.write(decoder.as_mut(), piece);
        self.decoder = Some(decoder);
        more
    }

    fn write(&self, decoder: &mut dyn Decoder, piece: &[u8]) -> Result<bool, FetchError> {
        let sink = decoder.sink();
        sink.received = self.received;
        // A coding can grow without meaning anything; such a body has an end too.
        if self.coding != Coding::None && self.received > self.limits.bytes {
            sink.stopped = Some(Stop::Long);
            return Ok(false);
        }
        let written = decoder.write_all(piece);
        match (decoder.sink().stopped, written) {
            (Some(Stop::Swollen), _) => {
                let ratio = self.limits.ratio;
                let reason = format!("the body swells to more than {ratio} times its size");
                Err(FetchError::Permanent { reason })
            }
            (Some(Stop::Long), _) => Ok(false),
            (None, Ok(())) => Ok(true),
            (None, Err(why)) => Err(broken(&why)),
        }
    }

    /// The body, after its last piece or when no more was wanted.
    pub fn finish(mut self) -> Result<Body, FetchError> {
        let decoded = self.coding != Coding::None;
        // An answer without a body may still name a coding.
        let Some(mut decoder) = self.decoder.take() else {
            return Ok(Body { bytes: Bytes::from(self.head), cut: false, decoded });
        };
        let cut = decoder.sink().stopped.is_some();
        if !cut {
            decoder.end().map_err(|why| broken(&why))?;
        }
        let cut = cut || decoder.sink().stopped.is_some();
        let bytes = std::mem::take(&mut decoder.sink().bytes).freeze();
        Ok(Body { bytes, cut, decoded })
    }

    fn begin(&self) -> io::Result<Box<dyn Decoder>> {
        let sink = Sink {
            bytes: BytesMut::new(),
            limit: usize::try_from(self.limits.bytes).unwrap_or(usize::MAX),
            ratio: u64::from(self.limits.ratio),
            received: 0,
            stopped: None,
        };
        Ok(match self.coding {
            Coding::None => Box::new(sink),
            Coding::Gzip => Box::new(MultiGzDecoder::new(sink)),
            Coding::Deflate if is_zlib(&self.head) => Box::new(ZlibDecoder::new(sink)),
            Coding::Deflate => Box::new(DeflateDecoder::new(sink)),
            Coding::Brotli => Box::new(brotli::DecompressorWriter::new(sink, BROTLI_BUFFER)),
            Coding::Zstd => {
                let mut decoder = zstd::stream::raw::Decoder::new()?;
                let window = zstd::zstd_safe::DParameter::WindowLogMax(ZSTD_WINDOW_LOG);
                decoder.set_parameter(window)?;
                Box::new(zstd::stream::zio::Writer::new(sink, decoder))
            }
        })
    }
}

/// RFC 1950: the method is deflate, and the first two bytes are a multiple of 31.
fn is_zlib(head: &[u8]) -> bool {
    match head {
        [method, flags, ..] => {
            method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31)
        }
        _ => false,
    }
}

fn broken(why: &dyn fmt::Display) -> FetchError {
    FetchError::Transient { reason: format!("the body cannot be decompressed: {why}") }
}

/// Where decoders write: a buffer with a limit.
struct Sink {
    bytes: BytesMut,
    limit: usize,
    ratio: u64,
    /// Bytes that came over the line so far.
    received: u64,
    stopped: Option<Stop>,
}

/// Why no more is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The body is longer than the limit.
    Long,
    /// It swells more than any honest page does.
    Swollen,
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let room = self.limit.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(buffer.get(..room).unwrap_or(buffer));
        let swollen = self.bytes.len() as u64 > self.received.saturating_mul(self.ratio);
        if self.bytes.len() > FREE && swollen {
            self.stopped = Some(Stop::Swollen);
        } else if buffer.len() > room {
            self.stopped = Some(Stop::Long);
        }
        match self.stopped {
            Some(_) => Err(io::Error::other("the limit is reached")),
            None => Ok(buffer.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Undoes a coding: what is written to it comes out in the sink.
trait Decoder: Write + Send {
    fn sink(&mut self) -> &mut Sink;

    /// Says that nothing more comes; an error if more should have.
    fn end(&mut self) -> io::Result<()>;
}

impl Decoder for Sink {
    fn sink(&mut self) -> &mut Sink {
        self
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Decoder for MultiGzDecoder<Sink> {
    fn sink(&mut self) -> &mut Sink {
        self.get_mut()
    }

    fn end(&mut self) -> io::Result<()> {
        self.try_finish()
    }
}

impl Decoder for ZlibDecoder<Sink> {
    fn sink(&mut self) -> &mut Sink {
        self.get_mut()
    }

    fn end(&mut self) -> io::Result<()> {
        self.try_finish()
    }
}

impl Decoder for DeflateDecoder<Sink> {
    fn sink(&mut self) -> &mut Sink {
        self.get_mut()
    }

    fn end(&mut self) -> io::Result<()> {
        self.try_finish()
    }
}

impl Decoder for brotli::DecompressorWriter<Sink> {
    fn sink(&mut self) -> &mut Sink {
        self.get_mut()
    }

    fn end(&mut self) -> io::Result<()> {
        self.close()
    }
}

impl Decoder for zstd::stream::zio::Writer<Sink, zstd::stream::raw::Decoder<'static>> {
    fn sink(&mut self) -> &mut Sink {
        self.writer_mut()
    }

    fn end(&mut self) -> io::Result<()> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    const LIMITS: Limits = Limits { bytes: 8 << 20, ratio: 100 };

    /// The text in every coding that we ask for, with the coding's name.
    fn codings(text: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let level = Compression::default();
        let mut gzip = GzEncoder::new(Vec::new(), level);
        gzip.write_all(text).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), level);
        zlib.write_all(text).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), level);
        raw.write_all(text).unwrap();
        let mut br = Vec::new();
        brotli::CompressorWriter::new(&mut br, 4096, 5, 22).write_all(text).unwrap();
        vec![
            ("gzip", gzip.finish().unwrap()),
            ("deflate", zlib.finish().unwrap()),
            ("Deflate", raw.finish().unwrap()),
            ("br", br),
            ("zstd", zstd::encode_all(text, 3).unwrap()),
            ("identity", text.to_vec()),
        ]
    }

    fn decode(name: &str, pieces: &[&[u8]], limits: Limits) -> Result<Body, FetchError> {
        let mut decoding = Decoding::new(name, limits)?;
        for piece in pieces {
            if !decoding.take(piece)? {
                break;
            }
        }
        decoding.finish()
    }

    #[test]
    fn every_coding_is_undone_however_its_bytes_come() {
        let text: Vec<u8> = (0..40_000_u32).flat_map(u32::to_le_bytes).collect();
        for (name, coded) in codings(&text) {
            for size in [1, 2, 7, 1000, coded.len()] {
                let pieces: Vec<_> = coded.chunks(size).collect();
                let body = decode(name, &pieces, LIMITS).unwrap();
                assert!(body.bytes.as_ref() == text && !body.cut, "{name} by {size}");
                assert_eq!(body.decoded, name != "identity");
            }
            assert_eq!(decode(name, &[], LIMITS).unwrap().bytes.len(), 0, "{name}");
        }
    }

    #[test]
    fn a_bomb_is_stopped_by_its_ratio_and_a_long_page_by_its_length() {
        for (name, coded) in codings(&vec![0; 12 << 20]) {
            let pieces: Vec<_> = coded.chunks(16 << 10).collect();
            let swollen = decode(name, &pieces, LIMITS);
            match (name, swollen) {
                ("identity", Ok(body)) => assert!(body.cut && body.bytes.len() == 8 << 20),
                (_, Err(FetchError::Permanent { reason })) => {
                    assert!(reason.contains("more than 100 times"), "{name}: {reason}");
                }
                (_, other) => panic!("{name}: {other:?}"),
            }
            let patient = decode(name, &pieces, Limits { ratio: u32::MAX, ..LIMITS }).unwrap();
            assert!(patient.cut && patient.bytes.len() == 8 << 20, "{name}");
            assert!(patient.whole(8 << 20).is_err());
        }
    }

    #[test]
    fn broken_and_truncated_bodies_are_said_to_be_so() {
        let text: Vec<u8> = (0..9_000_u32).flat_map(u32::to_le_bytes).collect();
        for (name, coded) in codings(&text).into_iter().filter(|(name, _)| *name != "identity") {
            let half = coded.get(..coded.len() / 2).unwrap();
            let broken = decode(name, &[half], LIMITS);
            assert!(matches!(broken, Err(FetchError::Transient { .. })), "{name}: {broken:?}");
            let noise = decode(name, &[&[0xff; 300]], LIMITS);
            assert!(matches!(noise, Err(FetchError::Transient { .. })), "{name}: {noise:?}");
        }
    }

    #[test]
    fn a_window_above_eight_mebibytes_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(27).unwrap();
        encoder.include_contentsize(false).unwrap();
        encoder.write_all(&vec![7; 1 << 20]).unwrap();
        let coded = encoder.finish().unwrap();
        let refused = decode("zstd", &[&coded], LIMITS);
        assert!(matches!(refused, Err(FetchError::Transient { .. })), "{refused:?}");
    }

    #[test]
    fn unknown_codings_stay_and_stacked_ones_are_refused() {
        let body = decode("rot13", &[b"nyy"], LIMITS).unwrap();
        assert!(body.bytes.as_ref() == b"nyy" && !body.decoded);
        assert!(matches!(decode("gzip, br", &[], LIMITS), Err(FetchError::Permanent { .. })));
        assert!(decode("identity, gzip", &[], LIMITS).is_ok());
    }
}
