//! Resolves names under guard.

use super::{Forbidden, forbidden};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A lookup under way.
pub type Looking = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Asks the name system. A trait so that tests can be a hostile one.
pub trait Lookup: fmt::Debug + Send + Sync {
    /// All addresses of a name.
    fn lookup(&self, name: &str) -> Looking;
}

/// The machine's own resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: &str) -> Looking {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// How long checked addresses stand for their name.
const PINNED: Duration = Duration::from_mins(1);

/// How many names are pinned before old ones are let go.
const MAX_PINS: usize = 10_000;

/// Addresses that were checked, per name.
type Pins = HashMap<String, (Arc<[IpAddr]>, Instant)>;

/// Why a name has no addresses to ask.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// It leads inside.
    #[error("{0}")]
    Forbidden(#[from] Forbidden),
    /// The name system failed.
    #[error(transparent)]
    Failed(#[from] io::Error),
}

/// A resolver for connections: checks every address, and hands on exactly those it checked. What
/// was checked is pinned for a while, so that whoever asks before a connection
/// ([`Guard::addresses`]) and the connection itself see the same. Clones share their pins.
#[derive(Debug, Clone)]
pub struct Guard {
    lookup: Arc<dyn Lookup>,
    checks: bool,
    exempt: Option<String>,
    pinned_for: Duration,
    pins: Arc<Mutex<Pins>>,
}

impl Guard {
    /// Lets through public addresses only.
    #[must_use]
    pub fn public_only(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, checks: true, exempt: None, pinned_for: PINNED, pins: Arc::default() }
    }

    /// The same, except for the one name of a configured proxy.
    #[must_use]
    pub fn with_proxy(mut self, name: &str) -> Self {
        self.exempt = Some(name.to_ascii_lowercase());
        self
    }

    /// Lets through everything: for hosts on the allow list, which were checked by name and port.
    #[must_use]
    pub fn open(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, checks: false, exempt: None, pinned_for: PINNED, pins: Arc::default() }
    }

    /// The checked addresses of a name.
    pub async fn addresses(&self, name: &str) -> Result<Arc<[IpAddr]>, LookError> {
        let name = name.to_ascii_lowercase();
        if self.exempt.as_ref() == Some(&name) {
            // Never pinned: the exemption is this guard's only.
            return Ok(self.lookup.lookup(&name).await?.into());
        }
        let pinned =
            self.pins().get(&name).filter(|(_, at)| at.elapsed() < self.pinned_for).cloned();
        if let Some((addresses, _)) = pinned {
            return Ok(addresses);
        }
        let found: Arc<[IpAddr]> = self.lookup.lookup(&name).await?.into();
        if self.checks {
            judge(&name, &found)?;
        }
        if !found.is_empty() {
            let mut pins = self.pins();
            if pins.len() >= MAX_PINS {
                pins.retain(|_, (_, at)| at.elapsed() < self.pinned_for);
            }
            pins.insert(name, (Arc::clone(&found), Instant::now()));
        }
        Ok(found)
    }

    fn pins(&self) -> MutexGuard<'_, Pins> {
        self.pins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = guard.addresses(name.as_str()).await?;
            let addresses: Vec<SocketAddr> = found.iter().map(|ip| (*ip, 0).into()).collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// One forbidden answer condemns the name: a public host has no business with private addresses,
/// and picking the good ones would let an attacker steer the retries.
fn judge(name: &str, found: &[IpAddr]) -> Result<(), Forbidden> {
    match found.iter().find_map(|ip| forbidden(*ip).map(|why| (ip, why))) {
        Some((ip, why)) => Err(Forbidden(format!(
            "{name} resolves to {ip}, which is not on the open internet ({why})"
        ))),
        None => Ok(()),
    }
}

/// The refusal inside a failed request, if a guard was the cause.
#[must_use]
pub fn forbidden_in<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Forbidden> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<Forbidden>() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Fixed(Vec<IpAddr>);

    impl Lookup for Fixed {
        fn lookup(&self, _: &str) -> Looking {
            let found = self.0.clone();
            Box::pin(async move { Ok(found) })
        }
    }

    async fn check(guard: fn(Arc<dyn Lookup>) -> Guard, answers: &[&str], expect: bool) {
        let answers = answers.iter().map(|ip| ip.parse().unwrap()).collect();
        let guard = guard(Arc::new(Fixed(answers)));
        let got = guard.resolve("place.example".parse().unwrap()).await;
        assert_eq!(got.is_ok(), expect);
        if let Err(error) = got {
            assert!(forbidden_in(error.as_ref()).is_some());
        }
    }

    #[tokio::test]
    async fn one_private_answer_condemns_the_name() {
        check(Guard::public_only, &["1.1.1.1"], true).await;
        check(Guard::public_only, &["1.1.1.1", "10.0.0.1"], false).await;
        check(Guard::public_only, &["::1", "1.1.1.1"], false).await;
        check(Guard::open, &["127.0.0.1"], true).await;
    }

    /// A name system with another answer each time.
    #[derive(Debug, Default)]
    struct Counting(std::sync::atomic::AtomicU8);

    impl Lookup for Counting {
        fn lookup(&self, _: &str) -> Looking {
            let turn = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Box::pin(async move { Ok(vec![IpAddr::from([1, 1, 1, turn])]) })
        }
    }

    #[tokio::test]
    async fn a_checked_address_stands_for_its_name_until_it_is_old() {
        let mut guard = Guard::public_only(Arc::new(Counting::default()));
        for name in ["Place.example", "place.example"] {
            assert_eq!(guard.clone().addresses(name).await.unwrap()[0].to_string(), "1.1.1.0");
        }
        guard.pinned_for = Duration::ZERO;
        assert_eq!(guard.addresses("place.example").await.unwrap()[0].to_string(), "1.1.1.1");
    }

    #[tokio::test]
    async fn only_the_proxy_itself_is_exempt() {
        let answers = vec!["10.0.0.1".parse().unwrap()];
        let guard = Guard::public_only(Arc::new(Fixed(answers))).with_proxy("Proxy.example");
        assert!(guard.resolve("proxy.example".parse().unwrap()).await.is_ok());
        assert!(guard.resolve("place.example".parse().unwrap()).await.is_err());
    }
}
