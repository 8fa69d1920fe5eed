//! The database: what was seen, what was thought of it, what was done about it.
//!
//! One [`Store`] over SQLite (a file, one computer) or PostgreSQL (shared by several workers), with
//! one SQL text per question. The database is the truth; the search index and the networks are
//! projections of it, brought up to date from a change sequence ([`Store::changes_after`]).
//!
//! This crate must not know how pages are fetched, read, assessed, indexed or shown; it knows
//! `model` only. It asks no clock and no chance: times and fresh ids come from the caller.
//!
//! Begin at [`Store::open`], then `record.rs` (how a page becomes rows), then `effect.rs` (what a
//! changed opinion of a post changes). `db.rs` is the only file that names a driver.

mod accounts;
mod alarms;
mod assessments;
mod audit;
mod candidates;
mod cases;
mod changes;
mod contacts;
mod db;
mod drift;
mod dump;
mod effect;
mod error;
mod expiry;
mod groups;
mod hosts;
mod imports;
mod leases;
mod listing;
mod networks;
mod open;
mod outbox;
mod overview;
mod people;
mod posts;
mod record;
mod referrals;
mod reviews;
mod row;
mod rows;
mod second_opinions;
mod sessions;
mod settings;
mod sightings;
mod sources;
mod successions;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;
mod trials;
mod value;
mod visits;
mod watches;

pub use accounts::{AccountFilter, AccountOrder};
pub use alarms::{AlarmFilter, AlarmView, Judgement, OnHost};
pub use audit::AuditFilter;
pub use candidates::Harvest;
pub use changes::Changed;
pub use contacts::{ContactHit, ContactUse};
pub use drift::Week;
pub use error::{Error, OpenError, SaveError};
pub use expiry::Expired;
pub use groups::{AdvertFilter, BandHit, Grouped};
pub use hosts::{NoteHost, ReserveHost, Reserved};
pub use listing::{DayCount, Listed, Paging};
pub use open::{Options, Store};
pub use overview::{By, Overview};
pub use posts::PostView;
pub use record::{RecordPage, Recorded};
pub use referrals::StoredNotice;
pub use reviews::ReviewFilter;
pub use second_opinions::Judged;
pub use sightings::CaptureRow;
pub use sources::{Added, CHOICE, Choice, SourceFilter};
pub use successions::{NamedLike, Reappearance, SharedContact};
pub use timeline::{ProfileField, TimelineEntry, TimelineKind};
pub use trials::{Shadow, Trial};
pub use visits::SourceAfter;
pub use watches::AlertView;
