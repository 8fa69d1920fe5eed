//! The learnt part: weights over features, and what they make of a text.

mod judgement;
mod train;

pub use judgement::{Judgement, Weights};
pub use train::{LabelledPost, Trained, out_of_fold, read_corpus, train};

use crate::learn::packed::{Packer, Small, UnpackError, Unpacker};

/// Kind and version of the file.
const TAG: &str = "routewatch opinion 1";

impl Weights {
    /// The file.
    pub fn pack(&self) -> Result<Vec<u8>, std::io::Error> {
        let mut packer = Packer::new(TAG);
        packer.text(&self.version);
        packer.floats(&self.calibration);
        packer.floats(&self.named);
        packer.small(&self.grams);
        packer.finish()
    }

    /// A digest of everything that forms opinions; part of the version.
    #[must_use]
    pub fn digest(&self) -> u32 {
        let mut hasher = blake3::Hasher::new();
        for number in self.calibration.iter().chain(&self.named).chain(&self.grams.scale) {
            hasher.update(&number.to_le_bytes());
        }
        for number in &self.grams.weights {
            hasher.update(&number.to_le_bytes());
        }
        let [a, b, c, d, ..] = *hasher.finalize().as_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    /// Reads a file.
    pub fn unpack(file: &[u8]) -> Result<Self, UnpackError> {
        let mut unpacker = Unpacker::open(file, TAG)?;
        let version = unpacker.text()?;
        let calibration = unpacker.floats()?.try_into().map_err(|_| UnpackError::Format)?;
        let named = unpacker.floats()?;
        let grams: Small = unpacker.small()?;
        Ok(Self { version, calibration, named, grams })
    }
}
