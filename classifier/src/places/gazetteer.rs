//! The list of places.

use crate::text::normalise;
use model::{Country, Language};
use std::collections::BTreeMap;

const TABLE: &str = include_str!("gazetteer.tsv");

/// Places with their names.
#[derive(Debug)]
pub struct Gazetteer {
    countries: Vec<Country>,
    names: Vec<(usize, String)>,
    /// Folded names of places where journeys begin or pass, not end.
    transit: Vec<String>,
    /// Folded names that count in some languages only.
    scoped: BTreeMap<(usize, String), Vec<String>>,
}

impl Gazetteer {
    /// Reads the shipped list.
    #[must_use]
    pub fn shipped() -> Self {
        let mut out = Self {
            countries: Vec::new(),
            names: Vec::new(),
            transit: Vec::new(),
            scoped: BTreeMap::new(),
        };
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(code), Some(kind), Some(names)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let country = Country::new(code);
            let number = out.countries.iter().position(|c| *c == country).unwrap_or_else(|| {
                out.countries.push(country);
                out.countries.len() - 1
            });
            let mut flag = String::new();
            for letter in code.bytes() {
                flag.extend(char::from_u32(0x1f1e6 + u32::from(letter.saturating_sub(b'A'))));
            }
            if !out.names.iter().any(|(_, name)| *name == flag) {
                out.names.push((number, flag));
            }
            for name in names.split(';') {
                let (scope, name) = match name.split_once(':') {
                    Some((scope, name)) => (scope, name),
                    None => ("", name),
                };
                if !scope.is_empty() {
                    let scope = scope.split(',').map(str::to_owned).collect();
                    out.scoped.insert((number, normalise(name)), scope);
                }
                if kind == "transit" {
                    out.transit.push(normalise(name));
                }
                out.names.push((number, name.to_owned()));
            }
        }
        out
    }

    /// Every name with the number of its country.
    pub fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().map(|(number, name)| (*number, name.as_str()))
    }

    /// The country of a number.
    pub fn country(&self, number: usize) -> Option<&Country> {
        self.countries.get(number)
    }

    /// Whether a name, in whatever form, is of a place where journeys begin or pass.
    #[must_use]
    pub fn is_transit(&self, word: &str) -> bool {
        self.transit.iter().any(|name| word.starts_with(name.as_str()))
    }

    /// Whether a name found in a text of a language is that place.
    #[must_use]
    pub fn counts(&self, number: usize, word: &str, language: &Language) -> bool {
        if self.scoped.is_empty() || word.len() > 24 {
            return true;
        }
        // Inflected forms of scoped names do not count: those names are short.
        match self.scoped.get(&(number, word.to_owned())) {
            Some(scope) => scope.iter().any(|l| l == language.as_str()),
            None => true,
        }
    }
}
