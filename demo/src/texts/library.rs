//! Reads `demo/texts/<language>.toml`.

use crate::truth::Role;
use model::{ContactKind, Country, Label, Language, Route, Service};
use serde::Deserialize;
use thiserror::Error;

// A macro, because `include_str!` takes literals only; the test below compares it with the folder.
macro_rules! shipped {
    ($($language:literal),+ $(,)?) => {
        /// The shipped files: language and content, in the order of their names.
        const SHIPPED: &[(&str, &str)] =
            &[$(($language, include_str!(concat!("../../texts/", $language, ".toml")))),+];
    };
}

shipped!(
    "am", "ar", "ar-Latn", "ckb", "en", "es", "fa", "fr", "ku", "ps", "ro", "ru", "so", "sq", "ti",
    "tr", "ur", "vi",
);

/// Why a file of texts cannot be used.
#[derive(Debug, Error)]
pub(crate) enum ReadError {
    /// Not the expected shape.
    #[error("correct the file of texts: {0}")]
    Shape(#[from] toml::de::Error),
    /// A price that cannot be read.
    #[error("write prices as `EUR 900-1600/50` or `PKR 3-8/1*100000 pp`, not `{0}`")]
    Price(String),
}

/// Whoever might have written a post.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Voice {
    /// What they do.
    pub(crate) role: Role,
    /// Name shown.
    pub(crate) name: String,
    /// The name in Latin letters, for handles.
    pub(crate) slug: String,
    /// Self-description.
    pub(crate) bio: String,
}

/// A text with slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Name, such as `en/offer/3`.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
    /// What it is.
    pub(crate) label: Label,
    /// What it sells.
    pub(crate) services: Vec<Service>,
    /// From where to where.
    pub(crate) route: Route,
    /// What `{price}`, `{price2}`, ... stand for.
    pub(crate) prices: Vec<PriceRange>,
    /// What kind of contact `{phone}` is.
    pub(crate) phone: ContactKind,
    /// What kind of contact `{handle}` is.
    pub(crate) handle: ContactKind,
}

/// Between what amounts a price moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PriceRange {
    pub(crate) currency: String,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) step: i64,
    /// What one written unit stands for: 100,000 where the text says lakh.
    pub(crate) unit: i64,
    pub(crate) per_person: bool,
}

/// All texts of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Texts {
    /// The language.
    pub(crate) language: Language,
    /// Hours its writers are ahead of UTC.
    pub(crate) zones: Vec<i8>,
    /// Digits it is written with: strings of ten, the first preferred.
    pub(crate) digits: Vec<String>,
    /// Hashtags without `#`.
    pub(crate) tags: Vec<String>,
    /// Names of days, Monday first.
    pub(crate) days: Vec<String>,
    /// Who writes.
    pub(crate) voices: Vec<Voice>,
    /// Offers.
    pub(crate) offers: Vec<Entry>,
    /// Everything else.
    pub(crate) others: Vec<Entry>,
}

impl Texts {
    /// Those of one label.
    pub(crate) fn labelled(&self, label: Label) -> Vec<&Entry> {
        self.others.iter().filter(|entry| entry.label == label).collect()
    }
}

/// All texts.
#[derive(Debug, Clone)]
pub(crate) struct Library {
    /// By language, in the order of their names.
    pub(crate) languages: Vec<Texts>,
}

impl Library {
    /// The shipped texts. A file that cannot be read is left out and logged; a test refuses that.
    pub(crate) fn shipped() -> Self {
        let languages = SHIPPED
            .iter()
            .filter_map(|(language, content)| match read(language, content) {
                Ok(texts) => Some(texts),
                Err(error) => {
                    tracing::error!(language, %error, "texts left out");
                    None
                }
            })
            .collect();
        Self { languages }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    zones: Vec<i8>,
    #[serde(default = "latin")]
    digits: Vec<String>,
    tags: Vec<String>,
    days: Vec<String>,
    voice: Vec<Voice>,
    offer: Vec<EntryFile>,
    post: Vec<EntryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryFile {
    text: String,
    label: Option<Label>,
    #[serde(default)]
    services: Vec<Service>,
    from: Option<String>,
    to: Option<String>,
    price: Option<String>,
    phone: Option<ContactKind>,
    handle: Option<ContactKind>,
}

fn latin() -> Vec<String> {
    vec!["0123456789".to_owned()]
}

/// Reads one file.
fn read(language: &str, content: &str) -> Result<Texts, ReadError> {
    let file: File = toml::from_str(content)?;
    let entries = |kind: &str, list: Vec<EntryFile>| -> Result<Vec<Entry>, ReadError> {
        let named = |(at, entry)| entry_of(format!("{language}/{kind}/{at}"), entry);
        list.into_iter().enumerate().map(named).collect()
    };
    Ok(Texts {
        language: Language::new(language),
        zones: file.zones,
        digits: file.digits,
        tags: file.tags,
        days: file.days,
        voices: file.voice,
        offers: entries("offer", file.offer)?,
        others: entries("post", file.post)?,
    })
}

fn entry_of(name: String, entry: EntryFile) -> Result<Entry, ReadError> {
    let prices = entry.price.unwrap_or_default();
    let prices = prices.split(';').map(str::trim).filter(|price| !price.is_empty());
    let country = |code: Option<String>| code.map(Country::new);
    Ok(Entry {
        name,
        text: entry.text.trim().to_owned(),
        label: entry.label.unwrap_or(Label::Offer),
        services: entry.services,
        route: Route { origin: country(entry.from), destination: country(entry.to) },
        prices: prices.map(price).collect::<Result<_, _>>()?,
        phone: entry.phone.unwrap_or(ContactKind::Phone),
        handle: entry.handle.unwrap_or(ContactKind::Handle),
    })
}

/// Reads `EUR 900-1600/50 pp`: from, to and step; `*100000` after the step where the text writes
/// the sum in a larger unit; `pp` for per person.
fn price(text: &str) -> Result<PriceRange, ReadError> {
    let parse = || {
        let mut words = text.split_whitespace();
        let (currency, range) = (words.next()?, words.next()?);
        let (span, step) = range.split_once('/')?;
        let (step, unit) = step.split_once('*').unwrap_or((step, "1"));
        let (from, to) = span.split_once('-')?;
        Some(PriceRange {
            currency: currency.to_owned(),
            from: from.parse().ok()?,
            to: to.parse().ok()?,
            step: step.parse().ok().filter(|step| *step > 0)?,
            unit: unit.parse().ok()?,
            per_person: words.next() == Some("pp"),
        })
    };
    parse().ok_or_else(|| ReadError::Price(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_shipped_file_is_read() {
        for (language, content) in SHIPPED {
            let texts = read(language, content).unwrap_or_else(|e| panic!("{language}: {e}"));
            assert_eq!(texts.days.len(), 7, "{language}: days");
            assert!(texts.tags.len() >= 3 && !texts.zones.is_empty(), "{language}");
            assert!(texts.digits.iter().all(|d| d.chars().count() == 10), "{language}: digits");
        }
        let on_disk = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/texts")).unwrap();
        assert_eq!(on_disk.count(), SHIPPED.len(), "list every file of demo/texts in library.rs");
    }

    #[test]
    fn every_language_has_ten_offers_and_ten_others_of_every_label() {
        for texts in &Library::shipped().languages {
            let language = texts.language.as_str();
            assert!(texts.offers.len() >= 10, "{language}: {} offers", texts.offers.len());
            assert!(texts.others.len() >= 10, "{language}: {} others", texts.others.len());
            for label in [Label::Seeker, Label::About, Label::LicitService, Label::Other] {
                assert!(texts.labelled(label).len() >= 2, "{language}: {label}");
            }
            for role in [Role::Advertiser, Role::Newsroom, Role::Business, Role::Seeker] {
                assert!(texts.voices.iter().any(|v| v.role == role), "{language}: {role:?}");
            }
        }
    }

    #[test]
    fn only_offers_sell_and_every_offer_sells_something() {
        for texts in &Library::shipped().languages {
            for entry in texts.offers.iter().chain(&texts.others) {
                let sells = !entry.services.is_empty();
                assert_eq!(sells, entry.label == Label::Offer, "{}", entry.name);
            }
        }
    }

    #[test]
    fn no_text_is_written_twice() {
        let library = Library::shipped();
        let mut seen = BTreeSet::new();
        for entry in library.languages.iter().flat_map(|t| t.offers.iter().chain(&t.others)) {
            assert!(seen.insert(entry.text.clone()), "{}", entry.name);
        }
    }

    #[test]
    fn a_price_that_makes_no_sense_is_refused() {
        assert!(price("EUR 900-1600/50 pp").is_ok_and(|p| p.per_person && p.step == 50));
        assert!(price("EUR 900").is_err() && price("EUR 1-2/0").is_err());
    }
}
