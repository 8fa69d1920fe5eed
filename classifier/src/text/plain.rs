//! The first layer: what hides characters is undone, nothing else.

use super::Evasion;
use super::glyph::Glyph;
use super::letters;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Code points below this are looked up in [`ORDINARY`].
const TABLE: u32 = 0x3000;
/// In the table: not ordinary.
const RARE: char = '\0';

/// What each character becomes by [`push`], where that is one character and hides nothing: most are.
static ORDINARY: LazyLock<Vec<char>> = LazyLock::new(|| {
    let becomes = |c: char| {
        let (mut out, mut evasion) = (Vec::new(), Evasion::default());
        push(&mut out, c, 0, 0, &mut evasion);
        match out.as_slice() {
            [one] if evasion == Evasion::default() => one.ch,
            _ => RARE,
        }
    };
    (0..TABLE).map(|n| char::from_u32(n).map_or(RARE, becomes)).collect()
});

/// The glyphs of the plain layer.
pub(super) fn glyphs(original: &str, evasion: &mut Evasion) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(original.len());
    let ordinary = ORDINARY.as_slice();
    let mut chars = original.char_indices().peekable();
    let mut stretched = false;
    while let Some((at, c)) = chars.next() {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let end = start.saturating_add(u32::try_from(c.len_utf8()).unwrap_or(4));
        let usual = ordinary.get(u32::from(c) as usize).copied().unwrap_or(RARE);
        if usual != RARE && !stretched {
            out.push(Glyph { ch: usual, start, end });
            continue;
        }
        // A sign between two stretched letter ends cuts a word: `بـ.ـلم`.
        let cut = stretched && matches!(c, '.' | ' ' | '-' | '*' | '،' | '_');
        if cut && chars.peek().is_some_and(|(_, next)| *next == '\u{640}') {
            evasion.spaced += 1;
        } else {
            push(&mut out, c, start, end, evasion);
        }
        stretched = c == '\u{640}';
    }
    spell_indicators(&mut out, evasion);
    turn(&mut out, evasion);
    out
}

fn push(out: &mut Vec<Glyph>, c: char, start: u32, end: u32, evasion: &mut Evasion) {
    let mut add = |ch: char| out.push(Glyph { ch, start, end });
    match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => add('\n'),
        '\u{1f51f}' => {
            add('1');
            add('0');
        }
        // ASCII, and blocks beyond the table that have no other form: Chinese, Korean, emoji.
        ' '..='~'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{1f300}'..='\u{1f3fa}'
        | '\u{1f400}'..='\u{1faff}' => add(c),
        _ if is_dropped(c) => drop_into(out, c, end, evasion),
        _ if c.is_whitespace() => add(' '),
        _ => {
            let c = letters::small(c);
            if let Some(plain) = letters::digit(c) {
                add(plain);
            } else if let Some(plain) = letters::unstyled(c) {
                evasion.styled += 1;
                add(plain);
            } else {
                compose(&mut add, c, evasion);
            }
        }
    }
}

/// Compatibility forms of one character.
fn compose(add: &mut impl FnMut(char), c: char, evasion: &mut Evasion) {
    let mut changed = false;
    for ch in std::iter::once(c).nfkc() {
        changed |= ch != c;
        // A composition may start with a space (spacing accents) or hold marks: marks go.
        if !is_dropped(ch) {
            let ch = letters::small(ch);
            let plain = letters::digit(ch).or_else(|| letters::unstyled(ch)).unwrap_or(ch);
            add(if plain.is_whitespace() { ' ' } else { plain });
        }
    }
    if changed && (0x1D400..=0x1D7FF).contains(&u32::from(c)) {
        evasion.styled += 1;
    }
}

/// Marks that belong to the character before them extend it; the rest is left out.
fn drop_into(out: &mut [Glyph], c: char, end: u32, evasion: &mut Evasion) {
    let joiner = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}' | '\u{fe0e}' | '\u{20e3}');
    if is_combining(c) || joiner || c == '\u{640}' {
        if let Some(last) = out.last_mut() {
            last.end = end;
        }
    } else if !matches!(c, '\u{200e}' | '\u{200f}') {
        evasion.hidden += 1;
    }
}

/// Combining marks of Latin, Greek, Cyrillic and Arabic, also when used to strike letters out.
const fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{135d}'..='\u{135f}')
}

/// Everything that shows nothing of its own.
const fn is_dropped(c: char) -> bool {
    is_combining(c)
        || matches!(c,
            '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

const fn indicator(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Regional indicators make flags in pairs; one that stands alone spells a letter.
fn spell_indicators(glyphs: &mut [Glyph], evasion: &mut Evasion) {
    let mut at = 0;
    while let Some(gap) = glyphs.iter().skip(at).position(|g| indicator(g.ch)) {
        at += gap;
        let run = glyphs.iter().skip(at).take_while(|g| indicator(g.ch)).count();
        if run % 2 == 1 {
            for glyph in glyphs.iter_mut().skip(at).take(run) {
                let letter = u32::from(glyph.ch) - 0x1f1e6 + u32::from('a');
                glyph.ch = char::from_u32(letter).unwrap_or(glyph.ch);
                evasion.styled += 1;
            }
        }
        at += run;
    }
}

/// Words with two or more upside-down letters are read from their end.
fn turn(glyphs: &mut [Glyph], evasion: &mut Evasion) {
    if !glyphs.iter().any(|g| letters::upright(g.ch).is_some()) {
        return;
    }
    for word in glyphs.split_mut(|g| g.ch.is_whitespace()) {
        if word.iter().filter(|g| letters::upright(g.ch).is_some()).count() < 2 {
            continue;
        }
        evasion.styled += 1;
        word.reverse();
        for glyph in word {
            glyph.ch = letters::upright(glyph.ch).unwrap_or_else(|| letters::turned(glyph.ch));
        }
    }
}
