//! Models as files: a header, whole-number weights with one scale per output, deflated.

use super::Linear;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

/// Why a model file does not load.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// It is not one of ours, or of another version of the code.
    #[error("not a model file of this version; train it again")]
    Format,
    /// It is damaged.
    #[error("the model file is damaged: {0}")]
    Damaged(#[from] std::io::Error),
}

/// Weights as whole numbers −127..=127 with one scale per output.
#[derive(Debug, Clone, PartialEq)]
pub struct Small {
    /// Outputs.
    pub width: usize,
    /// `features × width`.
    pub weights: Vec<i8>,
    /// Per output.
    pub scale: Vec<f32>,
    /// Per output.
    pub bias: Vec<f32>,
}

impl Small {
    /// Rounds a model. The largest hundred-thousandth of the weights of an output is clipped.
    #[must_use]
    pub fn of(model: &Linear) -> Self {
        let width = model.width.max(1);
        let mut scale = Vec::with_capacity(width);
        for output in 0..width {
            let mut sizes: Vec<f32> = model
                .weights
                .iter()
                .skip(output)
                .step_by(width)
                .map(|w| w.abs())
                .filter(|w| *w > 0.0)
                .collect();
            sizes.sort_by(f32::total_cmp);
            let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 20_000));
            scale.push(top.copied().unwrap_or(1.0).max(1e-6) / 127.0);
        }
        let round = |(at, weight): (usize, &f32)| {
            let scale = scale.get(at % width).copied().unwrap_or(1.0);
            #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i8")]
            let whole = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            whole
        };
        let weights = model.weights.iter().enumerate().map(round).collect();
        Self { width, weights, scale, bias: model.bias.clone() }
    }

    /// The whole-number weights of one feature.
    #[must_use]
    pub fn row(&self, feature: usize) -> &[i8] {
        let at = feature * self.width;
        self.weights.get(at..at + self.width).unwrap_or_default()
    }
}

/// Writes numbers and sections one after another, deflated at the end.
#[derive(Debug, Default)]
pub struct Packer {
    bytes: Vec<u8>,
}

impl Packer {
    /// Begins a file of a kind; the tag names the kind and its version.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let mut packer = Self::default();
        packer.text(tag);
        packer
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A count.
    pub fn count(&mut self, count: usize) {
        self.bytes.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    }

    /// Numbers.
    pub fn floats(&mut self, floats: &[f32]) {
        self.count(floats.len());
        for float in floats {
            self.bytes.extend_from_slice(&float.to_le_bytes());
        }
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A small model.
    pub fn small(&mut self, model: &Small) {
        self.count(model.width);
        self.floats(&model.scale);
        self.floats(&model.bias);
        self.count(model.weights.len());
        self.bytes.extend(model.weights.iter().map(|w| w.cast_unsigned()));
    }

    /// The file.
    pub fn finish(self) -> Result<Vec<u8>, std::io::Error> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(9));
        encoder.write_all(&self.bytes)?;
        encoder.finish()
    }
}

/// Reads what a [`Packer`] wrote.
#[derive(Debug)]
pub struct Unpacker {
    bytes: Vec<u8>,
    at: usize,
}

impl Unpacker {
    /// Opens a file of a kind.
    pub fn open(file: &[u8], tag: &str) -> Result<Self, UnpackError> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(file).take(1 << 28).read_to_end(&mut bytes)?;
        let mut unpacker = Self { bytes, at: 0 };
        if unpacker.text()? == tag { Ok(unpacker) } else { Err(UnpackError::Format) }
    }

    fn take(&mut self, len: usize) -> Result<&[u8], UnpackError> {
        let end = self.at.checked_add(len).ok_or(UnpackError::Format)?;
        let part = self.bytes.get(self.at..end).ok_or(UnpackError::Format)?;
        self.at = end;
        Ok(part)
    }

    /// Bytes as they are.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], UnpackError> {
        self.take(N)?.try_into().map_err(|_| UnpackError::Format)
    }

    /// A count.
    pub fn count(&mut self) -> Result<usize, UnpackError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    /// A text.
    pub fn text(&mut self) -> Result<String, UnpackError> {
        let len = self.count()?;
        String::from_utf8(self.take(len)?.to_vec()).map_err(|_| UnpackError::Format)
    }

    /// Numbers.
    pub fn floats(&mut self) -> Result<Vec<f32>, UnpackError> {
        let len = self.count()?.checked_mul(4).ok_or(UnpackError::Format)?;
        let part = self.take(len)?;
        Ok(part
            .chunks_exact(4)
            .filter_map(|four| four.try_into().ok().map(f32::from_le_bytes))
            .collect())
    }

    /// A small model.
    pub fn small(&mut self) -> Result<Small, UnpackError> {
        let width = self.count()?;
        let scale = self.floats()?;
        let bias = self.floats()?;
        let len = self.count()?;
        let weights = self.take(len)?.iter().map(|b| b.cast_signed()).collect();
        if width == 0 || scale.len() != width || bias.len() != width || len % width != 0 {
            return Err(UnpackError::Format);
        }
        Ok(Small { width, weights, scale, bias })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_model_comes_back_and_a_damaged_one_is_refused() {
        let model = Small::of(&Linear {
            width: 2,
            weights: vec![1.0, -2.0, 0.5, 0.0],
            bias: vec![0.1, 0.2],
        });
        let mut packer = Packer::new("test 1");
        packer.small(&model);
        let file = packer.finish().unwrap();
        assert_eq!(Unpacker::open(&file, "test 1").unwrap().small().unwrap(), model);
        assert!(Unpacker::open(&file, "test 2").is_err());
        assert!(Unpacker::open(file.get(..file.len() / 2).unwrap(), "test 1").is_err());
        assert!(Unpacker::open(b"", "test 1").is_err());
    }
}
