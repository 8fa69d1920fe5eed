//! Counts beside the hits; each value is a filter.

use crate::components::Address;
use crate::frame::Frame;
use crate::frame::words::number;
use indexer::Facets;
use model::{Label, Language, Platform, Service};

/// Values shown of one facet.
const MOST: usize = 14;

/// One list of values.
#[derive(Debug)]
pub(crate) struct Facet {
    pub(crate) title: &'static str,
    pub(crate) values: Vec<Value>,
}

/// One value.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) count: String,
    pub(crate) href: String,
    /// Length of its bar, 0..=100.
    pub(crate) length: u64,
}

pub(crate) fn of(frame: &Frame, facets: &Facets, here: &str) -> Vec<Facet> {
    let facet = |title, field: &str, values: &[(String, u64)], name: &dyn Fn(&str) -> String| {
        let most = values.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
        let value = |(word, count): &(String, u64)| Value {
            name: name(word),
            count: number(*count),
            href: Address::parse(here).with(field, word).without("page").to_string(),
            length: count * 100 / most,
        };
        Facet { title, values: values.iter().take(MOST).map(value).collect() }
    };
    let label = |word: &str| {
        Label::of_word(word).map_or_else(|| word.to_owned(), |one| one.title().to_owned())
    };
    let service = |word: &str| {
        Service::of_word(word).map_or_else(|| word.to_owned(), |one| one.title().to_owned())
    };
    let all = [
        facet("Label", "label", &facets.label, &label),
        facet("Language", "language", &facets.language, &|w| frame.language(&Language::new(w))),
        facet("Platform", "platform", &facets.platform, &|w| frame.platform(&Platform::new(w))),
        facet("Service", "service", &facets.service, &service),
        facet("From", "origin", &facets.origin, &str::to_owned),
        facet("To", "destination", &facets.destination, &str::to_owned),
    ];
    all.into_iter().filter(|facet| !facet.values.is_empty()).collect()
}
