//! The learnt part: weights over features, and what they make of a text.

mod calibration;
mod judgement;
mod reviewed;
mod train;

pub use judgement::{Judgement, Weights};
pub use train::{LabelledPost, Trained, out_of_fold, read_corpus, train};

use crate::learn::packed::{Packer, UnpackError, Unpacker};

/// Kind and version of the file.
const TAG: &str = "routewatch opinion 3";

impl Weights {
    /// The file.
    pub fn pack(&self) -> Result<Vec<u8>, std::io::Error> {
        let mut packer = Packer::new(TAG);
        packer.text(&self.version);
        packer.floats(&self.calibration);
        packer.text(&self.shifts.keys().map(String::as_str).collect::<Vec<_>>().join(" "));
        packer.floats(&self.shifts.values().copied().collect::<Vec<_>>());
        packer.floats(&self.named);
        packer.small(&self.labels);
        packer.small(&self.services);
        packer.finish()
    }

    /// A digest of everything that forms opinions; part of the version.
    #[must_use]
    pub fn digest(&self) -> u32 {
        let mut hasher = blake3::Hasher::new();
        for language in self.shifts.keys() {
            hasher.update(language.as_bytes());
        }
        for number in self.calibration.iter().chain(self.shifts.values()).chain(&self.named) {
            hasher.update(&number.to_le_bytes());
        }
        for grams in [&self.labels, &self.services] {
            for number in grams.scale.iter().chain(&grams.bias) {
                hasher.update(&number.to_le_bytes());
            }
            for number in &grams.weights {
                hasher.update(&number.to_le_bytes());
            }
        }
        let [a, b, c, d, ..] = *hasher.finalize().as_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    /// Reads a file.
    pub fn unpack(file: &[u8]) -> Result<Self, UnpackError> {
        let mut unpacker = Unpacker::open(file, TAG)?;
        let version = unpacker.text()?;
        let calibration = unpacker.floats()?.try_into().map_err(|_| UnpackError::Format)?;
        let languages = unpacker.text()?;
        let shifts = unpacker.floats()?;
        let shifts = languages.split(' ').map(str::to_owned).zip(shifts).collect();
        let named = unpacker.floats()?;
        let (labels, services) = (unpacker.small()?, unpacker.small()?);
        Ok(Self { version, calibration, shifts, named, labels, services })
    }
}
