//! Filters that read as a sentence, and the heads of sortable columns.

use crate::components::Address;
use askama::Template;

/// "Posts · on Telegram ✕ · in Farsi ✕".
#[derive(Debug, Clone, Template)]
#[template(path = "chips.html")]
pub(crate) struct Chips {
    pub(crate) subject: String,
    pub(crate) filters: Vec<Chip>,
    pub(crate) clear: String,
}

/// One filter.
#[derive(Debug, Clone)]
pub(crate) struct Chip {
    pub(crate) words: String,
    /// The page without it.
    pub(crate) without: String,
}

impl Chips {
    /// For a page at `here` that lists `subject`; without filters it is at `path`.
    pub(crate) fn new(subject: &str, path: &str) -> Self {
        Self { subject: subject.to_owned(), filters: Vec::new(), clear: path.to_owned() }
    }

    /// Adds the filter of that field, if it has a value.
    pub(crate) fn add(&mut self, here: &str, field: &str, words: Option<String>) {
        if let Some(words) = words {
            let without = Address::parse(here).without(field).without("page").to_string();
            self.filters.push(Chip { words, without });
        }
    }
}

/// The head of a column by which a table can be sorted.
#[derive(Debug, Clone)]
pub(crate) struct SortLink {
    pub(crate) title: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

impl SortLink {
    /// `order` is the value of the field that sorts by this column.
    pub(crate) fn new(here: &str, title: &'static str, order: &str, current: &str) -> Self {
        let href = Address::parse(here).with("order", order).without("page").to_string();
        Self { title, href, current: order == current }
    }
}
