//! Full-text search over posts and accounts.
