//! What the fuzz targets share. Begin reading at [`read`]; `tests/fuzz` runs them.
//!
//! A target turns the bytes that the fuzzer makes up into what a stranger could send, gives it to one
//! parser, and says what must hold of anything that comes out. Not to panic is the least of it.
#![expect(clippy::expect_used, reason = "a target that cannot begin is a mistake of ours")]

mod choices;
mod reading;
mod sound;

pub use choices::Choices;
pub use reading::{PLATFORMS, kept, now, read};
pub use sound::assert_sound;
