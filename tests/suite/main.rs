//! The whole-system suite: one binary, so that it links once.

mod bluesky;
mod completeness;
mod journey;
mod postgres;
mod replay;
mod tidy;
