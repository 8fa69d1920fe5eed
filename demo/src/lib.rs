//! An invented world of accounts, served over loopback.
