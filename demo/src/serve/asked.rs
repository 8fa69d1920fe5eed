//! What was asked.

use axum::http::{HeaderMap, Method, Uri, header};
use url::form_urlencoded;

/// A request, as far as the platforms look at it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    /// Whether it is a GET or HEAD.
    pub(crate) reads: bool,
    /// Path without the leading slash, split at slashes and decoded; no empty last part.
    pub(crate) path: Vec<String>,
    /// Query, decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    /// The query as it came.
    pub(crate) raw_query: String,
    /// `Host`.
    pub(crate) host: String,
    /// `If-None-Match`.
    pub(crate) if_none_match: Option<String>,
    /// `If-Modified-Since`.
    pub(crate) if_modified_since: Option<String>,
}

impl Asked {
    /// From the head of an HTTP request.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host =
            field(header::HOST).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
        Self {
            reads: method == Method::GET || method == Method::HEAD,
            host: host.unwrap_or("127.0.0.1").to_owned(),
            if_none_match: field(header::IF_NONE_MATCH).map(str::to_owned),
            if_modified_since: field(header::IF_MODIFIED_SINCE).map(str::to_owned),
            ..Self::parse(uri.path(), uri.query().unwrap_or_default())
        }
    }

    fn parse(path: &str, query: &str) -> Self {
        let parts = path.trim_start_matches('/').trim_end_matches('/').split('/');
        Self {
            path: parts.filter(|part| !part.is_empty()).map(decode).collect(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            raw_query: query.to_owned(),
            ..Self::default()
        }
    }

    /// The path's parts, for matching.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// The first value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The address asked, ending in `/`.
    pub(crate) fn base(&self) -> String {
        format!("http://{}/", self.host)
    }
}

fn decode(part: &str) -> String {
    // In a path, unlike in a query, a plus is a plus.
    let query = format!("x={}", part.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(query.as_bytes()).next().map(|(_, v)| v.into_owned()).unwrap_or_default()
}

#[cfg(test)]
impl Asked {
    /// A GET, for tests.
    pub(crate) fn get(target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self { reads: true, host: "127.0.0.1:9".to_owned(), ..Self::parse(path, query) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_are_decoded() {
        let asked = Asked::get("/s/a%20b+c/?q=%23tag&before=7");
        assert_eq!(asked.parts(), ["s", "a b+c"]);
        assert_eq!(asked.parameter("q"), Some("#tag"));
        assert_eq!(asked.parameter("before"), Some("7"));
        assert_eq!(asked.parameter("after"), None);
    }
}
