//! Learning: linear models over hashed features, and how they are kept.

pub mod linear;
pub mod packed;
pub mod rarity;
pub mod sparse;

pub use linear::{Linear, Pace, Recipe};
pub use rarity::Rarity;
pub use sparse::Sparse;
