//! A signed HTTP POST, for recipients that take notices by machine.

use super::Channel;
use crate::{DeliverError, SetupError};
use hmac::{Hmac, KeyInit, Mac};
use model::Message;
use model::capture::hex;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::Duration;

/// Header that carries `sha256=<hex HMAC of the body>`.
pub(crate) const SIGNATURE: &str = "x-routewatch-signature";

/// The webhook channel.
#[derive(Debug)]
pub(crate) struct Webhook {
    client: reqwest::Client,
    secret: Option<SecretString>,
}

impl Webhook {
    /// Sets the client up; it follows no redirects, since an address was agreed on.
    pub(crate) fn new(options: &crate::Webhook) -> Result<Self, SetupError> {
        // A provider that is already installed is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        #[expect(clippy::disallowed_methods, reason = "messages leave by this door")]
        let client = reqwest::Client::builder()
            .user_agent(concat!("routewatch/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(options.timeout_secs.unwrap_or(30)))
            .build()
            .map_err(|why| SetupError::Webhook(why.to_string()))?;
        Ok(Self { client, secret: options.secret.clone() })
    }
}

/// What is posted: the message for people, and each JSON attachment under its file's stem.
fn body(message: &Message) -> Value {
    let mut body = json!({
        "id": message.id,
        "kind": message.kind,
        "subject": message.subject,
        "text": message.text,
        "created_at": message.created_at,
    });
    for file in message.attachments.iter().filter(|f| f.media_type == "application/json") {
        let stem = file.name.trim_end_matches(".json");
        if let (Some(fields), Ok(value)) = (body.as_object_mut(), serde_json::from_str(&file.text))
        {
            fields.insert(stem.to_owned(), value);
        }
    }
    body
}

/// The signature of a body.
fn sign(secret: &SecretString, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(body);
    Some(format!("sha256={}", hex(&mac.finalize().into_bytes())))
}

#[async_trait::async_trait]
impl Channel for Webhook {
    fn name(&self) -> &'static str {
        "webhook"
    }

    fn help(&self) -> String {
        let signed = if self.secret.is_some() { "signed" } else { "unsigned: set webhook.secret" };
        format!("posts JSON to the recipient's address ({signed})")
    }

    async fn deliver(&self, message: &Message) -> Result<String, DeliverError> {
        let body = body(message).to_string();
        let mut request = self
            .client
            .post(&message.to)
            .header("content-type", "application/json")
            .header("idempotency-key", message.id.to_string());
        if let Some(signature) = self.secret.as_ref().and_then(|s| sign(s, body.as_bytes())) {
            request = request.header(SIGNATURE, signature);
        }
        let answer = request.body(body).send().await.map_err(|why| {
            let words = why.without_url().to_string();
            DeliverError::Transient(format!("no answer from the recipient: {words}"))
        })?;
        let status = answer.status();
        let words: String = answer.text().await.unwrap_or_default().chars().take(2000).collect();
        let words = format!("{} {}", status.as_u16(), words.trim());
        match status.as_u16() {
            200..=299 => Ok(words),
            408 | 425 | 429 | 500..=599 => Err(DeliverError::Transient(words)),
            _ => Err(DeliverError::Permanent(words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::message;
    use wiremock::matchers::{header, method};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    #[tokio::test]
    async fn a_post_is_signed_and_carries_the_notice() {
        let server = MockServer::start().await;
        let options = crate::Webhook { secret: Some("key".into()), timeout_secs: None };
        let wanted = message("webhook", &server.uri());
        let expect = sign(&"key".into(), body(&wanted).to_string().as_bytes()).unwrap();
        Mock::given(method("POST"))
            .and(header(SIGNATURE, expect.as_str()))
            .respond_with(ResponseTemplate::new(202).set_body_string("ticket 7"))
            .mount(&server)
            .await;
        let channel = Webhook::new(&options).unwrap();
        assert_eq!(channel.deliver(&wanted).await.unwrap(), "202 ticket 7");
        assert_eq!(body(&wanted)["notice"]["a"], 1);
    }

    #[tokio::test]
    async fn refusals_are_permanent_and_trouble_is_transient() {
        let options = crate::Webhook::default();
        for (status, permanent) in
            [(400, true), (404, true), (302, true), (429, false), (503, false)]
        {
            let server = MockServer::start().await;
            Mock::given(method("POST"))
                .respond_with(ResponseTemplate::new(status))
                .mount(&server)
                .await;
            let channel = Webhook::new(&options).unwrap();
            let failed = channel.deliver(&message("webhook", &server.uri())).await.unwrap_err();
            assert_eq!(matches!(failed, DeliverError::Permanent(_)), permanent, "{status}");
        }
    }
}
