//! Fetches public pages politely and reads the posts in them.
//!
//! This crate knows HTTP, robots.txt and what the pages of each platform look like. It must not
//! know the database, the archive, the classifier or the dashboard: `worker` carries what comes out
//! of here to them. Every outgoing request of the whole program leaves through [`Fetcher`]; reading
//! a page is a pure function of a stored capture and lives with its platform.
//!
//! Files that were collected elsewhere are read by [`importers`], a sheet at a time.
//!
//! Begin reading at [`platforms::Adapter`], then [`Fetcher::fetch`], then [`hosts`] (politeness),
//! [`network`] (where a request may go), [`robots`] and [`schedule`].

mod asking;
pub mod charset;
pub mod fetcher;
mod gathering;
pub mod hosts;
pub mod importers;
mod json_fields;
mod json_mending;
pub mod network;
pub mod obstacle;
pub mod options;
pub mod outcome;
mod passes;
mod piece;
mod plain_text;
pub mod platforms;
mod refusal;
pub mod robots;
pub mod schedule;
pub mod sheets;
pub mod validators;

pub use fetcher::Fetcher;
pub use hosts::HostReport;
pub use options::{Credentials, Layout, Options, Pick, PlatformOptions, SetupError};
pub use outcome::{FetchError, conclude};
pub use passes::Pass;
pub use platforms::{Adapter, CheckSubject, Place, Platforms};
pub use validators::Validators;
