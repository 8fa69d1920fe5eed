//! Small word lists: platforms, currencies, multipliers, heads, digits, numbers, directions.
//!
//! Each is a table beside this file, one row a meaning: `key<TAB>word;word;…`. The words are by this
//! project, from general knowledge; folded when loaded.

use crate::text::normalise;

/// Words that name a platform.
pub const PLATFORMS: &str = include_str!("platforms.tsv");
/// Words and signs for currencies.
pub const CURRENCIES: &str = include_str!("currencies.tsv");
/// Words that multiply.
pub const MULTIPLIERS: &str = include_str!("multipliers.tsv");
/// Words that make a sum one person's.
pub const HEADS: &str = include_str!("heads.tsv");
/// Numbers from ten on in words.
pub const NUMBERS: &str = include_str!("numbers.tsv");
/// Words for digits.
pub const DIGITS: &str = include_str!("digits.tsv");
/// Words that say which end of a journey a place is.
pub const DIRECTIONS: &str = include_str!("directions.tsv");

/// The rows of a table: key, folded words.
#[must_use]
pub fn rows(table: &'static str) -> Vec<(&'static str, Vec<String>)> {
    let row = |line: &'static str| {
        let (key, words) = line.split_once('\t')?;
        let words = words.split(';').map(normalise).filter(|w| !w.is_empty()).collect();
        Some((key, words))
    };
    table.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
}

/// The rows of a table whose words may be of one language only, written `xx:word`: key, and for
/// each word its language, empty where it is of all, and the word folded.
#[must_use]
pub fn scoped(table: &'static str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let row = |line: &'static str| {
        let (key, words) = line.split_once('\t')?;
        let words = words.split(';').map(|word| {
            let (scope, word) = word.split_once(':').unwrap_or(("", word));
            (scope, normalise(word))
        });
        Some((key, words.collect()))
    };
    table.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_rows_and_every_row_has_words() {
        for table in [PLATFORMS, CURRENCIES, MULTIPLIERS, DIGITS, NUMBERS, DIRECTIONS] {
            let rows = rows(table);
            assert!(rows.len() >= 3);
            assert!(
                rows.iter().all(|(key, words)| !key.is_empty() && !words.is_empty()),
                "{rows:?}"
            );
        }
    }
}
