//! Serves a world over loopback: one port a platform, one for the moderation desk.

mod answer;
mod asked;
mod limit;
mod site;
mod sources;

pub(crate) use answer::{Answer, escape};
pub(crate) use asked::Asked;
pub(crate) use limit::Use;

use crate::desk::{Book, Desk};
use crate::truth::Truth;
use crate::world::World;
use axum::Router;
use model::Clock;
use site::Site;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

/// Why the world is not served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// No port on loopback.
    #[error("no port on 127.0.0.1 could be opened: {0}; close other programs and try again")]
    Bind(#[from] std::io::Error),
    /// An address that is none; cannot happen unless the system names ports strangely.
    #[error("the opened port has no address: {0}")]
    Address(#[from] url::ParseError),
}

/// How the platforms treat those who ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServeOptions {
    /// Requests a second (of the wall clock) that each platform answers; the rest get 429.
    pub requests_per_second: u32,
    /// Minutes of world time that the moderation desk takes over a notice.
    pub desk_delay_minutes: u32,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self { requests_per_second: 500, desk_delay_minutes: 30 }
    }
}

/// A world being served. It stops when this is dropped, or by [`Served::stop`].
#[derive(Debug)]
pub struct Served {
    /// Instead of `https://t.me/`.
    pub telegram: Url,
    /// Instead of `https://mastodon.social/`.
    pub mastodon: Url,
    /// Instead of `https://public.api.bsky.app/`.
    pub bluesky: Url,
    /// Blogs, and instead of `https://www.youtube.com/`.
    pub feeds: Url,
    /// The moderation desk: `POST /notices`, `GET /notices/{ticket}`.
    pub desk: Url,
    /// `host:port` of each platform and of the desk.
    pub allow: Vec<String>,
    /// Addresses that an analyst would paste into `source add`.
    pub sources: Vec<String>,
    world: Arc<World>,
    book: Arc<Book>,
    halt: watch::Sender<()>,
    servers: Vec<JoinHandle<()>>,
}

impl Served {
    /// What is so in this world, with the ids and addresses served, and what the desk did so far.
    #[must_use]
    pub fn truth(&self) -> Truth {
        let mut truth = self.world.truth().at(self.feeds.as_str());
        truth.takedowns = self.book.takedowns();
        truth
    }

    /// Stops serving, and waits until open connections have been answered.
    pub async fn stop(self) {
        drop(self.halt);
        for server in self.servers {
            if let Err(error) = server.await {
                tracing::warn!(%error, "a server of the invented world did not end by itself");
            }
        }
    }
}

/// Serves a world with the usual options.
pub async fn serve(world: Arc<World>, clock: Arc<dyn Clock>) -> Result<Served, ServeError> {
    serve_with(world, clock, ServeOptions::default()).await
}

/// Serves a world on five ports of 127.0.0.1 that the system chooses. Must be called in a tokio
/// runtime.
pub async fn serve_with(
    world: Arc<World>,
    clock: Arc<dyn Clock>,
    options: ServeOptions,
) -> Result<Served, ServeError> {
    let book = Arc::new(Book::new(options.desk_delay_minutes));
    let (halt, halted) = watch::channel(());
    let mut servers = Vec::new();
    let mut urls = Vec::new();
    let site = |platform| {
        let (world, clock, book) = (Arc::clone(&world), Arc::clone(&clock), Arc::clone(&book));
        Arc::new(Site::new(platform, world, clock, book, options.requests_per_second))
    };
    let desk = Arc::new(Desk::new(Arc::clone(&world), Arc::clone(&clock), Arc::clone(&book)));
    let routers = [
        site::router(site(site::Platform::Telegram)),
        site::router(site(site::Platform::Mastodon)),
        site::router(site(site::Platform::Bluesky)),
        site::router(site(site::Platform::Feeds)),
        crate::desk::router(desk),
    ];
    for router in routers {
        let (url, server) = open(router, halted.clone()).await?;
        urls.push(url);
        servers.push(server);
    }
    let [telegram, mastodon, bluesky, feeds, desk] = <[Url; 5]>::try_from(urls)
        .map_err(|_| std::io::Error::other("five ports were opened and not five came back"))?;
    let allow = [&telegram, &mastodon, &bluesky, &feeds, &desk].map(authority).to_vec();
    let sources = sources::list(&world, clock.now(), &telegram, &mastodon, &feeds);
    Ok(Served {
        telegram,
        mastodon,
        bluesky,
        feeds,
        desk,
        allow,
        sources,
        world,
        book,
        halt,
        servers,
    })
}

async fn open(
    router: Router,
    mut halted: watch::Receiver<()>,
) -> Result<(Url, JoinHandle<()>), ServeError> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let url = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        // The sender sends nothing: it is dropped, and that ends the wait.
        let _ = halted.changed().await;
    });
    let server = tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::warn!(%error, "a server of the invented world broke");
        }
    });
    Ok((url, server))
}

fn authority(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port().unwrap_or(80))
}

#[cfg(test)]
mod tests;
