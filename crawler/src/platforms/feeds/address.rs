//! Addresses of feeds.
//!
//! A feed's key is its address with what does not matter taken away: `http` and `https` on their
//! usual ports count as one, parameters that only count clicks are dropped. YouTube's channels and
//! playlists have feeds on the configured base and are known by `yt:<channel id>`,
//! `yt:playlist:<id>` and `yt:user:<name>` wherever that base is.

use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Platform, PublicUrl, SourceKind};
use url::Url;

/// Hosts of other platforms, whose pages are not feeds.
const OTHERS: [&str; 7] = [
    "t.me",
    "telegram.me",
    "telegram.dog",
    "bsky.app",
    "public.api.bsky.app",
    "api.bsky.app",
    "mastodon.social",
];

/// YouTube's own hosts.
const YOUTUBE: [&str; 5] = [
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "www.youtube-nocookie.com",
];

/// What an address means; see [`super::Feeds`] for the shapes.
pub(super) fn recognise(input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    let url = parse(input.trim())?;
    if !matches!(url.scheme(), "http" | "https") || is_others(&url) {
        return None;
    }
    let is_base =
        PublicUrl::from_url(url.clone()).is_ok_and(|here| here.authority() == base.authority());
    let host = url.host_str().unwrap_or_default();
    if YOUTUBE.contains(&host) || host == "youtu.be" {
        return Some(youtube(&url, base));
    }
    if is_base && is_youtube_feed(&url) {
        return Some(youtube(&url, base));
    }
    Some(feed(url))
}

/// An address with its scheme, `feed:` undone; without a scheme only if it has a path.
fn parse(input: &str) -> Option<Url> {
    if input.contains(char::is_whitespace) {
        return None;
    }
    let input = input
        .strip_prefix("feed://")
        .map(|rest| format!("https://{rest}"))
        .or_else(|| input.strip_prefix("feed:").map(str::to_owned))
        .unwrap_or_else(|| input.to_owned());
    if input.contains("://") {
        return Url::parse(&input).ok();
    }
    let (host, _) = input.split_once('/')?;
    let plain = host.contains('.') && !host.contains('@');
    plain.then(|| Url::parse(&format!("https://{input}")).ok()).flatten()
}

/// Whether an address belongs to a platform with pages of its own, by host or by the shape of its
/// profiles and hashtags (`/@name`, `/tags/name`).
fn is_others(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.strip_prefix("www.").unwrap_or(host);
    let path = segments(url);
    let profile = match path.as_slice() {
        [name] => name.strip_prefix('@').is_some_and(|name| !is_feed_file(name)),
        [name, number] => name.starts_with('@') && number.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    };
    let hashtag = matches!(path.as_slice(), ["tags", tag] if !is_feed_file(tag));
    let youtube = YOUTUBE.contains(&host);
    OTHERS.contains(&bare) || host.ends_with(".t.me") || ((profile || hashtag) && !youtube)
}

fn is_feed_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".rss", ".atom", ".xml", ".json"].iter().any(|ending| name.ends_with(ending))
}

fn segments(url: &Url) -> Vec<&str> {
    url.path_segments().map(|all| all.filter(|s| !s.is_empty()).collect()).unwrap_or_default()
}

fn is_youtube_feed(url: &Url) -> bool {
    matches!(segments(url).as_slice(), ["feeds", "videos.xml"] | ["channel", _] | ["playlist"])
}

/// A generic feed.
fn feed(url: Url) -> Result<SourceAddress, NotPublic> {
    let url = PublicUrl::from_url(without_counting(url))?;
    let key = match url.as_str().strip_prefix("http://") {
        Some(rest) if url.url().port().is_none() => format!("https://{rest}"),
        _ => url.as_str().to_owned(),
    };
    Ok(SourceAddress { platform: Platform::from(super::NAME), kind: SourceKind::Feed, key, url })
}

/// Without parameters that only count where a reader came from.
fn without_counting(mut url: Url) -> Url {
    let Some(query) = url.query() else { return url };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            !pair.is_empty() && !pair.starts_with("utm_") && !pair.starts_with("fbclid=")
        })
        .collect();
    let kept = kept.join("&");
    url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    url
}

/// A channel or playlist of YouTube.
fn youtube(url: &Url, base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let malformed = |why: &str| Err(NotPublic::Malformed(why.to_owned()));
    let parameter = |name: &str| {
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    if url.host_str() == Some("youtu.be") {
        return malformed("one film is not a source; give its channel");
    }
    let place = match segments(url).as_slice() {
        ["feeds", "videos.xml"] => parameter("channel_id")
            .map(Place::Channel)
            .or_else(|| parameter("playlist_id").map(Place::Playlist))
            .or_else(|| parameter("user").map(Place::User)),
        ["channel", id, ..] => Some(Place::Channel((*id).to_owned())),
        ["user", name, ..] => Some(Place::User((*name).to_owned())),
        ["playlist", ..] => parameter("list").map(Place::Playlist),
        ["watch" | "shorts" | "live" | "embed" | "v", ..] => {
            return malformed("one film is not a source; give its channel");
        }
        [name, ..] if name.starts_with('@') || *name == "c" => {
            return malformed(
                "a channel's feed needs its id: open the channel, choose Share, Copy channel id, \
                 and give youtube.com/channel/<id>",
            );
        }
        _ => None,
    };
    let Some(place) = place else {
        return malformed("only channels and playlists of YouTube have feeds");
    };
    let place = place.checked()?;
    let url = join(base, &place.page())?;
    let (platform, key) = (Platform::from(super::NAME), place.key());
    Ok(SourceAddress { platform, kind: SourceKind::Feed, key, url })
}

/// A place on YouTube that has a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A channel, by its id (`UC` and 22 letters).
    Channel(String),
    /// A playlist, by its id.
    Playlist(String),
    /// A channel, by its old user name.
    User(String),
}

impl Place {
    /// The place that a key names, if it names one on YouTube.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        let rest = key.strip_prefix("yt:")?;
        Some(match rest.split_once(':') {
            Some(("playlist", id)) => Self::Playlist(id.to_owned()),
            Some(("user", name)) => Self::User(name.to_owned()),
            _ => Self::Channel(rest.to_owned()),
        })
    }

    fn key(&self) -> String {
        match self {
            Self::Channel(id) => format!("yt:{id}"),
            Self::Playlist(id) => format!("yt:playlist:{id}"),
            Self::User(name) => format!("yt:user:{name}"),
        }
    }

    /// Path of the feed on YouTube.
    pub(super) fn feed(&self) -> String {
        match self {
            Self::Channel(id) => format!("feeds/videos.xml?channel_id={id}"),
            Self::Playlist(id) => format!("feeds/videos.xml?playlist_id={id}"),
            Self::User(name) => format!("feeds/videos.xml?user={name}"),
        }
    }

    /// Path of the page for people.
    pub(super) fn page(&self) -> String {
        match self {
            Self::Channel(id) => format!("channel/{id}"),
            Self::Playlist(id) => format!("playlist?list={id}"),
            Self::User(name) => format!("user/{name}"),
        }
    }

    /// The same place in its one spelling: a channel's list of uploads (`UU…`) is the channel.
    fn checked(self) -> Result<Self, NotPublic> {
        let bad = |why: &str| Err(NotPublic::Malformed(why.to_owned()));
        let is_id = |id: &str| {
            (2..=64).contains(&id.len())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        match self {
            Self::Channel(id) if id.len() == 24 && id.starts_with("UC") && is_id(&id) => {
                Ok(Self::Channel(id))
            }
            Self::Channel(_) => bad("a channel's id is UC and 22 more letters"),
            Self::Playlist(id) if matches!(id.as_str(), "WL" | "LL" | "LM") => {
                Err(NotPublic::Closed("this playlist is its owner's own".to_owned()))
            }
            Self::Playlist(id) if id.len() == 24 && id.starts_with("UU") && is_id(&id) => {
                Ok(Self::Channel(id.replacen("UU", "UC", 1)))
            }
            Self::Playlist(id) if is_id(&id) => Ok(Self::Playlist(id)),
            Self::User(name) if is_id(&name) => Ok(Self::User(name.to_ascii_lowercase())),
            Self::Playlist(_) | Self::User(_) => bad("not a name that YouTube gives"),
        }
    }
}

/// A path on the base.
pub(super) fn join(base: &PublicUrl, path: &str) -> Result<PublicUrl, NotPublic> {
    let mut url = base.url().clone();
    url.set_query(None);
    let root = url.as_str().trim_end_matches('/');
    PublicUrl::parse(&format!("{root}/{path}"))
}

/// Whether an address is on YouTube's own hosts.
pub(super) fn is_youtube(url: &PublicUrl) -> bool {
    YOUTUBE.contains(&url.url().host_str().unwrap_or_default())
}
