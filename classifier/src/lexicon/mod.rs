//! Terms of all languages, one file each in `lexicons/`. The folder is the list.

mod file;
pub mod matcher;

pub use file::{Example, LexiconError, LexiconFile, Term};
pub use matcher::{Found, Matcher, TermHit};

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "lexicons"]
#[include = "*.toml"]
struct Folder;

/// Reads every shipped lexicon, in order of file name.
pub fn shipped() -> Result<Vec<LexiconFile>, LexiconError> {
    let mut names: Vec<String> = Folder::iter().map(std::borrow::Cow::into_owned).collect();
    names.sort();
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        if let Some(file) = Folder::get(&name) {
            files.push(LexiconFile::read(&name, &String::from_utf8_lossy(&file.data))?);
        }
    }
    Ok(files)
}
