//! Who may do what: sessions, roles, tokens of forms, and the brake on sign-in attempts.

pub(crate) mod cookies;
mod session;
mod signed;
mod throttle;
pub(crate) mod token;

pub(crate) use session::{Flash, Tone, Visitor, close, identify, open};
pub(crate) use signed::{Administrator, Analyst, Approver, Signed, require};
pub(crate) use throttle::Throttle;
