//! Letters written as digits or signs, inside words only.

use super::glyph::Glyph;
use super::{Evasion, Script};

const fn letter(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// Cyrillic words take Cyrillic letters.
const fn cyrillic(c: char) -> char {
    match c {
        'o' => 'о',
        'i' => 'і',
        'e' => 'е',
        'a' => 'а',
        's' => 'с',
        't' => 'т',
        other => other,
    }
}

/// Rewrites leet inside words; addresses and handles stay. Says whether anything changed.
/// Arabizi digits are rewritten too, in texts and terms alike, so that they still meet.
pub(super) fn undo(glyphs: &mut [Glyph], evasion: &mut Evasion) -> bool {
    if !glyphs.iter().any(|g| g.ch.is_ascii_digit() || letter(g.ch).is_some()) {
        return false;
    }
    let mut changed = zeros(glyphs, evasion);
    for chunk in glyphs.split_mut(|g| g.ch.is_whitespace()) {
        if !chunk.iter().any(|g| letter(g.ch).is_some()) || is_address(chunk) {
            continue;
        }
        for at in 0..chunk.len() {
            let Some(&Glyph { ch, .. }) = chunk.get(at) else { continue };
            let Some(plain) = letter(ch) else { continue };
            let before = at.checked_sub(1).and_then(|i| chunk.get(i)).map(|g| g.ch);
            let after = chunk.iter().skip(at + 1).find(|g| letter(g.ch).is_none()).map(|g| g.ch);
            let script = |c: Option<char>| {
                c.and_then(Script::of).filter(|s| matches!(s, Script::Latin | Script::Cyrillic))
            };
            // A sign may end a word; a digit must have letters on both sides.
            let ends = matches!(ch, '@') && chunk.len() > 3 && after.is_none();
            let (Some(left), true) = (script(before), ends || script(after).is_some()) else {
                continue;
            };
            if let Some(glyph) = chunk.get_mut(at) {
                glyph.ch = if left == Script::Cyrillic { cyrillic(plain) } else { plain };
                evasion.leet += 1;
                changed = true;
            }
        }
    }
    changed
}

/// `3OOO`: the letter o in a row of digits is a zero.
fn zeros(glyphs: &mut [Glyph], evasion: &mut Evasion) -> bool {
    let mut changed = false;
    for word in glyphs.split_mut(|g| !g.ch.is_ascii_alphanumeric()) {
        let digits = word.iter().filter(|g| g.ch.is_ascii_digit()).count();
        let letters = word.iter().filter(|g| g.ch == 'o').count();
        let starts = word.first().is_some_and(|g| g.ch.is_ascii_digit());
        if letters == 0 || digits == 0 || digits + letters != word.len() || !(starts || digits > 2)
        {
            continue;
        }
        for glyph in word.iter_mut().filter(|g| g.ch == 'o') {
            glyph.ch = '0';
        }
        evasion.leet += 1;
        changed = true;
    }
    changed
}

/// Handles, links and mail addresses are taken literally.
fn is_address(chunk: &[Glyph]) -> bool {
    let text: String = chunk.iter().map(|g| g.ch).collect();
    let at = text.find('@');
    at.is_some_and(|p| {
        text.trim_start_matches(['(', '"', ':']).starts_with('@')
            || text.get(p..).is_some_and(|t| t.contains('.'))
    }) || text.contains("://")
        || text.contains('/')
        || text.starts_with('#')
        || text.contains('_')
}
