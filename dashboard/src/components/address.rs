//! Addresses of our own pages, with their query.

use std::fmt;
use url::form_urlencoded;

/// A path of ours and its query, to be changed one field at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// Without a query.
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// From path and query as they stand in a request.
    pub(crate) fn parse(here: &str) -> Self {
        let (path, query) = here.split_once('?').unwrap_or((here, ""));
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Self {
            path: path.to_owned(),
            pairs: pairs.filter(|(_, value)| !value.is_empty()).collect(),
        }
    }

    /// What that field holds.
    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// With that field set; an empty value takes it away.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers give numbers, ids and literals")]
    pub(crate) fn with(mut self, field: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.pairs.retain(|(name, _)| name != field);
        if !value.is_empty() {
            self.pairs.push((field.to_owned(), value));
        }
        self
    }

    /// Without that field.
    #[must_use]
    pub(crate) fn without(self, field: &str) -> Self {
        self.with(field, "")
    }

    /// The same query under another path.
    #[must_use]
    pub(crate) fn under(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.pairs.is_empty() {
            return Ok(());
        }
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        write!(f, "?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_set_and_taken_away() {
        let here = Address::parse("/search?q=a+b&label=&page=3");
        assert_eq!(
            here.clone().with("label", "offer").without("page").to_string(),
            "/search?q=a+b&label=offer"
        );
        assert_eq!((here.get("page"), here.get("label")), (Some("3"), None));
        assert_eq!(
            here.under("/search.csv").without("q").without("page").to_string(),
            "/search.csv"
        );
    }

    #[test]
    fn what_is_typed_cannot_break_out_of_an_address() {
        let address = Address::new("/search").with("q", "\"><script>&x=1#y");
        assert_eq!(address.to_string(), "/search?q=%22%3E%3Cscript%3E%26x%3D1%23y");
    }
}
