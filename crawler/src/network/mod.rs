//! Where a request may go: only to public addresses, only over http(s), only to usual ports.
//!
//! Three guards stand behind each other. [`Targets::check`] looks at the address as written, in
//! every spelling, before anything is sent and again at each redirect. [`Guard`] looks at what a
//! name resolves to, refuses the whole name if one answer is not public, and hands exactly the
//! checked addresses to the connection, so that a second answer never matters (no rebinding).
//! [`forbidden`] is the table both ask.

mod addresses;
#[cfg(test)]
mod conformance;
mod resolver;
mod targets;

pub use addresses::forbidden;
pub use resolver::{Guard, LookError, Looking, Lookup, SystemLookup, forbidden_in};
pub use targets::{Door, Forbidden, Targets};
