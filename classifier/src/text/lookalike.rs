//! Words that mix Latin, Cyrillic and Greek letters of one look.

use super::glyph::Glyph;
use super::{Evasion, Script};

/// Latin letter, its Cyrillic and its Greek look-alikes after lower-casing; capitals count too, so
/// `н` stands by `h` and `в` by `b`. From Unicode's confusables (UTS #39), cut to what is in use.
const PAIRS: [(char, char, char); 22] = [
    ('a', 'а', 'α'),
    ('b', 'в', 'β'),
    ('c', 'с', '\0'),
    ('d', 'ԁ', '\0'),
    ('e', 'е', 'ε'),
    ('h', 'н', 'η'),
    ('i', 'і', 'ι'),
    ('j', 'ј', '\0'),
    ('k', 'к', 'κ'),
    ('l', 'ӏ', '\0'),
    ('m', 'м', 'μ'),
    ('n', 'п', 'ν'),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('q', 'ԛ', '\0'),
    ('r', 'г', '\0'),
    ('s', 'ѕ', 'σ'),
    ('t', 'т', 'τ'),
    ('v', 'ѵ', '\0'),
    ('w', 'ԝ', 'ω'),
    ('x', 'х', 'χ'),
    ('y', 'у', 'γ'),
];

/// Rewrites mixed words in their main script. Says whether anything changed.
pub(super) fn unmix(glyphs: &mut [Glyph], evasion: &mut Evasion) -> bool {
    if !is_mixed(count(glyphs)) {
        return false;
    }
    let mut changed = false;
    for word in glyphs.split_mut(|g| !super::script::is_word(g.ch)) {
        let counts = count(word);
        if !is_mixed(counts) {
            continue;
        }
        let [latin, cyrillic, greek] = counts;
        let to_cyrillic = cyrillic > latin && cyrillic >= greek;
        let mut any = false;
        for glyph in word.iter_mut() {
            let found = PAIRS.iter().find(|(l, c, g)| {
                if to_cyrillic { *l == glyph.ch } else { *c == glyph.ch || *g == glyph.ch }
            });
            if let Some((l, c, _)) = found {
                glyph.ch = if to_cyrillic { *c } else { *l };
                any = true;
            }
        }
        if any {
            evasion.mixed += 1;
            changed = true;
        }
    }
    changed
}

/// Letters that are Latin, Cyrillic and Greek.
fn count(glyphs: &[Glyph]) -> [usize; 3] {
    let mut counts = [0; 3];
    for glyph in glyphs {
        let [latin, cyrillic, greek] = &mut counts;
        match Script::of(glyph.ch) {
            Some(Script::Latin) => *latin += 1,
            Some(Script::Cyrillic) => *cyrillic += 1,
            Some(Script::Greek) => *greek += 1,
            _ => {}
        }
    }
    counts
}

/// Whether there are letters of two of them.
fn is_mixed(counts: [usize; 3]) -> bool {
    counts.iter().filter(|count| **count > 0).count() > 1
}
