//! Credentials: what a platform wants to be shown before it answers a program.
//!
//! A pass opens what is public to everybody with an account or an application of their own; it never
//! opens what is somebody's. It is shown to one host only and over no redirect, and stands in no
//! address, capture or log.

use crate::SetupError;
use crate::options::Credentials;
use data_encoding::BASE64;
use model::PublicUrl;
use secrecy::{ExposeSecret as _, SecretString};

/// What is shown to a host.
#[derive(Debug, Clone)]
pub struct Pass {
    /// The only `host:port` that it is shown to.
    authority: String,
    pub(crate) kind: Kind,
}

/// Where the token comes from.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// From the settings, as it is.
    Standing(SecretString),
    /// From the platform, for what stands in the settings; it is bought again when it has run out.
    Bought(Purchase),
}

/// How a token is bought.
#[derive(Debug, Clone)]
pub(crate) struct Purchase {
    /// Where.
    pub(crate) counter: PublicUrl,
    /// `Authorization` header of the purchase itself.
    pub(crate) authorization: Option<SecretString>,
    /// Type of the body.
    pub(crate) content_type: &'static str,
    /// What is sent.
    pub(crate) body: SecretString,
    /// Field of the JSON answer that holds the token.
    pub(crate) field: &'static str,
}

impl Pass {
    /// A token of the settings, shown to the host of `url`.
    pub(crate) fn standing(url: &PublicUrl, token: SecretString) -> Self {
        Self { authority: url.authority(), kind: Kind::Standing(token) }
    }

    /// A token that is bought, shown to the host of `url`.
    pub(crate) fn bought(url: &PublicUrl, purchase: Purchase) -> Self {
        Self { authority: url.authority(), kind: Kind::Bought(purchase) }
    }

    /// Whether it is shown at that address.
    pub(crate) fn opens(&self, url: &PublicUrl) -> bool {
        url.authority() == self.authority
    }

    /// The host that it is shown to.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }
}

/// `Basic` authentication (RFC 7617).
pub(crate) fn basic(name: &str, secret: &SecretString) -> SecretString {
    let both = format!("{name}:{}", secret.expose_secret());
    SecretString::from(format!("Basic {}", BASE64.encode(both.as_bytes())))
}

impl Credentials {
    /// The secret, from the settings or the file that they name.
    pub(crate) fn read(&self, platform: &str) -> Result<SecretString, SetupError> {
        let faulty = |why: String| SetupError::Credentials { platform: platform.to_owned(), why };
        if let Some(secret) = &self.secret {
            return Ok(secret.clone());
        }
        let Some(file) = &self.secret_file else {
            return Err(faulty(
                "give secret_file, or secret as an environment variable".to_owned(),
            ));
        };
        let text = std::fs::read_to_string(file)
            .map_err(|why| faulty(format!("{} cannot be read: {why}", file.display())))?;
        let text = text.trim();
        if text.is_empty() {
            return Err(faulty(format!("{} is empty", file.display())));
        }
        Ok(SecretString::from(text.to_owned()))
    }

    /// The address of the service, or `usual`.
    pub(crate) fn service(&self, platform: &str, usual: &str) -> Result<PublicUrl, SetupError> {
        PublicUrl::parse(self.service.as_deref().unwrap_or(usual)).map_err(|why| {
            SetupError::Credentials {
                platform: platform.to_owned(),
                why: format!("service: {why}"),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_is_shown_to_its_host_only_and_shows_nothing_of_itself() {
        let url = |text: &str| PublicUrl::parse(text).unwrap();
        let pass = Pass::standing(&url("https://api.example/x"), SecretString::from("hush"));
        assert!(pass.opens(&url("https://api.example/other")));
        assert!(!pass.opens(&url("https://api.example:8443/")));
        assert!(!pass.opens(&url("https://example/")));
        assert!(!format!("{pass:?}").contains("hush"));
        assert_eq!(basic("a", &SecretString::from("b")).expose_secret(), "Basic YTpi");
    }

    #[test]
    fn the_secret_comes_from_the_settings_or_a_file() {
        let file = std::env::temp_dir().join(format!("routewatch-pass-{}", std::process::id()));
        std::fs::write(&file, "from file\n").unwrap();
        let mut given = Credentials { secret_file: Some(file.clone()), ..Credentials::default() };
        assert_eq!(given.read("reddit").unwrap().expose_secret(), "from file");
        given.secret = Some(SecretString::from("set"));
        assert_eq!(given.read("reddit").unwrap().expose_secret(), "set");
        std::fs::write(&file, " ").unwrap();
        given.secret = None;
        assert!(given.read("reddit").unwrap_err().to_string().contains("is empty"));
        std::fs::remove_file(&file).unwrap();
        assert!(given.read("reddit").unwrap_err().to_string().contains("cannot be read"));
        let none = Credentials::default().read("vk").unwrap_err().to_string();
        assert!(none.starts_with("crawler.platforms.vk.credentials: give secret_file"), "{none}");
    }
}
