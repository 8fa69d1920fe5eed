//! Serves the dashboard over a folder of invented posts, to look at pages:
//! `cargo run -p dashboard --example preview -- 127.0.0.1:8099`, then sign in as `ada` with the
//! password that `src/tests/invented.rs` names.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "an example"
)]

#[allow(dead_code, unused_imports, reason = "the tests use the rest")]
#[path = "../src/tests/invented/mod.rs"]
mod invented;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8099".to_owned());
    let dir = tempfile::tempdir()?;
    let parts = invented::parts(dir.path()).await;
    invented::fill(&parts, &invented::told()).await;
    let listener = tokio::net::TcpListener::bind(address).await?;
    dashboard::serve(parts, invented::options(), listener, std::future::pending()).await?;
    Ok(())
}
