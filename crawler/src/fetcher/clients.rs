//! The HTTP clients: one to the open internet, one to allow-listed hosts, one per proxy.

use crate::network::{Door, Guard, LookError, Lookup};
use crate::{FetchError, Options, SetupError};
use model::PublicUrl;
use reqwest::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderValue};
use reqwest::{Certificate, Client, ClientBuilder, Proxy, redirect};
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

#[derive(Debug)]
pub(super) struct Clients {
    guard: Guard,
    guarded: Client,
    open: Client,
    /// Per platform name.
    proxied: HashMap<String, Proxied>,
}

#[derive(Debug)]
struct Proxied {
    client: Client,
    host: String,
    /// Whether only the proxy may resolve names: asking here would tell the network whom we read.
    blind: bool,
}

impl Clients {
    pub(super) fn new(options: &Options, lookup: &Arc<dyn Lookup>) -> Result<Self, SetupError> {
        check_numbers(options)?;
        // Fails only if a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let build = |builder: ClientBuilder| builder.build().map_err(SetupError::Client);
        let guard = Guard::public_only(Arc::clone(lookup));
        let direct = |guard| Ok(builder(options)?.no_proxy().dns_resolver(Arc::new(guard)));
        let mut proxied = HashMap::new();
        for (platform, own) in &options.platforms {
            let Some(address) = own.proxy.as_deref() else { continue };
            let (proxy, host) = proxy(address)
                .map_err(|why| SetupError::Proxy { platform: platform.clone(), why })?;
            let guard = guard.clone().with_proxy(&host);
            let client = build(builder(options)?.proxy(proxy).dns_resolver(Arc::new(guard)))?;
            let blind = address.starts_with("socks5h:");
            proxied.insert(platform.clone(), Proxied { client, host, blind });
        }
        Ok(Self {
            guarded: build(direct(guard.clone())?)?,
            guard,
            open: build(direct(Guard::open(Arc::clone(lookup)))?)?,
            proxied,
        })
    }

    /// The client for a request. Allow-listed hosts are asked directly.
    pub(super) fn pick(
        &self,
        door: Door,
        platform: Option<&str>,
        url: &PublicUrl,
    ) -> Result<&Client, FetchError> {
        if door == Door::Allowed {
            return Ok(&self.open);
        }
        let Some(proxied) = platform.and_then(|name| self.proxied.get(name)) else {
            return Ok(&self.guarded);
        };
        // The proxy's own name is exempt from the guard, so it must not be a target.
        if url.url().host_str().is_some_and(|host| host.eq_ignore_ascii_case(&proxied.host)) {
            return Err(FetchError::Refused {
                reason: "the proxy itself is not a page".to_owned(),
            });
        }
        Ok(&proxied.client)
    }

    /// The address by which the request's host is grouped with others: the lowest of its name's,
    /// IPv4 before IPv6. Nothing if the address is written in the request itself, if the name is on
    /// the allow list, or if it cannot be resolved here, which the request itself will tell.
    ///
    /// A name that leads inside is refused here, also on the way to a proxy that resolves names
    /// itself.
    pub(super) async fn address(
        &self,
        door: Door,
        platform: Option<&str>,
        url: &PublicUrl,
    ) -> Result<Option<IpAddr>, FetchError> {
        let proxied = platform.and_then(|name| self.proxied.get(name));
        let Some(Host::Domain(name)) = url.url().host() else { return Ok(None) };
        if door == Door::Allowed || proxied.is_some_and(|proxied| proxied.blind) {
            return Ok(None);
        }
        match self.guard.addresses(name).await {
            Ok(found) => Ok(found.iter().min().copied().filter(|_| proxied.is_none())),
            Err(LookError::Forbidden(why)) => Err(FetchError::Refused { reason: why.to_string() }),
            Err(LookError::Failed(_)) => Ok(None),
        }
    }
}

/// What all clients have in common.
#[expect(clippy::disallowed_methods, reason = "this is the one door that pages are fetched by")]
fn builder(options: &Options) -> Result<ClientBuilder, SetupError> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(super::coding::ACCEPTED));
    let slack = usize::try_from(options.max_headers).unwrap_or(usize::MAX).saturating_mul(4);
    Ok(Client::builder()
        .tls_certs_merge(authorities(options.ca_file.as_deref())?)
        .user_agent(user_agent(&options.user_agent_contact)?)
        .default_headers(headers)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(Duration::from_millis(options.connect_timeout_ms))
        .pool_idle_timeout(Duration::from_secs(30))
        // More than the limit, so that the limit can speak for itself.
        .http1_max_headers(slack)
        .http2_max_header_list_size(options.max_header_bytes))
}

/// Authorities that are trusted besides the system's own.
fn authorities(file: Option<&Path>) -> Result<Vec<Certificate>, SetupError> {
    let Some(path) = file else { return Ok(Vec::new()) };
    let wrong = |why: String| SetupError::Authorities { path: path.to_owned(), why };
    let pem = std::fs::read(path).map_err(|why| wrong(why.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|why| wrong(why.to_string()))?;
    if found.is_empty() {
        Err(wrong("there is no certificate in it".to_owned()))
    } else {
        Ok(found)
    }
}

fn user_agent(contact: &str) -> Result<HeaderValue, SetupError> {
    let version = env!("CARGO_PKG_VERSION");
    let text = if contact.is_empty() {
        format!("routewatch/{version}")
    } else {
        format!("routewatch/{version} (+{contact})")
    };
    let plain = text.bytes().all(|b| (b' '..=b'~').contains(&b)) && !contact.contains(['(', ')']);
    let value = HeaderValue::from_str(&text).ok().filter(|_| plain);
    value.ok_or_else(|| SetupError::Contact(contact.to_owned()))
}

/// A proxy and its host's name. Messages do not repeat the address: it may carry a password.
fn proxy(address: &str) -> Result<(Proxy, String), String> {
    let url = Url::parse(address).map_err(|why| format!("not an address: {why}"))?;
    if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err("give an http, https, socks5 or socks5h address".to_owned());
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or("the address names no host")?;
    let proxy = Proxy::all(address).map_err(|_| "the address cannot be used".to_owned())?;
    Ok((proxy, host.to_owned()))
}

fn check_numbers(options: &Options) -> Result<(), SetupError> {
    for (value, message) in [
        (options.max_body_bytes, "max_body_bytes must be at least 1"),
        (options.timeout_ms, "timeout_ms must be at least 1"),
        (options.idle_timeout_ms, "idle_timeout_ms must be at least 1"),
        (options.connect_timeout_ms, "connect_timeout_ms must be at least 1"),
        (u64::from(options.max_headers), "max_headers must be at least 1"),
        (u64::from(options.max_header_bytes), "max_header_bytes must be at least 1"),
        (u64::from(options.max_ratio), "max_ratio must be at least 1"),
        (u64::from(options.max_pages_per_visit), "max_pages_per_visit must be at least 1"),
    ] {
        if value == 0 {
            return Err(SetupError::Number(message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PlatformOptions;
    use crate::network::SystemLookup;

    fn check(change: impl Fn(&mut Options), expect: Result<(), &str>) {
        let mut options = Options::default();
        change(&mut options);
        let lookup: Arc<dyn Lookup> = Arc::new(SystemLookup);
        match (Clients::new(&options, &lookup), expect) {
            (Ok(_), Ok(())) => {}
            (Err(got), Err(part)) => assert!(got.to_string().contains(part), "{got}"),
            (got, expect) => panic!("{:?} instead of {expect:?}", got.map(|_| ())),
        }
    }

    fn with_proxy(address: &str) -> impl Fn(&mut Options) {
        let address = address.to_owned();
        move |options| {
            let own = PlatformOptions { proxy: Some(address.clone()), ..Default::default() };
            options.platforms.insert("telegram".to_owned(), own);
        }
    }

    #[test]
    fn settings_that_make_no_sense_are_said_at_once() {
        check(|_| {}, Ok(()));
        check(|o| o.timeout_ms = 0, Err("timeout_ms"));
        check(|o| o.user_agent_contact = "https://who.example/why".to_owned(), Ok(()));
        check(|o| o.user_agent_contact = "a\r\nHost: b".to_owned(), Err("user_agent_contact"));
        check(with_proxy("socks5h://127.0.0.1:9050"), Ok(()));
        check(with_proxy("ftp://127.0.0.1:9050"), Err("telegram.proxy"));
        check(with_proxy("nowhere"), Err("telegram.proxy"));
        check(|o| o.max_ratio = 0, Err("max_ratio"));
        check(|o| o.ca_file = Some("/nowhere/ca.pem".into()), Err("ca_file: /nowhere/ca.pem"));
        check(|o| o.ca_file = Some("Cargo.toml".into()), Err("no certificate in it"));
    }
}
