//! The head of an answer, and its body read under limits.

use super::{failure, too_slow};
use crate::FetchError;
use crate::hosts::Turn;
use bytes::{Bytes, BytesMut};
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
    response: reqwest::Response,
    deadline: Instant,
    timeout_ms: u64,
}

/// A body as far as it was read.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Bytes,
    /// Whether there was more.
    pub(super) cut: bool,
}

impl Body {
    /// The body if it was read to its end.
    pub(super) fn whole(self, limit: u64) -> Result<Bytes, FetchError> {
        if self.cut {
            let reason = format!("the body is longer than {limit} bytes once decompressed");
            return Err(FetchError::Permanent { reason });
        }
        Ok(self.bytes)
    }
}

impl Answer {
    pub(super) fn new(
        response: reqwest::Response,
        turn: Turn,
        deadline: Instant,
        timeout_ms: u64,
    ) -> Self {
        let headers = plain(response.headers());
        Self { status: response.status().as_u16(), headers, turn, response, deadline, timeout_ms }
    }

    /// Where it sends us, if it does. A target that is not public is an error.
    pub(super) fn redirect(&self, from: &PublicUrl) -> Result<Option<PublicUrl>, FetchError> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let Some((_, location)) = self.headers.iter().find(|(name, _)| name == "location") else {
            return Ok(None);
        };
        let target = from.join(location.trim());
        target.map(Some).map_err(|why| FetchError::Refused { reason: format!("redirected: {why}") })
    }

    /// Reads the body, at most `limit` bytes of it after decompression. The rest is never asked
    /// for: dropping the answer closes the connection.
    pub(super) async fn body(
        mut self,
        limit: u64,
        idle: Duration,
        now: impl Fn() -> Timestamp,
    ) -> Result<Body, FetchError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut bytes = BytesMut::new();
        loop {
            let chunk = self.chunk(idle).await.inspect_err(|_| self.turn.failed(now()))?;
            let Some(chunk) = chunk else { break };
            let room = limit - bytes.len();
            if chunk.len() > room {
                bytes.extend_from_slice(chunk.get(..room).unwrap_or_default());
                return Ok(Body { bytes: bytes.freeze(), cut: true });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Body { bytes: bytes.freeze(), cut: false })
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
