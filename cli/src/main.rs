//! The routewatch binary.
fn main() {}
