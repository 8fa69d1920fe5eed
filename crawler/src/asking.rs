//! How pages are asked for: addresses under a server's root, and the words that claim an address for
//! a platform.

use model::address::NotPublic;
use model::{PageRequest, PublicUrl, Purpose};
use url::Url;

/// `host` or `host:port` of an address.
pub(crate) fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// An address under a server's root.
pub(crate) fn under(
    root: &PublicUrl,
    path: &[&str],
    query: &[(&str, &str)],
) -> Result<PublicUrl, NotPublic> {
    let mut url = root.url().clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url.set_query(None);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    PublicUrl::from_url(url)
}

/// A request to an API, which answers in JSON.
pub(crate) fn json(url: PublicUrl, purpose: Purpose) -> PageRequest {
    let accept = Some("application/json".to_owned());
    PageRequest { accept, ..PageRequest::new(url, purpose) }
}

/// The same address with one parameter set to another value.
pub(crate) fn with_parameter(url: &PublicUrl, name: &str, value: &str) -> Option<PublicUrl> {
    let mut url = url.url().clone();
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(one, _)| one != name)
        .map(|(one, value)| (one.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept).append_pair(name, value);
    PublicUrl::from_url(url).ok()
}

/// The value of a parameter.
pub(crate) fn parameter(url: &PublicUrl, name: &str) -> Option<String> {
    url.url().query_pairs().find(|(one, _)| one == name).map(|(_, value)| value.into_owned())
}

/// Path segments of an address, decoded, empty ones left out.
pub(crate) fn segments(url: &Url) -> Vec<String> {
    let all = url.path_segments().map(|all| all.filter(|s| !s.is_empty()).map(decode).collect());
    all.unwrap_or_default()
}

/// Undoes percent-encoding of one path segment; bytes that are no text become U+FFFD.
pub(crate) fn decode(segment: &str) -> String {
    let query = format!("s={}", segment.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(query.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// An address that somebody claims for a platform by its name in front: `lemmy:https://…`, or
/// `lemmy:forum.example/c/boats`. Nothing: it is not claimed for that platform.
pub(crate) fn claimed(input: &str, platform: &str) -> Option<Result<Url, NotPublic>> {
    let rest = input.trim().strip_prefix(platform)?.strip_prefix(':')?.trim();
    let text = if rest.contains("://") { rest.to_owned() } else { format!("https://{rest}") };
    let url = Url::parse(&text).map_err(|why| NotPublic::Malformed(why.to_string()));
    Some(url.and_then(|url| PublicUrl::from_url(url).map(|url| url.url().clone())))
}

/// An http(s) address that nobody claimed for a platform.
pub(crate) fn unclaimed(input: &str) -> Option<Url> {
    let url = Url::parse(input.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: Option<&str>) {
        let got = claimed(input, "lemmy").map(|url| url.map_or("refused".to_owned(), Into::into));
        assert_eq!(got.as_deref(), expect, "{input}");
    }

    #[test]
    fn an_address_is_claimed_by_the_name_in_front() {
        check("lemmy:https://a.example/c/b", Some("https://a.example/c/b"));
        check(" lemmy: a.example/c/b ", Some("https://a.example/c/b"));
        check("lemmy:https://u:p@a.example/", Some("refused"));
        check("lemmy:ftp://a.example/", Some("refused"));
        check("lemmy:", Some("refused"));
        check("https://a.example/c/b", None);
    }

    #[test]
    fn a_parameter_is_set_once() {
        let url = PublicUrl::parse("https://a.example/x?a=1&page=2&b=3").unwrap();
        let next = with_parameter(&url, "page", "a b&").unwrap();
        assert_eq!(next.as_str(), "https://a.example/x?a=1&b=3&page=a+b%26");
        assert_eq!(parameter(&next, "page").as_deref(), Some("a b&"));
    }
}
