//! The dashboard as a browser meets it.

mod attention;
mod browser;
mod hostile;
mod invented;
mod learning;
mod pages;
mod protection;
mod reviewing;
mod roles;
mod searching;
mod signing_in;
