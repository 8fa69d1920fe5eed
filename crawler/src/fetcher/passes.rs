//! Shows passes, and buys the tokens behind them.

use super::Fetcher;
use crate::FetchError;
use crate::passes::{Kind, Pass, Purchase};
use data_encoding::BASE64URL_NOPAD;
use model::{Platform, PublicUrl, Timestamp};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use std::collections::HashMap;
use tokio::sync::Mutex;

/// How long a token is used that does not say how long it lasts.
const USUAL_SECS: i64 = 30 * 60;
/// How long before its end a token is bought again.
const EARLY_SECS: i64 = 60;
/// Bytes that the answer of a counter may have.
const MOST_BYTES: u64 = 64 * 1024;

/// Tokens by the host that they are shown to. One purchase at a time.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<HashMap<String, Token>>);

#[derive(Debug, Clone)]
struct Token {
    text: SecretString,
    until: Timestamp,
}

impl Fetcher {
    /// The pass to show at an address, if its platform has one.
    pub(super) fn pass_for(&self, url: &PublicUrl) -> Option<&Pass> {
        let platform = Platform::new(self.platform_of(url)?);
        self.inner.platforms.adapter(&platform)?.pass().filter(|pass| pass.opens(url))
    }

    /// The header that shows a pass.
    pub(super) async fn shown(&self, pass: &Pass) -> Result<HeaderValue, FetchError> {
        let token = match &pass.kind {
            Kind::Standing(token) => token.clone(),
            Kind::Bought(purchase) => {
                let mut tokens = self.inner.tokens.0.lock().await;
                let now = self.inner.clock.now();
                let held = tokens.get(pass.authority()).filter(|token| token.until > now);
                if let Some(token) = held {
                    token.text.clone()
                } else {
                    let token = self.buy(purchase).await?;
                    tokens.insert(pass.authority().to_owned(), token.clone());
                    token.text
                }
            }
        };
        let value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()));
        let mut value = value.map_err(|_| refused("the token cannot be a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Forgets a token that was not accepted; says whether there was one to be bought again.
    pub(super) async fn forget(&self, pass: &Pass) -> bool {
        self.inner.tokens.0.lock().await.remove(pass.authority()).is_some()
    }

    /// Buys a token. The answer is no capture: it is kept nowhere.
    async fn buy(&self, purchase: &Purchase) -> Result<Token, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(purchase.content_type));
        if let Some(authorization) = &purchase.authorization {
            let value = HeaderValue::from_str(authorization.expose_secret());
            let mut value = value.map_err(|_| refused("the credentials cannot be a header"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let body = purchase.body.expose_secret().to_owned();
        let answer = self.send(&purchase.counter, headers, Some(body)).await?;
        let status = answer.status;
        match status {
            200..=299 => {}
            400 | 401 | 403 => return Err(refused(&format!("status {status}"))),
            _ => {
                let reason = format!("no token came: status {status}");
                return Err(FetchError::Transient { reason });
            }
        }
        let body = answer.body(self.limits(MOST_BYTES), self.idle(), self.now_fn()).await?;
        let body = body.whole(MOST_BYTES)?;
        let value = serde_json::from_slice::<Value>(&body.bytes).unwrap_or_default();
        let Some(text) = value.get(purchase.field).and_then(Value::as_str) else {
            return Err(refused("an answer without a token"));
        };
        let lasts = value.get("expires_in").and_then(Value::as_i64);
        let now = self.inner.clock.now();
        let until = lasts.map(|secs| now.plus_secs(secs)).or_else(|| ends(text));
        let until = until.map_or(now.plus_secs(USUAL_SECS), |at| at.plus_secs(-EARLY_SECS));
        tracing::debug!(host = %purchase.counter.authority(), %until, "a token was bought");
        Ok(Token { text: SecretString::from(text.to_owned()), until })
    }
}

/// The end of a JSON Web Token (RFC 7519, `exp`).
fn ends(token: &str) -> Option<Timestamp> {
    let claims = BASE64URL_NOPAD.decode(token.split('.').nth(1)?.as_bytes()).ok()?;
    let claims = serde_json::from_slice::<Value>(&claims).ok()?;
    claims.get("exp")?.as_i64().map(|secs| Timestamp::from_ms(secs.saturating_mul(1000)))
}

fn refused(why: &str) -> FetchError {
    FetchError::NotAdmitted { reason: format!("the credentials are not accepted ({why})") }
}
