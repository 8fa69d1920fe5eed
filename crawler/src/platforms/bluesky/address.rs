//! Which addresses are Bluesky's, and how its pages are asked for.

use super::syntax::{AtUri, is_did, is_handle};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, Platform, PublicUrl, Purpose, SourceKind};
use url::Url;

/// The public AppView, which answers without a log-in. With any other base, *everything* is asked
/// of that base: an AppView of one's own, a test network.
pub(super) const BASE: &str = "https://public.api.bsky.app/";
/// The relay, which knows the hosting state of every repository.
const RELAY: &str = "https://bsky.network/";
/// Where people read.
const SITE: &str = "https://bsky.app/";

/// Why a search is not taken.
const SEARCH: &str = "searching Bluesky needs an account's credentials: app.bsky.feed.searchPosts \
                      is closed to anonymous use; set crawler.platforms.bluesky.credentials (handle \
                      and app password), or watch the profiles instead";

/// This platform.
pub(super) fn platform() -> Platform {
    Platform::new("bluesky")
}

/// What somebody's input means. `admitted`: there are credentials for searches.
pub(super) fn recognise(
    input: &str,
    base: &PublicUrl,
    admitted: bool,
) -> Option<Result<SourceAddress, NotPublic>> {
    let input = input.trim();
    if input.starts_with("did:") {
        return Some(profile(input, base));
    }
    if input.starts_with("at://") {
        return Some(match AtUri::parse(input) {
            Some(uri) => profile(uri.authority, base),
            None => Err(NotPublic::Malformed("not an at:// address".to_owned())),
        });
    }
    let name = input.strip_prefix('@').unwrap_or(input);
    if is_handle(name) && (name.len() < input.len() || name.ends_with(".bsky.social")) {
        return Some(profile(name, base));
    }
    let url = Url::parse(input).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let ours = matches!(&*host, "bsky.app" | "staging.bsky.app" | "main.bsky.dev");
    let own = PublicUrl::from_url(url.clone()).is_ok_and(|url| url.authority() == base.authority());
    if !ours && !own {
        return None;
    }
    let found = from_path(&url, base, admitted)?;
    Some(PublicUrl::from_url(url).and(found))
}

/// What the path of an address names: a profile, a post (then its author), a search.
fn from_path(
    url: &Url,
    base: &PublicUrl,
    admitted: bool,
) -> Option<Result<SourceAddress, NotPublic>> {
    let mut parts = url.path_segments()?.filter(|part| !part.is_empty());
    let value = |wanted: &str| {
        url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    match (parts.next()?, parts.next()) {
        ("profile", Some(actor)) => Some(profile(&actor.replace("%3A", ":"), base)),
        ("search", _) | ("xrpc", Some("app.bsky.feed.searchPosts")) => {
            Some(search(value("q").as_deref(), base, admitted))
        }
        ("hashtag", Some(tag)) => Some(search(Some(&format!("#{tag}")), base, admitted)),
        ("xrpc", Some(_)) => value("actor").map(|actor| profile(&actor, base)),
        _ => None,
    }
}

/// A profile, by DID or handle. Handles are one in any case; DIDs are not.
fn profile(actor: &str, base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let actor = actor.strip_prefix('@').unwrap_or(actor);
    let key = if is_did(actor) {
        actor.to_owned()
    } else if is_handle(actor) {
        actor.to_ascii_lowercase()
    } else {
        return Err(NotPublic::Malformed("neither a handle nor a DID of Bluesky".to_owned()));
    };
    let url = profile_page(&key, base)
        .ok_or_else(|| NotPublic::Malformed("no profile page has this name".to_owned()))?;
    Ok(SourceAddress { platform: platform(), kind: SourceKind::Profile, key, url })
}

/// A search; an AppView of one's own is asked, or with credentials.
fn search(
    words: Option<&str>,
    base: &PublicUrl,
    admitted: bool,
) -> Result<SourceAddress, NotPublic> {
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    let Some(words) = words else {
        return Err(NotPublic::Malformed("a search without words".to_owned()));
    };
    if !admitted && !is_own_base(base) {
        return Err(NotPublic::Closed(SEARCH.to_owned()));
    }
    let mut url = site(base).url().clone();
    url.set_path("/search");
    url.query_pairs_mut().clear().append_pair("q", words);
    let url = PublicUrl::from_url(url)?;
    Ok(SourceAddress { platform: platform(), kind: SourceKind::Search, key: words.to_owned(), url })
}

/// Whether the settings name a base of their own.
pub(super) fn is_own_base(base: &PublicUrl) -> bool {
    base.as_str() != BASE
}

/// Where people read what `base` serves. A network of one's own has no page on the public site.
fn site(base: &PublicUrl) -> PublicUrl {
    if is_own_base(base) {
        return base.clone();
    }
    PublicUrl::parse(SITE).unwrap_or_else(|_| base.clone())
}

/// The page of a profile for people.
pub(super) fn profile_page(actor: &str, base: &PublicUrl) -> Option<PublicUrl> {
    site(base).join(&format!("profile/{actor}")).ok()
}

/// The page of a post for people; nothing for records that are no posts.
pub(super) fn post_page(uri: &str, base: &PublicUrl) -> Option<PublicUrl> {
    let uri = AtUri::parse(uri).filter(|uri| uri.collection == Some(POST))?;
    site(base).join(&format!("profile/{}/post/{}", uri.authority, uri.record?)).ok()
}

/// The collection that holds posts.
pub(super) const POST: &str = "app.bsky.feed.post";

/// A request to a method of the AppView.
pub(super) fn ask(
    base: &PublicUrl,
    method: &str,
    query: &[(&str, &str)],
    purpose: Purpose,
) -> Option<PageRequest> {
    let mut url = base.url().clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(["xrpc", method]);
    url.query_pairs_mut().clear().extend_pairs(query);
    let url = PublicUrl::from_url(url).ok()?;
    let accept = Some("application/json".to_owned());
    Some(PageRequest { accept, ..PageRequest::new(url, purpose) })
}

/// Who tells the hosting state of repositories: the relay, which no AppView is.
pub(super) fn relay(base: &PublicUrl) -> PublicUrl {
    if is_own_base(base) {
        return base.clone();
    }
    PublicUrl::parse(RELAY).unwrap_or_else(|_| base.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, input: &str, expect: &str) {
        let base = PublicUrl::parse(base).unwrap();
        let got = match recognise(input, &base, false) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(a)) => format!("{} {} {}", a.kind.word(), a.key, a.url),
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    }

    #[test]
    fn profiles_are_known_however_they_are_written() {
        let expect = "profile lina.routes.example https://bsky.app/profile/lina.routes.example";
        for input in [
            "@lina.routes.example",
            " @Lina.Routes.Example ",
            "https://bsky.app/profile/lina.routes.example",
            "https://bsky.app/profile/lina.routes.example/post/3k2yihcrp6f2c",
            "https://www.bsky.app/profile/lina.routes.example/",
            "at://lina.routes.example/app.bsky.feed.post/3k2yihcrp6f2c",
            "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=lina.routes.example",
        ] {
            check(BASE, input, expect);
        }
        let did = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
        for input in
            [did.to_owned(), format!("https://bsky.app/profile/{did}"), format!("at://{did}")]
        {
            check(BASE, &input, &format!("profile {did} https://bsky.app/profile/{did}"));
        }
        check(BASE, "lina.bsky.social", "profile lina.bsky.social");
    }

    #[test]
    fn a_search_is_refused_unless_the_base_is_ones_own() {
        let closed = "refused: searching Bluesky needs an account's credentials";
        check(BASE, "https://bsky.app/search?q=boat", closed);
        check(BASE, "https://bsky.app/hashtag/boat", closed);
        check(
            BASE,
            "https://bsky.app/search",
            "refused: not a web address: a search without words",
        );
        let own = "http://127.0.0.1:2584/";
        check(
            own,
            "https://bsky.app/search?q=boat",
            "search boat http://127.0.0.1:2584/search?q=boat",
        );
        check(
            own,
            "http://127.0.0.1:2584/profile/bob.test",
            "profile bob.test http://127.0.0.1:2584/profile/bob.test",
        );
    }

    #[test]
    fn with_credentials_a_search_is_taken() {
        let base = PublicUrl::parse(BASE).unwrap();
        let found = recognise("https://bsky.app/search?q=small+boat", &base, true);
        let found = found.unwrap().unwrap();
        assert_eq!((&*found.key, found.kind), ("small boat", SourceKind::Search));
        assert_eq!(found.url.as_str(), "https://bsky.app/search?q=small+boat");
    }

    #[test]
    fn what_is_not_bluesky_is_left_alone() {
        for input in [
            "@lina",
            "@lina@routes.example",
            "lina.routes.example",
            "https://routes.example/profile/x.y",
            "https://bsky.app/",
            "https://bsky.app/about",
            "#tag",
            "",
        ] {
            check(BASE, input, "not mine");
        }
    }

    #[test]
    fn what_is_malformed_says_so() {
        for input in [
            "did:plc",
            "at://x",
            "https://bsky.app/profile/nodots",
            "https://bsky.app/profile/a_b.example",
        ] {
            check(BASE, input, "refused: not a web address:");
        }
        check(
            BASE,
            "https://u:p@bsky.app/profile/lina.routes.example",
            "refused: the address carries a log-in",
        );
    }
}
