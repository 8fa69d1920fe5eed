//! The fetcher against a server on loopback.

mod https;
mod limits;
mod pages;
mod permission;
mod politeness;
mod proxies;
mod robots;
mod targets;

use super::*;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap as Headers, Response};
use model::{Purpose, Timestamp};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// A clock that stands where it is put.
#[derive(Debug)]
struct Set(AtomicI64);

impl Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

impl Set {
    fn advance_secs(&self, secs: i64) {
        self.0.fetch_add(secs * 1000, Ordering::SeqCst);
    }
}

fn clock() -> Arc<Set> {
    Arc::new(Set(AtomicI64::new(Timestamp::parse("2026-11-23T14:05:00Z").unwrap().ms())))
}

/// One request as the server saw it.
#[derive(Debug, Clone)]
struct Seen {
    path: String,
    headers: Headers,
}

impl Seen {
    /// The number that a path such as `/1000` names.
    fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(&self) -> T {
        self.path.trim_start_matches('/').parse().unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A server on loopback that notes what it is asked and how many requests are in flight.
#[derive(Debug, Clone, Default)]
struct Site {
    authority: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    in_flight: Arc<AtomicUsize>,
    most_in_flight: Arc<AtomicUsize>,
}

impl Site {
    /// A site that answers every path by `answer`.
    async fn start<F>(answer: F) -> Self
    where
        F: Fn(&Seen) -> Response<Body> + Clone + Send + Sync + 'static,
    {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let site = Self { authority, ..Self::default() };
        let served = site.clone();
        let router = axum::Router::new().fallback(move |request: Request| {
            let (site, answer) = (served.clone(), answer.clone());
            async move { site.serve(request, &answer).await }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        site
    }

    async fn serve(
        &self,
        request: Request,
        answer: &impl Fn(&Seen) -> Response<Body>,
    ) -> Response<Body> {
        let now = self.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_in_flight.fetch_max(now, Ordering::SeqCst);
        let path = request.uri().path_and_query().unwrap().to_string();
        let seen = Seen { path, headers: request.headers().clone() };
        self.seen.lock().unwrap().push(seen.clone());
        // Long enough for another request to arrive, if one were on its way.
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        answer(&seen)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.authority)
    }

    /// The paths asked for, in order.
    fn paths(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|seen| seen.path.clone()).collect()
    }

    fn last(&self) -> Seen {
        self.seen.lock().unwrap().last().unwrap().clone()
    }
}

/// An answer.
fn say(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> Response<Body> {
    let mut answer = Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer.body(body.into()).unwrap()
}

fn ok(text: &'static str) -> Response<Body> {
    say(200, &[], text)
}

/// A fetcher that may ask the sites, without an interval and without robots.txt unless changed.
fn fetcher(sites: &[&Site], clock: &Arc<Set>, change: impl FnOnce(&mut Options)) -> Fetcher {
    let mut options = Options {
        allow: sites.iter().map(|site| site.authority.clone()).collect(),
        interval_ms: 0,
        robots: false,
        ..Options::default()
    };
    change(&mut options);
    Fetcher::new(options, Arc::clone(clock) as Arc<dyn Clock>).unwrap()
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Capture, FetchError> {
    let request = PageRequest::new(PublicUrl::parse(url).unwrap(), Purpose::Newest);
    fetcher.fetch(&request, &Validators::default()).await
}

/// The reason of an error of the expected kind.
fn refused<T: std::fmt::Debug>(result: Result<T, FetchError>) -> String {
    match result {
        Err(FetchError::Refused { reason }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn transient<T: std::fmt::Debug>(result: Result<T, FetchError>) -> String {
    match result {
        Err(FetchError::Transient { reason }) => reason,
        other => panic!("not transient: {other:?}"),
    }
}

fn permanent<T: std::fmt::Debug>(result: Result<T, FetchError>) -> String {
    match result {
        Err(FetchError::Permanent { reason }) => reason,
        other => panic!("not permanent: {other:?}"),
    }
}
