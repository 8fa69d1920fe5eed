//! Addresses of public pages.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use url::Url;

/// Why an address is not one of a public page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPublic {
    /// It cannot be read as an address.
    #[error("not a web address: {0}")]
    Malformed(String),
    /// It is neither http nor https.
    #[error("only http and https pages are read, not {0}:")]
    Scheme(String),
    /// It carries a user name or password.
    #[error("the address carries a log-in; only public pages are read")]
    Credentials,
    /// It leads to a page for members, by invitation, or behind a log-in.
    #[error("{0}")]
    Closed(String),
}

/// An http(s) address without credentials or fragment. Parsing is the only way to make one, and
/// known members-only shapes (invite links, log-in pages, private `t.me/c/` posts) are refused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Parses an address.
    pub fn parse(text: &str) -> Result<Self, NotPublic> {
        let url = Url::parse(text.trim()).map_err(|e| NotPublic::Malformed(e.to_string()))?;
        Self::from_url(url)
    }

    /// Checks an address that is already parsed.
    pub fn from_url(mut url: Url) -> Result<Self, NotPublic> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NotPublic::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NotPublic::Credentials);
        }
        if let Some(why) = closed(&url) {
            return Err(NotPublic::Closed(why.to_owned()));
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// Resolves a link found on this page.
    pub fn join(&self, link: &str) -> Result<Self, NotPublic> {
        let url = self.0.join(link).map_err(|e| NotPublic::Malformed(e.to_string()))?;
        Self::from_url(url)
    }

    /// The parsed address.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.0
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// `host:port` in lower case, the port always written.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        format!("{host}:{}", self.0.port_or_known_default().unwrap_or(0))
    }
}

/// Shapes of addresses that only members or invited people may open.
fn closed(url: &Url) -> Option<&'static str> {
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let path = url.path();
    if matches!(host, "t.me" | "telegram.me" | "telegram.dog") {
        if path.starts_with("/+") || path.starts_with("/joinchat/") {
            return Some("an invitation link opens a private group; only public channels are read");
        }
        if path.starts_with("/c/") {
            return Some("t.me/c/… is a post in a private channel; only public channels are read");
        }
    }
    if host == "discord.gg" || (host == "discord.com" && path.starts_with("/invite/")) {
        return Some("a Discord invitation needs an account; only public pages are read");
    }
    if host == "chat.whatsapp.com" {
        return Some("a WhatsApp group invitation is not a public page");
    }
    None
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl fmt::Debug for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

impl<'de> Deserialize<'de> for PublicUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: Result<&str, &str>) {
        let got = PublicUrl::parse(input);
        match (&got, expect) {
            (Ok(url), Ok(text)) => assert_eq!(url.as_str(), text, "{input}"),
            (Err(e), Err(part)) => assert!(e.to_string().contains(part), "{input}: {e}"),
            _ => panic!("{input}: {got:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn only_public_addresses_parse() {
        check("https://t.me/s/example#frag", Ok("https://t.me/s/example"));
        check("https://t.me/+AbCdEf", Err("invitation"));
        check("https://t.me/joinchat/AbCdEf", Err("invitation"));
        check("https://t.me/c/1234/5", Err("private channel"));
        check("https://user:pw@example.org/", Err("log-in"));
        check("ftp://example.org/", Err("only http"));
        check("javascript:alert(1)", Err("only http"));
        check("no address", Err("not a web address"));
    }
}
