//! The one door that requests leave by.

mod answer;
mod clients;
pub mod coding;
mod passes;
mod permission;
mod robots_page;

#[cfg(test)]
mod tests;

use crate::hosts::{Alone, Around, Host, HostReport, Hosts, Ledger, Pace};
use crate::network::{Door, Lookup, SystemLookup, Targets, forbidden_in};
use crate::robots::Rulebook;
use crate::{FetchError, Options, Platforms, SetupError, Validators};
use answer::Answer;
use clients::Clients;
use coding::Limits;
use model::{Capture, Clock, PageRequest, Platform, PublicUrl, Timestamp};
use passes::Tokens;
use permission::Quiet;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
};
use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What we like to get unless a page asks for something else.
const HTML: &str = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5";

/// Fetches public pages: checks where a request goes, obeys robots.txt, keeps each host's pace,
/// and cuts off what has no end. Cloning is cheap and shares everything.
#[derive(Debug, Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
    platform: Option<&'static str>,
}

#[derive(Debug)]
struct Inner {
    options: Options,
    clock: Arc<dyn Clock>,
    platforms: Platforms,
    targets: Targets,
    clients: Clients,
    quiet: Quiet,
    around: Arc<Around>,
    /// By registrable domain.
    hosts: Hosts,
    /// By address, for names on the open web.
    addresses: Hosts,
    rulebook: Rulebook,
    tokens: Tokens,
}

impl Fetcher {
    /// A fetcher that resolves names as the machine does, and shares its hosts with nobody.
    pub fn new(options: Options, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Self::sharing(options, clock, Arc::new(Alone::default()))
    }

    /// A fetcher that resolves names as the machine does, and agrees with others by a ledger.
    pub fn sharing(
        options: Options,
        clock: Arc<dyn Clock>,
        ledger: Arc<dyn Ledger>,
    ) -> Result<Self, SetupError> {
        Self::with_lookup(options, clock, ledger, &(Arc::new(SystemLookup) as Arc<dyn Lookup>))
    }

    /// The same, resolving names in its own way.
    pub fn with_lookup(
        options: Options,
        clock: Arc<dyn Clock>,
        ledger: Arc<dyn Ledger>,
        lookup: &Arc<dyn Lookup>,
    ) -> Result<Self, SetupError> {
        let timeout = Duration::from_millis(options.timeout_ms);
        let around = Arc::new(Around { clock: Arc::clone(&clock), ledger, timeout });
        let inner = Inner {
            platforms: Platforms::new(&options)?,
            targets: Targets::new(&options.allow)?,
            clients: Clients::new(&options, lookup)?,
            quiet: Quiet::new(&options)?,
            hosts: Hosts::new(Arc::clone(&around)),
            addresses: Hosts::new(Arc::clone(&around)),
            rulebook: Rulebook::default(),
            tokens: Tokens::default(),
            options,
            clock,
            around,
        };
        Ok(Self { inner: Arc::new(inner), platform: None })
    }

    /// The same fetcher, keeping a platform's pace and using its proxy on hosts that cannot be told
    /// by their name (a Mastodon instance, a feed). Hosts of a platform's base address are known
    /// without this.
    #[must_use]
    pub fn for_platform(&self, platform: &Platform) -> Self {
        let platform = crate::platforms::named(platform.as_str()).map(crate::Adapter::name);
        Self { inner: Arc::clone(&self.inner), platform }
    }

    /// Fetches one page. Any HTTP status comes back as a capture: a redirect that is not to be
    /// followed, 304, 404, 429, 5xx. A 429 or 503 makes the host wait besides.
    pub async fn fetch(
        &self,
        request: &PageRequest,
        validators: &Validators,
    ) -> Result<Capture, FetchError> {
        let mut url = request.url.clone();
        let mut headers = headers_for(request, validators);
        let mut redirects = 0;
        loop {
            self.check(&url)?;
            let answer = self.admitted(&url, headers.clone()).await?;
            if request.follow_redirects
                && let Some(next) = answer.redirect(&url)?
            {
                redirects += 1;
                if redirects > self.inner.options.max_redirects {
                    let reason = format!("more than {} redirects", redirects - 1);
                    return Err(FetchError::Permanent { reason });
                }
                url = next;
                // The validators belong to the page that was asked for first.
                headers.remove(IF_NONE_MATCH);
                headers.remove(IF_MODIFIED_SINCE);
                continue;
            }
            let (status, mut head) = (answer.status, answer.headers.clone());
            let limits = self.limits(self.inner.options.max_body_bytes);
            let body = answer.body(limits, self.idle(), self.now_fn()).await?;
            let body = body.whole(limits.bytes)?;
            if body.decoded {
                // They describe what came over the line, and the capture holds what it means.
                head.retain(|(name, _)| name != "content-encoding" && name != "content-length");
            }
            let at = self.inner.clock.now();
            return Ok(Capture::new(request.clone(), url, at, status, head, body.bytes));
        }
    }

    /// Asks as the host wants to be asked: anonymously by the rules of robots.txt, or with the pass
    /// that the host itself has given out, whose terms go before. A token that has run out before
    /// its time is bought again, once.
    async fn admitted(&self, url: &PublicUrl, headers: HeaderMap) -> Result<Answer, FetchError> {
        const UNAUTHORISED: u16 = 401;
        let Some(pass) = self.pass_for(url) else {
            self.obey_robots(url).await?;
            return self.ask(url, headers).await;
        };
        let mut shown = headers.clone();
        shown.insert(AUTHORIZATION, self.shown(pass).await?);
        let answer = self.ask(url, shown).await?;
        if answer.status != UNAUTHORISED || !self.forget(pass).await {
            return Ok(answer);
        }
        // The host's turn is given back first, as the same host may sell the token.
        drop(answer);
        let mut shown = headers;
        shown.insert(AUTHORIZATION, self.shown(pass).await?);
        self.ask(url, shown).await
    }

    /// How each host fares, for the Sources page.
    #[must_use]
    pub fn hosts(&self) -> Vec<HostReport> {
        self.inner.hosts.reports(self.inner.clock.now())
    }

    /// Until when a host (named as [`Platforms::host`] does) is left alone, if it is.
    #[must_use]
    pub fn left_alone_until(&self, host: &str) -> Option<Timestamp> {
        let held = self.inner.hosts.known(host)?.held(self.inner.clock.now());
        held.map(|(until, _)| until)
    }

    /// Through which door a request may go, if through any.
    fn check(&self, url: &PublicUrl) -> Result<Door, FetchError> {
        let judged = self.inner.targets.check(url.url());
        judged.map_err(|why| FetchError::Refused { reason: why.to_string() })
    }

    /// Asks for a page when it is its turn, and returns the head of the answer.
    async fn ask(&self, url: &PublicUrl, headers: HeaderMap) -> Result<Answer, FetchError> {
        self.send(url, headers, None).await
    }

    /// Sends one request when it is its turn, with a body if there is one to send, and returns the
    /// head of the answer.
    async fn send(
        &self,
        url: &PublicUrl,
        headers: HeaderMap,
        body: Option<String>,
    ) -> Result<Answer, FetchError> {
        let door = self.check(url)?;
        let inner = &self.inner;
        let platform = self.platform_of(url);
        let client = inner.clients.pick(door, platform, url)?;
        self.permit(platform).await?;
        let address = inner.clients.address(door, platform, url).await?;
        let turn = self.host(url).turn().await?;
        // Always after the name's own turn, so that two requests cannot wait for each other.
        let machine = match address.filter(|_| inner.platforms.at(&url.authority()).is_none()) {
            Some(ip) => Some(self.machine(ip).turn().await?),
            None => None,
        };
        self.spend(platform).await?;
        let deadline = Instant::now() + Duration::from_millis(inner.options.timeout_ms);
        let request = match body {
            Some(body) => client.post(url.url().clone()).body(body),
            None => client.get(url.url().clone()),
        };
        let sending = request.headers(headers).send();
        let sent = match timeout_at(deadline, sending).await {
            Ok(sent) => sent.map_err(failure),
            Err(_) => Err(too_slow(inner.options.timeout_ms)),
        };
        let response = match sent {
            Ok(response) => response,
            Err(why) => {
                tracing::debug!(host = %url.authority(), %why, "no answer");
                // A refusal is ours, not the host's failure.
                if !matches!(why, FetchError::Refused { .. }) {
                    turn.failed(inner.clock.now()).await;
                }
                return Err(why);
            }
        };
        let answer = Answer::new(response, turn, machine, deadline, inner.options.timeout_ms);
        answer.turn.answered(answer.status, &answer.headers, inner.clock.now()).await;
        tracing::debug!(host = %url.authority(), status = answer.status, "answered");
        if let Some((until, why)) = answer.turn.host().held(inner.clock.now()) {
            tracing::info!(host = %url.authority(), %until, why, "left alone");
        }
        answer.check_head(&inner.options)?;
        Ok(answer)
    }

    /// The host of an address.
    fn host(&self, url: &PublicUrl) -> Arc<Host> {
        let pace = Pace::of(&self.inner.options, self.platform_of(url));
        self.inner.hosts.of(&self.inner.targets.group(url.url()), pace)
    }

    /// The machine behind a name; it is asked at the general pace, whoever is asked on it.
    fn machine(&self, ip: IpAddr) -> Arc<Host> {
        let pace = Pace::of(&self.inner.options, None);
        self.inner.addresses.of(&ip.to_string(), pace)
    }

    /// The platform whose settings hold for an address.
    fn platform_of(&self, url: &PublicUrl) -> Option<&'static str> {
        self.inner.platforms.at(&url.authority()).or(self.platform)
    }

    fn limits(&self, bytes: u64) -> Limits {
        Limits { bytes, ratio: self.inner.options.max_ratio }
    }

    fn idle(&self) -> Duration {
        Duration::from_millis(self.inner.options.idle_timeout_ms)
    }

    fn now_fn(&self) -> impl Fn() -> model::Timestamp {
        let clock = Arc::clone(&self.inner.clock);
        move || clock.now()
    }
}

/// The headers of a page's first request; those of every request are the client's.
fn headers_for(request: &PageRequest, validators: &Validators) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let wanted = [
        (ACCEPT, Some(request.accept.as_deref().unwrap_or(HTML))),
        (IF_NONE_MATCH, validators.etag.as_deref()),
        (IF_MODIFIED_SINCE, validators.last_modified.as_deref()),
    ];
    for (name, value) in wanted {
        // A validator that cannot be a header came from a broken archive: ask without it.
        if let Some(value) = value.and_then(|v| HeaderValue::from_str(v).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// What a failed request means. A refusal by a guard is not a failure of the network.
fn failure(error: reqwest::Error) -> FetchError {
    if let Some(why) = forbidden_in(&error) {
        return FetchError::Refused { reason: why.to_string() };
    }
    let reason = chain(&error.without_url());
    // The HTTP library's own limit, beyond ours; its error has no other mark than these words.
    if reason.contains("message head is too large") {
        return FetchError::Permanent { reason };
    }
    FetchError::Transient { reason }
}

fn too_slow(timeout_ms: u64) -> FetchError {
    FetchError::Transient { reason: format!("not complete within {timeout_ms} ms") }
}

/// An error and its causes in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
