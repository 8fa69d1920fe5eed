//! Settings: the shipped file, and the code that loads and checks them.
//!
//! Each crate owns its `Options`; [`Settings`] only puts them side by side. A value comes from the
//! defaults, then the settings file, then environment variables. Only `cli` reads this crate. Begin
//! reading at [`load`].

mod layers;
mod settings;

pub use layers::{LoadError, PREFIX, Sources, load};
pub use settings::{Log, LogFormat, Settings};

/// The settings file that `routewatch init` writes: every setting with its meaning and default.
pub const SHIPPED: &str = include_str!("../shipped/routewatch.toml");

#[cfg(test)]
mod tests;
