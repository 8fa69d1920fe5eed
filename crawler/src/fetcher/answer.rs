//! The head of an answer, and its body read under limits.

use super::coding::{Body, Decoding, Limits};
use super::{failure, too_slow};
use crate::hosts::Turn;
use crate::{FetchError, Options};
use bytes::Bytes;
use model::{PublicUrl, Timestamp};
use reqwest::header::{HeaderMap, SET_COOKIE};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// An answer whose body is still on its way. Holds the host's turn until it is dropped or read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case, in order, without cookies: we accept none and keep none.
    pub(super) headers: Vec<(String, String)>,
    pub(super) turn: Turn,
    /// The turn at the machine behind the name, held as long.
    _machine: Option<Turn>,
    response: reqwest::Response,
    deadline: Instant,
    timeout_ms: u64,
}

impl Answer {
    pub(super) fn new(
        response: reqwest::Response,
        turn: Turn,
        machine: Option<Turn>,
        deadline: Instant,
        timeout_ms: u64,
    ) -> Self {
        let headers = plain(response.headers());
        Self {
            status: response.status().as_u16(),
            headers,
            turn,
            _machine: machine,
            response,
            deadline,
            timeout_ms,
        }
    }

    /// Refuses a head that is larger than the settings allow.
    pub(super) fn check_head(&self, options: &Options) -> Result<(), FetchError> {
        let count = self.headers.len();
        let bytes: usize = self.headers.iter().map(|(n, v)| n.len() + v.len()).sum();
        let above = |n: usize, limit: u32| n > usize::try_from(limit).unwrap_or(usize::MAX);
        if above(count, options.max_headers) {
            return Err(FetchError::Permanent { reason: format!("{count} headers are too many") });
        }
        if above(bytes, options.max_header_bytes) {
            let reason = format!("{bytes} bytes of headers are too many");
            return Err(FetchError::Permanent { reason });
        }
        Ok(())
    }

    /// Where it sends us, if it does. A target that is not public is an error.
    pub(super) fn redirect(&self, from: &PublicUrl) -> Result<Option<PublicUrl>, FetchError> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let Some(location) = self.all("location").next() else { return Ok(None) };
        let target = from.join(location.trim());
        target.map(Some).map_err(|why| FetchError::Refused { reason: format!("redirected: {why}") })
    }

    /// Reads the body, at most as much of it as the limits allow. The rest is never asked for:
    /// dropping the answer closes the connection.
    pub(super) async fn body(
        mut self,
        limits: Limits,
        idle: Duration,
        now: impl Fn() -> Timestamp,
    ) -> Result<Body, FetchError> {
        let encoding: Vec<_> = self.all("content-encoding").collect();
        let mut decoding = Decoding::new(&encoding.join(","), limits)?;
        loop {
            match self.chunk(idle).await {
                Ok(Some(chunk)) if decoding.take(&chunk)? => {}
                Ok(_) => return decoding.finish(),
                Err(why) => {
                    self.turn.failed(now()).await;
                    return Err(why);
                }
            }
        }
    }

    fn all(&self, wanted: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    async fn chunk(&mut self, idle: Duration) -> Result<Option<Bytes>, FetchError> {
        let still = Instant::now() + idle;
        match timeout_at(still.min(self.deadline), self.response.chunk()).await {
            Ok(chunk) => chunk.map_err(failure),
            Err(_) if still < self.deadline => Err(FetchError::Transient {
                reason: format!("the body stood still for {} ms", idle.as_millis()),
            }),
            Err(_) => Err(too_slow(self.timeout_ms)),
        }
    }
}

/// Headers as they are kept.
fn plain(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| *name != SET_COOKIE)
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}
