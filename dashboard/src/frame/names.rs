//! Names of languages and platforms for people, gathered once from the registries that know.

use crate::Parts;
use model::Language;
use std::collections::BTreeMap;

/// Short names to shown names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    languages: BTreeMap<String, String>,
    platforms: BTreeMap<String, String>,
}

impl Names {
    pub(crate) fn of(parts: &Parts) -> Self {
        let languages = parts.models.champion().languages();
        let languages =
            languages.into_iter().map(|one| (one.language.as_str().to_owned(), one.name));
        let platforms = crawler::platforms::ALL
            .iter()
            .map(|adapter| (adapter.name(), adapter.title()))
            .chain(crawler::importers::IMPORTED_ONLY.iter().copied())
            .map(|(name, title)| (name.to_owned(), title.to_owned()));
        Self { languages: languages.collect(), platforms: platforms.collect() }
    }

    pub(crate) fn language(&self, language: &Language) -> String {
        if !language.is_known() {
            return "unknown language".to_owned();
        }
        let code = language.as_str();
        self.languages.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    pub(crate) fn platform(&self, name: &str) -> String {
        self.platforms.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// Code and name of every language, by name.
    pub(crate) fn languages(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> =
            self.languages.iter().map(|(code, name)| (code.clone(), name.clone())).collect();
        all.sort_by_key(|(_, name)| name.to_lowercase());
        all
    }

    /// Short name and title of every platform.
    pub(crate) fn platforms(&self) -> Vec<(String, String)> {
        self.platforms.iter().map(|(name, title)| (name.clone(), title.clone())).collect()
    }
}
