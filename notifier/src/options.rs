//! Settings of the notifier.

use secrecy::SecretString;
use serde::{Deserialize, Serialize, Serializer};
use std::path::PathBuf;

/// How the connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Not at all; only for a server on this machine.
    None,
    /// Begins in the clear and must switch to TLS (port 587).
    #[default]
    Starttls,
    /// TLS from the start (port 465).
    Tls,
}

/// A mail server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Host name.
    pub host: String,
    /// Port; the usual one of the security mode if left out.
    #[serde(default)]
    pub port: Option<u16>,
    /// Protection of the connection.
    #[serde(default)]
    pub security: Security,
    /// User name, if the server wants one.
    #[serde(default)]
    pub user: Option<String>,
    /// Password; better given as environment variable `ROUTEWATCH_NOTIFIER__SMTP__PASSWORD`.
    #[serde(default, serialize_with = "hidden")]
    pub password: Option<SecretString>,
    /// PEM file of a private certificate authority.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// Webhooks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhook {
    /// Key of the HMAC-SHA256 signature that every request carries; unsigned without one.
    #[serde(serialize_with = "hidden")]
    pub secret: Option<SecretString>,
    /// Seconds to wait for an answer.
    pub timeout_secs: Option<u64>,
}

/// Settings of the notifier.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Sender of all mail.
    pub from: String,
    /// Mail server; without one, mail is written as `.eml` files into the folder.
    pub smtp: Option<Smtp>,
    /// Folder for messages kept as files; `messages` in the data folder if left out.
    pub folder: Option<PathBuf>,
    /// Webhooks.
    pub webhook: Webhook,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            from: "routewatch <routewatch@localhost>".to_owned(),
            smtp: None,
            folder: None,
            webhook: Webhook::default(),
        }
    }
}

/// Writes that there is a secret, never the secret.
#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn hidden<S: Serializer>(secret: &Option<SecretString>, to: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(_) => to.serialize_some("(hidden)"),
        None => to.serialize_none(),
    }
}
