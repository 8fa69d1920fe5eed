//! Captures kept as WARC.
