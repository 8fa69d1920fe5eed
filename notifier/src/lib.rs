//! The only door that messages leave by.
