//! Ordinary words of every language, mapped to one list of meanings.
//!
//! A lexicon names what smugglers say; a vocabulary names everything else, so that what is learnt
//! of "the coach leaves from the bus station" in one language holds in all, and so that someone who
//! does not read the language sees what each word of a post says. `vocabulary/MEANINGS.txt` is the
//! list, `vocabulary/<bcp47>.tsv` gives the forms of each language: `meaning TAB form, form, stem*,
//! two words`. The packed table (`models/vocabulary.bin`) is made from them by
//! `routewatch model train`, since folding a hundred thousand forms takes longer than a start may.

mod meanings;
mod table;

pub use meanings::{Meanings, VocabularyError};
pub use table::{Hit, Vocabulary};

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "vocabulary"]
#[include = "*.tsv"]
struct Folder;

/// Forms of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VocabularyFile {
    /// Language, as the file is named.
    pub language: String,
    /// Numbers of meanings with their forms as written in the file.
    pub forms: Vec<(u16, Vec<String>)>,
}

/// Reads every shipped vocabulary, in order of file name.
pub fn shipped(meanings: &Meanings) -> Result<Vec<VocabularyFile>, VocabularyError> {
    let mut names: Vec<String> = Folder::iter().map(std::borrow::Cow::into_owned).collect();
    names.sort();
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let Some(file) = Folder::get(&name) else { continue };
        files.push(read(&name, &String::from_utf8_lossy(&file.data), meanings)?);
    }
    Ok(files)
}

/// Reads one vocabulary; `name` is its file name.
fn read(name: &str, text: &str, meanings: &Meanings) -> Result<VocabularyFile, VocabularyError> {
    let wrong = |line: usize, reason: String| VocabularyError::Line {
        file: name.to_owned(),
        line: line + 1,
        reason,
    };
    let mut forms = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (meaning, list) =
            line.split_once('\t').ok_or_else(|| wrong(at, "no tab after the meaning".into()))?;
        let number = meanings
            .number(meaning)
            .ok_or_else(|| wrong(at, format!("{meaning:?} is not in MEANINGS.txt")))?;
        let list = list.split(", ").map(str::trim).filter(|form| !form.is_empty());
        forms.push((number, list.map(str::to_owned).collect()));
    }
    Ok(VocabularyFile { language: name.trim_end_matches(".tsv").to_owned(), forms })
}

#[cfg(test)]
mod tests;
