//! Gzip members: one per record, so that a record can be read from its offset alone.

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, Read, Write};

/// Largest record that is unpacked, in bytes.
pub(crate) const LARGEST: u64 = 512 * 1024 * 1024;
/// How a gzip member with the deflate method begins (RFC 1952).
pub(crate) const MAGIC: [u8; 3] = [0x1F, 0x8B, 8];

/// Packs bytes into one member.
pub(crate) fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Unpacks the member at the beginning of a stream; its checksum is verified.
pub(crate) fn unpack(from: impl BufRead) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    GzDecoder::new(from).take(LARGEST + 1).read_to_end(&mut out)?;
    if out.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the record is too large"));
    }
    Ok(out)
}

/// Counts what is read from a stream.
#[derive(Debug)]
pub(crate) struct Counted<R> {
    pub(crate) inner: R,
    pub(crate) count: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.count += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.count += n as u64;
        self.inner.consume(n);
    }
}
