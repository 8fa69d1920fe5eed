//! Resolves names under guard.

use super::{Forbidden, forbidden};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

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

/// A resolver for connections: checks every address, and hands on exactly those it checked.
#[derive(Debug, Clone)]
pub struct Guard {
    lookup: Arc<dyn Lookup>,
    checks: bool,
    exempt: Option<String>,
}

impl Guard {
    /// Lets through public addresses only.
    #[must_use]
    pub fn public_only(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, checks: true, exempt: None }
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
        Self { lookup, checks: false, exempt: None }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let exempt =
            self.exempt.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name.as_str()));
        let checks = self.checks && !exempt;
        let looking = self.lookup.lookup(name.as_str());
        Box::pin(async move {
            let found = looking.await?;
            if checks {
                judge(&name, &found)?;
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| (ip, 0).into()));
            Ok(addresses)
        })
    }
}

/// One forbidden answer condemns the name: a public host has no business with private addresses,
/// and picking the good ones would let an attacker steer the retries.
fn judge(name: &Name, found: &[IpAddr]) -> Result<(), Forbidden> {
    match found.iter().find_map(|ip| forbidden(*ip).map(|why| (ip, why))) {
        Some((ip, why)) => Err(Forbidden(format!(
            "{} resolves to {ip}, which is not on the open internet ({why})",
            name.as_str()
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

    #[tokio::test]
    async fn only_the_proxy_itself_is_exempt() {
        let answers = vec!["10.0.0.1".parse().unwrap()];
        let guard = Guard::public_only(Arc::new(Fixed(answers))).with_proxy("Proxy.example");
        assert!(guard.resolve("proxy.example".parse().unwrap()).await.is_ok());
        assert!(guard.resolve("place.example".parse().unwrap()).await.is_err());
    }
}
