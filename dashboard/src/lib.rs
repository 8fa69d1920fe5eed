//! What investigators see: pages and the JSON API.
//!
//! The dashboard is one of the two conductors: it combines the ring (store, index, classifier,
//! archive, fetcher) on a click. It must not know how any of them works inside, it sends nothing
//! anywhere (messages leave through the outbox), and no page it serves makes a browser call out.
//!
//! Begin reading at [`pages`](pages/index.html) (the list from which routes and navigation derive),
//! then `frame` (what surrounds a page), `components` (how a post, a table, a chart is shown) and
//! `access` (who may do what).

#[cfg(test)]
extern crate self as dashboard;

mod access;
mod api;
mod assets;
mod components;
mod failure;
mod frame;
mod house;
mod options;
pub mod pages;
mod parts;
pub mod password;
mod protection;
mod serving;
#[cfg(test)]
mod tests;

pub use options::Options;
pub use parts::Parts;
pub use serving::{ServeError, router, serve};
