//! The platforms that can be read, one folder each, listed once in [`ALL`].
//!
//! An [`Adapter`] knows a platform's addresses and pages and nothing else: it never fetches. To add
//! a platform, write its folder and add one `mod` line and one line to [`ALL`].

use crate::network::Targets;
use crate::{Options, Pass, SetupError};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Account, PageRequest, Platform, Post, PublicUrl, Reading, StoredCapture};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub mod bluesky;
pub mod discourse;
pub mod feeds;
pub mod lemmy;
pub mod mastodon;
pub mod pages;
pub mod reddit;
pub mod sitemaps;
pub mod telegram;
pub mod vk;

/// Every platform, in the order in which an address is offered to them. Feeds come last: they
/// take any web address that looks like a feed.
pub const ALL: &[&dyn Adapter] = &[
    &telegram::ADAPTER,
    &mastodon::ADAPTER,
    &bluesky::ADAPTER,
    &discourse::ADAPTER,
    &lemmy::ADAPTER,
    &reddit::ADAPTER,
    &vk::ADAPTER,
    &pages::ADAPTER,
    &sitemaps::ADAPTER,
    &feeds::ADAPTER,
];

/// The adapter of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static dyn Adapter> {
    ALL.iter().copied().find(|adapter| adapter.name() == name)
}

/// Where an adapter is working.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Base address: the configured one, else [`Adapter::base_url`].
    pub base: &'a PublicUrl,
    /// The source that is visited; nothing when only an account or a post is checked.
    pub source: Option<&'a SourceAddress>,
    /// The platform's own cursor left by the visit before.
    pub cursor: Option<&'a str>,
}

/// What is checked for being there still.
#[derive(Debug, Clone, Copy)]
pub enum CheckSubject<'a> {
    /// An account.
    Account(&'a Account),
    /// A post and its account.
    Post(&'a Post, &'a Account),
}

/// What a platform's addresses and pages look like.
pub trait Adapter: Send + Sync + fmt::Debug {
    /// Short name, as in [`Platform`] and in the settings: `telegram`.
    fn name(&self) -> &'static str;

    /// Name for people: `Telegram`.
    fn title(&self) -> &'static str;

    /// Which addresses it takes, in one line.
    fn help(&self) -> &'static str;

    /// Where its pages are unless the settings say otherwise. For platforms of many servers, one
    /// that everybody knows.
    fn base_url(&self) -> &'static str;

    /// The adapter as the settings make it; nothing for one that they do not change. `base` is where
    /// its pages are by the same settings.
    fn configured(
        &self,
        _options: &Options,
        _base: &PublicUrl,
    ) -> Result<Option<Arc<dyn Adapter>>, SetupError> {
        Ok(None)
    }

    /// What the platform's own host wants to be shown, if the settings have it.
    fn pass(&self) -> Option<&Pass> {
        None
    }

    /// What an address or handle that somebody typed means here. Nothing: not of this platform. An
    /// error: of this platform, and not public or malformed. Addresses are known by the platform's
    /// real hosts and by the host of `base`.
    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>>;

    /// The first page of a visit; [`Place::source`] is set.
    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic>;

    /// What a page says. Pure, and it never panics; what is not understood is a complaint.
    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading;

    /// Pages that show whether a subject is still there, by two kinds of witness or more where the
    /// platform has them. Each names its subject.
    fn checks(&self, base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest>;
}

/// Why an address does not become a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecogniseError {
    /// No platform knows it.
    #[error("no platform knows this address; there are {0}")]
    Unknown(String),
    /// A platform knows it, and it is not a public place.
    #[error("{platform}: {why}")]
    NotPublic {
        /// Title of the platform.
        platform: &'static str,
        /// Why not.
        why: NotPublic,
    },
    /// A platform knows it, and it is turned off.
    #[error("{0} is turned off in the settings (crawler.platforms.{0}.enabled)")]
    TurnedOff(&'static str),
}

/// The platforms as configured: which are on, and where they are.
#[derive(Debug, Clone)]
pub struct Platforms {
    targets: Targets,
    places: BTreeMap<&'static str, Configured>,
}

#[derive(Debug, Clone)]
struct Configured {
    base: PublicUrl,
    enabled: bool,
    /// As it is in [`ALL`], unless the settings change it.
    adapter: Option<Arc<dyn Adapter>>,
}

impl Configured {
    fn adapter(&self, name: &str) -> Option<&dyn Adapter> {
        match &self.adapter {
            Some(own) => Some(own.as_ref()),
            None => named(name).map(|adapter| adapter as &dyn Adapter),
        }
    }
}

impl Platforms {
    /// Reads the settings; an unknown platform or a base address that is not public is an error.
    pub fn new(options: &Options) -> Result<Self, SetupError> {
        for name in options.platforms.keys() {
            if named(name).is_none() {
                return Err(SetupError::UnknownPlatform(name.clone(), names()));
            }
        }
        let mut places = BTreeMap::new();
        for adapter in ALL {
            let configured = options.platform(adapter.name());
            let text = configured.base_url.as_deref().unwrap_or_else(|| adapter.base_url());
            let base = PublicUrl::parse(text)
                .map_err(|why| SetupError::BaseUrl { platform: adapter.name().to_owned(), why })?;
            let own = adapter.configured(options, &base)?;
            let enabled = configured.enabled;
            places.insert(adapter.name(), Configured { base, enabled, adapter: own });
        }
        Ok(Self { targets: Targets::new(&options.allow)?, places })
    }

    /// What an address or handle means, asking the platforms that are on in the order of [`ALL`].
    pub fn recognise(&self, input: &str) -> Result<SourceAddress, RecogniseError> {
        let mut turned_off = None;
        for adapter in ALL {
            let Some(configured) = self.places.get(adapter.name()) else { continue };
            let Some(adapter) = configured.adapter(adapter.name()) else { continue };
            match adapter.recognise(input, &configured.base) {
                None => {}
                Some(_) if !configured.enabled => turned_off = Some(adapter.name()),
                Some(Ok(address)) => return Ok(address),
                Some(Err(why)) => {
                    return Err(RecogniseError::NotPublic { platform: adapter.title(), why });
                }
            }
        }
        Err(turned_off.map_or_else(|| RecogniseError::Unknown(names()), RecogniseError::TurnedOff))
    }

    /// The adapter of a platform that is on.
    #[must_use]
    pub fn adapter(&self, platform: &Platform) -> Option<&dyn Adapter> {
        let configured = self.places.get(platform.as_str()).filter(|place| place.enabled)?;
        configured.adapter(platform.as_str())
    }

    /// Where a platform is.
    #[must_use]
    pub fn base(&self, platform: &Platform) -> Option<&PublicUrl> {
        self.places.get(platform.as_str()).map(|place| &place.base)
    }

    /// The platform whose base address is at that `host:port`.
    #[must_use]
    pub fn at(&self, authority: &str) -> Option<&'static str> {
        self.places.iter().find(|(_, it)| it.base.authority() == authority).map(|(name, _)| *name)
    }

    /// An account's own place, as an analyst would add it; nothing where its platform is off or shows
    /// no such place.
    #[must_use]
    pub fn place_of(&self, account: &Account) -> Option<SourceAddress> {
        let url = account.url.as_ref().map(|url| url.as_str().to_owned());
        let ways = url.into_iter().chain([format!("@{}", account.profile.handle)]);
        let own = |place: &SourceAddress| {
            place.platform == account.platform && place.kind.is_one_account()
        };
        ways.filter_map(|way| self.recognise(&way).ok()).find(own)
    }

    /// The host that a source's first page is asked of, under whose lease it is visited, named as
    /// the fetcher groups hosts.
    #[must_use]
    pub fn host(&self, address: &SourceAddress) -> String {
        let first = self.places.get(address.platform.as_str()).and_then(|configured| {
            let base = &configured.base;
            let adapter = configured.adapter(address.platform.as_str())?;
            adapter.first(&Place { base, source: Some(address), cursor: None }).ok()
        });
        let url = first.as_ref().map_or(&address.url, |request| &request.url);
        self.targets.group(url.url())
    }
}

/// The names of all platforms, for messages.
fn names() -> String {
    ALL.iter().map(|adapter| adapter.name()).collect::<Vec<_>>().join(", ")
}
