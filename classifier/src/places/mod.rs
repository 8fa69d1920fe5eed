//! Countries and cities in many languages, and the route that a text offers.

mod gazetteer;
mod route;

pub use gazetteer::Gazetteer;
pub use route::route;

#[cfg(test)]
mod tests;
