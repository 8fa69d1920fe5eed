//! The scheduled jobs.
