//! Shingles of a folded text.

use crate::learn::sparse::mix;
use crate::text::script::{Script, is_word};

/// Characters in a shingle of spaced scripts, and of Chinese.
const LONG: usize = 5;
const SHORT: usize = 2;

/// Hashes of all shingles. Digits and addresses are masked, emoji and punctuation left out: they are
/// what changes between two postings of one advert.
pub(super) fn each(folded: &str, mut tell: impl FnMut(u64)) {
    let masked = mask(folded);
    let unspaced =
        masked.iter().filter(|c| Script::of(**c).is_some_and(Script::is_unspaced)).count();
    let size = if unspaced * 3 > masked.len() { SHORT } else { LONG };
    if masked.len() < size {
        if masked.iter().any(|c| is_word(*c)) {
            tell(hash(&masked));
        }
        return;
    }
    for window in masked.windows(size) {
        tell(hash(window));
    }
}

fn hash(chars: &[char]) -> u64 {
    chars.iter().fold(0x5eed, |n, c| mix(n ^ u64::from(u32::from(*c))))
}

/// Letters, single spaces between words, and one mark for every number or address.
fn mask(folded: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(folded.len());
    for chunk in folded.split_whitespace() {
        let before = out.len();
        if chunk.starts_with('@')
            || chunk.contains('/')
            || (chunk.contains('@') && chunk.contains('.'))
        {
            out.push('@');
        } else {
            for c in chunk.chars() {
                if c.is_ascii_digit() {
                    if out.last() != Some(&'0') {
                        out.push('0');
                    }
                } else if is_word(c) {
                    out.push(c);
                }
            }
        }
        if out.len() > before {
            // Numbers in pieces, such as phones, are one number.
            if out.len() - before == 1
                && out.last() == Some(&'0')
                && before >= 2
                && out.get(before - 2) == Some(&'0')
            {
                out.pop();
            } else {
                out.push(' ');
            }
        }
    }
    out.pop();
    out
}
