//! Which addresses are Reddit's, and how its pages are asked for.

use super::platform;
use crate::asking::{host_of, json, segments, unclaimed, under};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, PublicUrl, Purpose, SourceKind};

/// Where people read.
pub(super) const SITE: &str = "https://www.reddit.com/";

/// Why nothing is taken without credentials.
pub(super) const WITHOUT: &str = "Reddit answers applications only; register one (type: script) at \
    https://www.reddit.com/prefs/apps, accept the Data API Terms, and set \
    crawler.platforms.reddit.credentials";

/// A place on Reddit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// A subreddit.
    Subreddit(String),
    /// A user.
    User(String),
    /// A search, over all of Reddit.
    Search(String),
}

/// What somebody's input means.
pub(super) fn recognise(input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    let input = input.trim();
    let short = input.strip_prefix('/').unwrap_or(input);
    if let Some((letter @ ("r" | "u"), name)) = short.split_once('/')
        && !name.contains('/')
    {
        return Some(spot(letter, name).and_then(Spot::address));
    }
    let url = unclaimed(input)?;
    let host = host_of(&url)?;
    let bare = host.strip_suffix("reddit.com").unwrap_or(&host);
    let ours = matches!(bare, "" | "www." | "old." | "new." | "np." | "oauth.");
    if !ours && host_of(base.url()).as_ref() != Some(&host) {
        return None;
    }
    let parts = segments(&url);
    let path: Vec<&str> = parts.iter().map(String::as_str).collect();
    let found = match path.as_slice() {
        // Feeds are another adapter's.
        [.., last] if last.rsplit_once('.').is_some_and(|(_, kind)| kind == "rss") => return None,
        ["search", ..] => {
            let words = url.query_pairs().find(|(name, _)| name == "q");
            let words = words.map(|(_, words)| words.trim().to_owned()).filter(|w| !w.is_empty());
            words.map(Spot::Search).ok_or_else(|| malformed("a search without words"))
        }
        [letter @ ("r" | "u" | "user"), name, ..] => spot(letter, name),
        _ => Err(malformed("subreddits, users and searches of Reddit are watched")),
    };
    Some(found.and_then(Spot::address))
}

fn malformed(why: &str) -> NotPublic {
    NotPublic::Malformed(why.to_owned())
}

fn spot(letter: &str, name: &str) -> Result<Spot, NotPublic> {
    let name = name.to_lowercase();
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if name.is_empty() || name.len() > 30 || !name.chars().all(sound) {
        return Err(malformed("a name on Reddit has letters, digits, _ and - only"));
    }
    Ok(if letter == "r" { Spot::Subreddit(name) } else { Spot::User(name) })
}

impl Spot {
    /// The place that a source is.
    pub(super) fn of(source: &SourceAddress) -> Option<Self> {
        match source.key.split_once(['/', ':'])? {
            ("r", name) => Some(Self::Subreddit(name.to_owned())),
            ("u", name) => Some(Self::User(name.to_owned())),
            ("search", words) => Some(Self::Search(words.to_owned())),
            _ => None,
        }
    }

    fn address(self) -> Result<SourceAddress, NotPublic> {
        let site = PublicUrl::parse(SITE)?;
        let (kind, key, url) = match self {
            Self::Subreddit(name) => {
                (SourceKind::Board, format!("r/{name}"), under(&site, &["r", &name], &[])?)
            }
            Self::User(name) => {
                (SourceKind::Profile, format!("u/{name}"), under(&site, &["user", &name], &[])?)
            }
            Self::Search(words) => {
                let url = under(&site, &["search"], &[("q", &words)])?;
                (SourceKind::Search, format!("search:{words}"), url)
            }
        };
        Ok(SourceAddress { platform: platform(), kind, key, url })
    }

    /// The page that a visit begins with.
    pub(super) fn first(&self, base: &PublicUrl) -> Option<PageRequest> {
        match self {
            Self::Subreddit(name) => ask(base, &["r", name, "new"], &LIST, Purpose::Newest),
            Self::User(name) => ask(base, &["user", name, "about"], &[], Purpose::Account),
            Self::Search(words) => {
                let query = [("q", words.as_str()), ("sort", "new"), ("type", "link"), LIST[0]];
                ask(base, &["search"], &query, Purpose::Newest)
            }
        }
    }
}

/// What every list is asked for.
pub(super) const LIST: [(&str, &str); 1] = [("limit", "100")];

/// A request to the API; `raw_json` leaves texts unescaped.
pub(super) fn ask(
    base: &PublicUrl,
    path: &[&str],
    query: &[(&str, &str)],
    purpose: Purpose,
) -> Option<PageRequest> {
    let mut query = query.to_vec();
    query.push(("raw_json", "1"));
    under(base, path, &query).ok().map(|url| json(url, purpose))
}

/// The id under which a thing is on record.
pub(super) fn post_id(native_id: &str) -> model::PostId {
    model::Post::id_of(&platform(), native_id)
}
