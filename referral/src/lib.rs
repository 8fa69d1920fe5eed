//! Turns an approved referral into a notice that a platform accepts.
