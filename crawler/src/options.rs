//! Settings of this crate.

use secrecy::SecretString;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How pages are fetched. Every field has a default that suits the open web.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How a site's owner reaches whoever runs this program: a web or mail address. It is sent in
    /// the `User-Agent` of every request.
    pub user_agent_contact: String,
    /// `host:port` pairs that may be loopback or private, or use an unusual port. Everything else
    /// must be a public address. For tests and mirrors.
    pub allow: Vec<String>,
    /// Milliseconds between two requests to one host.
    pub interval_ms: u64,
    /// How many requests a host that was left alone long enough gets without that interval.
    pub burst: u32,
    /// How many requests may be on their way to one host at once. With one, the processes that
    /// share a database keep single file together; with more, each keeps its own count.
    pub in_flight: u32,
    /// Hours in which nothing is asked, such as `22:00-06:00` (UTC) or
    /// `22:00-06:00 Europe/Athens`.
    pub quiet_hours: Vec<String>,
    /// Largest body, in bytes after decompression, that is kept; a longer one is an error.
    pub max_body_bytes: u64,
    /// How many times its size over the line a body may swell to, beyond its first mebibyte.
    pub max_ratio: u32,
    /// Milliseconds that one page may take, from the first byte sent to the last one read.
    pub timeout_ms: u64,
    /// Milliseconds that a body may stand still.
    pub idle_timeout_ms: u64,
    /// Milliseconds that a connection may take.
    pub connect_timeout_ms: u64,
    /// How many redirects are followed for one page.
    pub max_redirects: u32,
    /// How many headers an answer may carry.
    pub max_headers: u32,
    /// How many bytes the headers of an answer may have together.
    pub max_header_bytes: u32,
    /// A PEM file with certificates of authorities that are trusted besides the system's own: for
    /// an inspecting proxy of the house, and for tests.
    pub ca_file: Option<PathBuf>,
    /// How many pages one visit may fetch.
    pub max_pages_per_visit: u32,
    /// Whether robots.txt is obeyed. Turning it off is for hosts whose owner agreed.
    pub robots: bool,
    /// Settings per platform; the key is its name, such as `telegram`.
    pub platforms: BTreeMap<String, PlatformOptions>,
    /// How the pages of sites without an interface are laid out; the key is a name of your own.
    pub layouts: BTreeMap<String, Layout>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent_contact: String::new(),
            allow: Vec::new(),
            interval_ms: 3_000,
            burst: 1,
            in_flight: 1,
            quiet_hours: Vec::new(),
            max_body_bytes: 8 * 1024 * 1024,
            max_ratio: 100,
            timeout_ms: 30_000,
            idle_timeout_ms: 10_000,
            connect_timeout_ms: 10_000,
            max_redirects: 5,
            max_headers: 128,
            max_header_bytes: 64 * 1024,
            ca_file: None,
            max_pages_per_visit: 10,
            robots: true,
            platforms: BTreeMap::new(),
            layouts: BTreeMap::new(),
        }
    }
}

impl Options {
    /// The settings of one platform; the defaults if nothing is said about it.
    #[must_use]
    pub fn platform(&self, name: &str) -> PlatformOptions {
        self.platforms.get(name).cloned().unwrap_or_default()
    }
}

/// How one platform is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlatformOptions {
    /// Whether its sources are taken and visited.
    pub enabled: bool,
    /// Where its pages are, if not at the usual address: a mirror, or a server for tests.
    pub base_url: Option<String>,
    /// Milliseconds between two requests to its host, if not [`Options::interval_ms`].
    pub interval_ms: Option<u64>,
    /// Requests without that interval, if not [`Options::burst`].
    pub burst: Option<u32>,
    /// Requests on their way at once, if not [`Options::in_flight`].
    pub in_flight: Option<u32>,
    /// Requests a day (UTC), robots.txt and redirects included; without it, as many as the pace
    /// allows. Processes that share a database share it.
    pub daily_requests: Option<u32>,
    /// Hours in which it is not asked, if not [`Options::quiet_hours`].
    pub quiet_hours: Option<Vec<String>>,
    /// Proxy for its requests: `http://`, `https://`, `socks5://` or `socks5h://` with host and
    /// port. The proxy resolves names itself, so it must refuse private addresses itself too.
    pub proxy: Option<String>,
    /// What the platform wants to be shown: an application's or an account's credentials.
    pub credentials: Option<Credentials>,
}

/// Credentials of a platform that answers nobody else.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Credentials {
    /// Name that goes with the secret: a Reddit application's client id, a Bluesky handle.
    pub name: String,
    /// The secret. In a file or an environment variable it is safer than in the settings.
    #[serde(serialize_with = "hidden")]
    pub secret: Option<SecretString>,
    /// File that holds the secret and nothing else.
    pub secret_file: Option<PathBuf>,
    /// Where they are shown, if not at the usual address.
    pub service: Option<String>,
}

#[expect(clippy::ref_option, reason = "the shape that serde wants")]
fn hidden<S: Serializer>(secret: &Option<SecretString>, to: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(_) => to.serialize_some("(hidden)"),
        None => to.serialize_none(),
    }
}

impl Default for PlatformOptions {
    fn default() -> Self {
        Self {
            enabled: true,
            base_url: None,
            interval_ms: None,
            burst: None,
            in_flight: None,
            daily_requests: None,
            quiet_hours: None,
            proxy: None,
            credentials: None,
        }
    }
}

/// How the pages of a site are laid out, in CSS selectors. What is left out is as the preset says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Layout {
    /// Layout to begin from: `phpbb`, `vbulletin4` or `vbulletin5`.
    pub preset: Option<String>,
    /// Hosts that have this layout: `forum.example`, or `forum.example/board` for a part of one.
    pub hosts: Vec<String>,
    /// Selector of one post.
    pub item: Option<String>,
    /// What names a post and never changes; without one, its link or else a hash stands in.
    pub id: Option<Pick>,
    /// Name of who posted.
    pub author: Option<Pick>,
    /// What names who posted and never changes; without one, the name stands in.
    pub author_id: Option<Pick>,
    /// Link to the page of who posted.
    pub author_link: Option<Pick>,
    /// Text of the post.
    pub text: Option<Pick>,
    /// Title of the post, put above its text.
    pub title: Option<Pick>,
    /// When it was posted.
    pub time: Option<Pick>,
    /// Link to the post itself.
    pub link: Option<Pick>,
    /// Elements inside the text that are left out: quotations, signatures, notes.
    pub leave_out: Option<String>,
    /// Link to the page after this one.
    pub next: Option<Pick>,
    /// Whether that page holds newer posts, as in a forum's topic, and not older ones.
    pub next_is_newer: Option<bool>,
    /// Element that says that there are no posts; only then is silence believed.
    pub empty: Option<String>,
    /// Element that says that the place is for members.
    pub log_in: Option<String>,
    /// On a page that lists topics: link to the newest post of each, newest topic first.
    pub topic: Option<Pick>,
    /// What grows with each new post of a topic, in that link's address: a regular expression with
    /// one group, of digits.
    pub topic_number: Option<String>,
    /// Ways in which times are written, tried in order, as chrono writes them: `%d.%m.%Y %H:%M`.
    /// RFC 3339 is always understood.
    pub time_formats: Option<Vec<String>>,
    /// Minutes that times without a zone are ahead of UTC.
    pub utc_offset_minutes: Option<i32>,
    /// Parameters of addresses that do not matter, such as session numbers.
    pub drop_parameters: Option<Vec<String>>,
}

/// Where on a page something stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pick {
    /// Selector under the post (or the page); empty for the post itself.
    pub css: String,
    /// Attribute; empty for the text inside.
    pub attr: String,
    /// Regular expression whose first group (or whole match) is kept; empty for all.
    pub regex: String,
}

/// Why the crawler cannot be set up as configured.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// A platform's base address is not a public page.
    #[error("crawler.platforms.{platform}.base_url: {why}; give an http or https address")]
    BaseUrl {
        /// Platform.
        platform: String,
        /// What is wrong with it.
        why: model::address::NotPublic,
    },
    /// Settings for a platform that does not exist.
    #[error("crawler.platforms.{0}: there is no such platform; there are {1}")]
    UnknownPlatform(String, String),
    /// Credentials cannot be used.
    #[error("crawler.platforms.{platform}.credentials: {why}")]
    Credentials {
        /// Platform.
        platform: String,
        /// What is wrong with them.
        why: String,
    },
    /// A layout cannot be used.
    #[error("crawler.layouts.{name}: {why}")]
    Layout {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// An entry of the allow list cannot be read.
    #[error("crawler.allow: {0:?} is not host:port, such as 127.0.0.1:8080 or [::1]:8080")]
    Allow(String),
    /// A proxy cannot be used.
    #[error("crawler.platforms.{platform}.proxy: {why}")]
    Proxy {
        /// Platform.
        platform: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file of additional authorities cannot be used.
    #[error("crawler.ca_file: {path}: {why}; give a PEM file with certificates")]
    Authorities {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Hours cannot be read.
    #[error(
        "crawler{section}.quiet_hours: {hours:?}; write 22:00-06:00 or 22:00-06:00 Europe/Athens"
    )]
    QuietHours {
        /// Which section, with its dot in front; empty for the general ones.
        section: String,
        /// The hours as written.
        hours: String,
    },
    /// A number makes no sense.
    #[error("crawler.{0}")]
    Number(&'static str),
    /// The contact cannot be sent in a header.
    #[error("crawler.user_agent_contact: {0:?} must be a web or mail address in plain ASCII")]
    Contact(String),
    /// The HTTP client cannot be built.
    #[error("the HTTP client cannot be built: {0}")]
    Client(#[source] reqwest::Error),
}
