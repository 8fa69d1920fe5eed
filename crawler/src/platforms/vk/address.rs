//! Which addresses are VK's, and how its methods are called.

use super::platform;
use crate::asking::{host_of, json, segments, unclaimed, under};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, PublicUrl, Purpose, SourceKind};

/// Where people read.
pub(super) const SITE: &str = "https://vk.com/";

/// The version of the API that is spoken.
const VERSION: &str = "5.199";

/// Posts that one page of a wall shows at most.
pub(super) const LIMIT: u64 = 100;

/// Why nothing is taken without credentials.
pub(super) const WITHOUT: &str = "VK answers applications only; register one at \
    https://dev.vk.com, copy its service token, and set crawler.platforms.vk.credentials";

/// First path segments of VK's own pages, which are no names.
const OWN: [&str; 12] = [
    "feed", "login", "join", "away.php", "video", "music", "apps", "settings", "im", "friends",
    "groups", "search",
];

/// A place on VK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// A wall, by the number of its owner; communities are below zero.
    Numbered(i64),
    /// A wall, by the short name of its owner.
    Named(String),
    /// A search.
    Search(String),
}

/// What somebody's input means.
pub(super) fn recognise(input: &str) -> Option<Result<SourceAddress, NotPublic>> {
    let text = input.trim();
    let text =
        if text.starts_with("vk.com/") { format!("https://{text}") } else { text.to_owned() };
    let url = unclaimed(&text)?;
    let host = host_of(&url)?;
    if !matches!(&*host, "vk.com" | "www.vk.com" | "m.vk.com" | "vk.ru" | "m.vk.ru") {
        return None;
    }
    let malformed = |why: &str| NotPublic::Malformed(why.to_owned());
    let parts = segments(&url);
    let found = match parts.first().map(String::as_str) {
        Some("search") => {
            let words = url.query_pairs().find(|(name, _)| matches!(&**name, "q" | "c[q]"));
            let words = words.map(|(_, words)| words.trim().to_owned()).filter(|w| !w.is_empty());
            words.map(Spot::Search).ok_or_else(|| malformed("a search without words"))
        }
        Some(own) if OWN.contains(&own) => Err(malformed("this page of VK is nobody's wall")),
        Some(name) => spot(name).ok_or_else(|| malformed("no name that VK gives")),
        None => Err(malformed("walls and searches of VK are watched")),
    };
    Some(found.and_then(Spot::address))
}

/// The owner that a path names: `club1`, `public1`, `event1`, `id1`, a wall `wall-1_28`, or a name.
fn spot(name: &str) -> Option<Spot> {
    let name = name.to_lowercase();
    let number = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.parse::<i64>().ok());
    if let Some(id) = ["club", "public", "event"].into_iter().find_map(number) {
        return (id > 0).then_some(Spot::Numbered(-id));
    }
    if let Some(id) = number("id") {
        return (id > 0).then_some(Spot::Numbered(id));
    }
    if let Some(wall) = name.strip_prefix("wall") {
        let owner = wall.split('_').next().and_then(|id| id.parse::<i64>().ok());
        if let Some(owner) = owner.filter(|id| *id != 0) {
            return Some(Spot::Numbered(owner));
        }
    }
    let sound = name.len() <= 64
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
    sound.then_some(Spot::Named(name))
}

impl Spot {
    /// The place that a source is.
    pub(super) fn of(source: &SourceAddress) -> Self {
        if let Some(words) = source.key.strip_prefix("search:") {
            return Self::Search(words.to_owned());
        }
        source.key.parse().map_or_else(|_| Self::Named(source.key.clone()), Self::Numbered)
    }

    fn address(self) -> Result<SourceAddress, NotPublic> {
        let site = PublicUrl::parse(SITE)?;
        let (kind, key, url) = match self {
            Self::Numbered(id) => (SourceKind::Profile, id.to_string(), wall_page(id)?),
            Self::Named(name) => (SourceKind::Profile, name.clone(), site.join(&name)?),
            Self::Search(words) => {
                let url = under(&site, &["search", "posts"], &[("q", &words)])?;
                (SourceKind::Search, format!("search:{words}"), url)
            }
        };
        Ok(SourceAddress { platform: platform(), kind, key, url })
    }

    /// The page that a visit begins with.
    pub(super) fn first(&self, base: &PublicUrl) -> Option<PageRequest> {
        let limit = LIMIT.to_string();
        let (method, query) = match self {
            Self::Numbered(id) => {
                ("wall.get", vec![("owner_id", id.to_string()), ("count", limit)])
            }
            Self::Named(name) => ("wall.get", vec![("domain", name.clone()), ("count", limit)]),
            Self::Search(words) => {
                ("newsfeed.search", vec![("q", words.clone()), ("count", "200".to_owned())])
            }
        };
        let mut query: Vec<(&str, &str)> = query.iter().map(|(n, v)| (*n, v.as_str())).collect();
        query.push(("extended", "1"));
        call(base, method, &query, Purpose::Newest)
    }
}

/// The page of an owner for people.
pub(super) fn wall_page(owner: i64) -> Result<PublicUrl, NotPublic> {
    let name =
        if owner < 0 { format!("club{}", owner.unsigned_abs()) } else { format!("id{owner}") };
    PublicUrl::parse(SITE)?.join(&name)
}

/// A call of a method.
pub(super) fn call(
    base: &PublicUrl,
    method: &str,
    query: &[(&str, &str)],
    purpose: Purpose,
) -> Option<PageRequest> {
    let mut query = query.to_vec();
    query.push(("v", VERSION));
    under(base, &["method", method], &query).ok().map(|url| json(url, purpose))
}
