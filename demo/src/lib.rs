//! An invented world of accounts, served over loopback as the platforms serve theirs.
//!
//! [`World::invent`] makes a world from a [`Plan`]: the same plan gives the same world, byte for
//! byte. [`serve()`] answers as Telegram's web preview, a Mastodon instance, Bluesky's AppView, a
//! video site and a few blogs would answer at the present moment of a [`model::Clock`], and runs a
//! moderation desk that reacts to notices. [`Truth`] tells an evaluator everything.
//!
//! Everybody in this world is invented; telephone numbers come from ranges reserved for fiction,
//! domains end in `.example` or `.test`. The texts stand in `demo/texts/<language>.toml`.
//!
//! This crate must not know how anything is collected, judged or stored: it imitates the outside.
//! Begin reading at [`truth`], then `invent`, then `serve`, then one platform's folder.

mod bluesky;
mod chance;
mod clock;
mod desk;
mod feeds;
mod invent;
mod mastodon;
mod plan;
mod serve;
mod telegram;
mod texts;
pub mod truth;
mod view;
mod world;

pub use clock::{ScaledClock, StandingClock};
pub use feeds::path as feed_path;
pub use plan::Plan;
pub use serve::{ServeError, ServeOptions, Served, serve, serve_with};
pub use truth::Truth;
pub use world::World;
