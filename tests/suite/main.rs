//! The whole-system suite: one binary, so that it links once.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it counted"
)]

mod archive;
mod bluesky;
mod bombs;
mod completeness;
mod discovery;
mod freshness;
mod health;
mod imports;
mod journey;
mod learning;
mod postgres;
mod replay;
mod successors;
mod tidy;
