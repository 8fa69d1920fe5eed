//! Which addresses are Mastodon's, and how its pages are asked for.

use crate::asking::{decode, host_of, under};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{Platform, PublicUrl, SourceKind};
use url::Url;

/// Where pages are asked for unless the settings say otherwise. With this base each source is
/// asked of its own instance; with any other base *everything* is asked of that base.
pub(super) const BASE: &str = "https://mastodon.social/";

/// Hosts that write `/@name` too and are no Mastodon.
const ELSEWHERE: [&str; 16] = [
    "youtube.com",
    "youtu.be",
    "tiktok.com",
    "medium.com",
    "threads.net",
    "threads.com",
    "t.me",
    "telegram.me",
    "telegram.dog",
    "bsky.app",
    "instagram.com",
    "facebook.com",
    "twitter.com",
    "x.com",
    "substack.com",
    "odysee.com",
];

/// A source's key, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// `host/@user`.
    Profile { host: &'a str, user: &'a str },
    /// `host/#tag`.
    Hashtag { host: &'a str, tag: &'a str },
}

impl<'a> Place<'a> {
    /// Takes a key apart.
    pub(super) fn of(source: &'a SourceAddress) -> Option<Self> {
        let (host, rest) = source.key.split_once('/')?;
        if let Some(user) = rest.strip_prefix('@') {
            return Some(Self::Profile { host, user });
        }
        rest.strip_prefix('#').map(|tag| Self::Hashtag { host, tag })
    }
}

/// What somebody's input means.
pub(super) fn recognise(input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    let input = input.trim();
    if let Some((tag, host)) = input.strip_prefix('#').and_then(|rest| rest.rsplit_once('@')) {
        return Some(hashtag(tag, host, base));
    }
    if let Some(rest) = input.strip_prefix("acct:").or_else(|| input.strip_prefix('@')) {
        let (user, host) = rest.split_once('@')?;
        return Some(profile(user, host, base));
    }
    let url = Url::parse(input).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = host_of(&url)?;
    if elsewhere(&host) {
        return None;
    }
    let found = from_path(&url, &host, base)?;
    Some(PublicUrl::from_url(url).and(found))
}

/// What the path of an address names.
fn from_path(url: &Url, host: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    let mut segments = url.path_segments()?.map(decode).filter(|s| !s.is_empty() && s != "web");
    let (first, second) = (segments.next()?, segments.next());
    match (first.as_str(), second) {
        ("users", Some(user)) => Some(profile(&user, host, base)),
        ("tags" | "tag", Some(tag)) => Some(hashtag(&tag, host, base)),
        (name, _) => match name.strip_prefix('@')?.split_once('@') {
            Some((user, home)) => Some(profile(user, home, base)),
            None => Some(profile(name.strip_prefix('@')?, host, base)),
        },
    }
}

fn profile(user: &str, host: &str, base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let host = checked_host(host, base)?;
    let user = user.to_lowercase();
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if user.is_empty() || user.len() > 128 || !user.chars().all(sound) {
        return Err(NotPublic::Malformed("a Mastodon name looks like @name@instance".to_owned()));
    }
    let url = page(&host, &[&format!("@{user}")], base)?;
    Ok(address(SourceKind::Profile, format!("{host}/@{user}"), url))
}

fn hashtag(tag: &str, host: &str, base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let host = checked_host(host, base)?;
    let tag = tag.trim_start_matches('#').to_lowercase();
    let sound = |c: char| c.is_alphanumeric() || c == '_' || c == '·' || is_mark(c);
    if tag.is_empty() || tag.chars().count() > 200 || !tag.chars().all(sound) {
        return Err(NotPublic::Malformed("a hashtag has letters, digits and _ only".to_owned()));
    }
    let url = page(&host, &["tags", &tag], base)?;
    Ok(address(SourceKind::Hashtag, format!("{host}/#{tag}"), url))
}

/// Marks that letters of some scripts need and that are not letters themselves: combining marks,
/// and the joiners inside Persian and Indic words.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}'
        | '\u{9bc}'..='\u{9cd}' | '\u{200c}' | '\u{200d}')
}

fn address(kind: SourceKind, key: String, url: PublicUrl) -> SourceAddress {
    SourceAddress { platform: platform(), kind, key, url }
}

/// This platform.
pub(super) fn platform() -> Platform {
    Platform::new("mastodon")
}

/// A host as it stands in keys: lower case, IDNA, the port only where it is not the usual one.
fn checked_host(host: &str, base: &PublicUrl) -> Result<String, NotPublic> {
    let wrong = || NotPublic::Malformed(format!("not the name of an instance: {host}"));
    let url = Url::parse(&format!("https://{host}/")).map_err(|_| wrong())?;
    let alone = url.path() == "/" && url.query().is_none() && url.username().is_empty();
    let name = host_of(&url).ok_or_else(wrong)?;
    let known = host_of(base.url()).is_some_and(|own| own == name);
    if alone && (known || (name.contains('.') && !elsewhere(&name))) {
        Ok(name)
    } else {
        Err(wrong())
    }
}

fn elsewhere(host: &str) -> bool {
    ELSEWHERE.iter().any(|known| {
        host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// The public page for people: on the base if it is the base's own host, else on the instance.
fn page(host: &str, path: &[&str], base: &PublicUrl) -> Result<PublicUrl, NotPublic> {
    let own = host_of(base.url()).is_some_and(|name| name == host);
    let root = if own { base.clone() } else { PublicUrl::parse(&format!("https://{host}/"))? };
    under(&root, path, &[])
}

/// The server that is asked about things of an instance; see [`BASE`].
pub(super) fn server(host: &str, base: &PublicUrl) -> Result<PublicUrl, NotPublic> {
    if base.as_str() == BASE {
        PublicUrl::parse(&format!("https://{host}/"))
    } else {
        Ok(base.clone())
    }
}

/// Whether the settings name a base of their own.
pub(super) fn is_own_base(base: &PublicUrl) -> bool {
    base.as_str() != BASE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, input: &str, expect: &str) {
        let base = PublicUrl::parse(base).unwrap();
        let got = match recognise(input, &base) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(a)) => {
                assert!(Place::of(&a).is_some(), "{input}");
                format!("{} {} {}", a.kind.word(), a.key, a.url)
            }
        };
        assert_eq!(got, expect, "{input}");
    }

    #[test]
    fn profiles_are_known_however_they_are_written() {
        let expect = "profile routes.example/@lina https://routes.example/@lina";
        for input in [
            "@lina@routes.example",
            " @Lina@Routes.Example ",
            "acct:lina@routes.example",
            "https://routes.example/@lina",
            "https://routes.example/@lina/",
            "https://routes.example/@lina/115000000000000001",
            "https://routes.example/@lina/with_replies",
            "https://routes.example/users/lina",
            "https://routes.example/users/lina/statuses/115000000000000001",
            "https://routes.example/web/@lina",
            "https://other.example/@lina@routes.example",
        ] {
            check(BASE, input, expect);
        }
    }

    #[test]
    fn hashtags_are_known_in_every_script() {
        let arabic = "hashtag routes.example/#سفر https://routes.example/tags/%D8%B3%D9%81%D8%B1";
        for input in [
            "#سفر@routes.example",
            "https://routes.example/tags/%D8%B3%D9%81%D8%B1",
            "https://routes.example/tags/سفر",
        ] {
            check(BASE, input, arabic);
        }
        let plain = "hashtag routes.example/#sea https://routes.example/tags/sea";
        check(BASE, "https://routes.example/tags/Sea", plain);
    }

    #[test]
    fn a_configured_base_is_known_by_its_host() {
        let base = "http://127.0.0.1:4000/";
        let expect = "profile 127.0.0.1:4000/@lina http://127.0.0.1:4000/@lina";
        check(base, "http://127.0.0.1:4000/@lina", expect);
        check(base, "@lina@127.0.0.1:4000", expect);
        check(
            base,
            "@lina@routes.example",
            "profile routes.example/@lina https://routes.example/@lina",
        );
    }

    #[test]
    fn what_is_not_mastodon_is_left_alone() {
        for input in [
            "https://www.youtube.com/@somebody",
            "https://t.me/@somebody",
            "https://m.tiktok.com/@somebody",
            "@somebody",
            "@name.bsky.social",
            "did:plc:abc",
            "https://routes.example/",
            "https://routes.example/about",
            "https://routes.example/feed.xml",
            "#tag",
            "",
        ] {
            check(BASE, input, "not mine");
        }
    }

    #[test]
    fn what_is_malformed_says_so() {
        let name = "refused: not a web address: a Mastodon name looks like @name@instance";
        check(BASE, "https://routes.example/@a%2Fb", name);
        check(
            BASE,
            "@lina@nodots",
            "refused: not a web address: not the name of an instance: nodots",
        );
        check(
            BASE,
            "@a@b@c.example",
            "refused: not a web address: not the name of an instance: b@c.example",
        );
        check(
            BASE,
            "#a b@routes.example",
            "refused: not a web address: a hashtag has letters, digits and _ only",
        );
        let login = "refused: the address carries a log-in; only public pages are read";
        check(BASE, "https://u:p@routes.example/@lina", login);
    }
}
