//! Which language a text is in: the script first, then n-gram profiles of the languages that share it.
//!
//! whatlang 0.18 lacks or confuses most languages that matter here (Pashto, Sorani, Kurmanji,
//! Tigrinya, Somali, Hausa, Albanian, Bosnian and Serbian in Latin letters, Roman Urdu, Arabizi),
//! and needs 120 µs over all its languages. So scripts used by one language decide at once; Arabic,
//! Latin, Cyrillic and Ethiopic texts meet their own profiles (`models/language.bin`, see
//! [`profiles`]); whatlang is asked only about Latin texts that no profile claims.

pub mod profiles;

use crate::text::{Script, Text};
use model::Language;
use profiles::Profiles;

/// Scripts counted, in letters.
#[must_use]
fn counts(plain: &str) -> [u32; Script::COUNT] {
    let mut counts = [0_u32; Script::COUNT];
    for chunk in plain.split_whitespace() {
        // Handles, links and tags are written in Latin whatever the text is in.
        let marked = chunk.starts_with('@') || chunk.contains("://") || chunk.contains("t.me/");
        if marked || (chunk.contains('@') && chunk.contains('.')) {
            continue;
        }
        for script in chunk.chars().filter_map(Script::of) {
            if let Some(count) = counts.get_mut(script as usize) {
                // One Chinese character says what three letters say.
                *count += if script == Script::Han { 3 } else { 1 };
            }
        }
    }
    counts
}

/// The script that carries the text: the commonest, unless Latin words stand inside another script.
#[must_use]
pub fn main_script(plain: &str) -> Option<Script> {
    const ALL: [Script; Script::COUNT] = [
        Script::Latin,
        Script::Cyrillic,
        Script::Greek,
        Script::Arabic,
        Script::Ethiopic,
        Script::Devanagari,
        Script::Bengali,
        Script::Gurmukhi,
        Script::Han,
        Script::Kana,
        Script::Hangul,
        Script::Other,
    ];
    let counts = counts(plain);
    let count = |script: Script| counts.get(script as usize).copied().unwrap_or(0);
    let total: u32 = counts.iter().sum();
    if total == 0 {
        return None;
    }
    let other = ALL.into_iter().filter(|s| *s != Script::Latin).max_by_key(|s| count(*s))?;
    if count(Script::Kana) * 5 > total {
        return Some(Script::Kana);
    }
    Some(if count(other) * 10 >= total * 3 { other } else { Script::Latin })
}

/// Names languages.
#[derive(Debug)]
pub struct Identifier {
    profiles: Profiles,
}

impl Identifier {
    /// Wraps loaded profiles.
    #[must_use]
    pub const fn new(profiles: Profiles) -> Self {
        Self { profiles }
    }

    /// The language of a text; what the platform declared decides only where the text cannot.
    #[must_use]
    pub fn identify(&self, text: &Text, declared: Option<&Language>) -> Language {
        let given = || declared.filter(|d| d.is_known()).cloned().unwrap_or_else(Language::unknown);
        let Some(script) = main_script(&text.plain.text) else { return given() };
        let fixed = match script {
            Script::Devanagari => "hi",
            Script::Bengali => "bn",
            Script::Gurmukhi => "pa",
            Script::Han => "zh",
            Script::Kana => "ja",
            Script::Hangul => "ko",
            Script::Greek => "el",
            Script::Other => return given(),
            _ => {
                let Some(best) = self.profiles.best(script, &text.plain.text) else {
                    return given();
                };
                if script == Script::Latin
                    && best.share < 0.55
                    && let Some(other) = foreign(&text.plain.text)
                {
                    return Language::new(other);
                }
                return Language::new(best.language);
            }
        };
        Language::new(fixed)
    }
}

/// A Latin-script language outside the profiles, where whatlang is sure of one.
fn foreign(plain: &str) -> Option<&'static str> {
    use whatlang::Lang;
    let found = whatlang::detect(plain)?;
    if !found.is_reliable() || found.confidence() < 0.9 {
        return None;
    }
    Some(match found.lang() {
        Lang::Deu => "de",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hun => "hu",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Cat => "ca",
        _ => return None,
    })
}
