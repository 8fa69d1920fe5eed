//! One key per sound: case, diacritics and letter variants folded.

use super::Evasion;
use super::glyph::Glyph;
use std::sync::LazyLock;
use unicode_normalization::char::decompose_canonical;

/// Code points below this are folded by table.
const TABLE: u32 = 0x2000;
/// In the table: the character goes.
const GONE: char = '\0';

static FOLDS: LazyLock<Vec<char>> = LazyLock::new(|| {
    (0..TABLE).map(|n| char::from_u32(n).map_or(GONE, fold_to_fixpoint)).collect()
});

/// The folded letters, before words are looked at.
pub(super) fn letters(glyphs: &[Glyph], evasion: &mut Evasion) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if super::rasm::is_dotless(glyph.ch) {
            evasion.dotless += 1;
        }
        match folded(glyph.ch) {
            GONE => {}
            'ß' => double(&mut out, *glyph, 's', 's'),
            'æ' => double(&mut out, *glyph, 'a', 'e'),
            'œ' => double(&mut out, *glyph, 'o', 'e'),
            'þ' => double(&mut out, *glyph, 't', 'h'),
            ch => out.push(Glyph { ch, ..*glyph }),
        }
    }
    out
}

fn double(out: &mut Vec<Glyph>, glyph: Glyph, first: char, second: char) {
    out.push(Glyph { ch: first, ..glyph });
    out.push(Glyph { ch: second, ..glyph });
}

/// The key of one character.
pub(crate) fn folded(c: char) -> char {
    match FOLDS.get(u32::from(c) as usize) {
        Some(&key) => key,
        None => match c {
            '‘' | '’' | 'ʼ' | '‛' | '′' | '＇' => '\'',
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            '‐'..='―' | '−' => '-',
            '，' | '、' => ',',
            '。' => '.',
            '？' => '?',
            '！' => '!',
            '：' => ':',
            _ if u32::from(c) >= 0x2C00 => c.to_lowercase().next().unwrap_or(c),
            _ => c,
        },
    }
}

fn fold_to_fixpoint(c: char) -> char {
    let mut key = c;
    for _ in 0..4 {
        let next = fold_once(key);
        if next == key || next == GONE {
            return next;
        }
        key = next;
    }
    key
}

fn fold_once(c: char) -> char {
    let c = if c == '\u{130}' { 'i' } else { c.to_lowercase().next().unwrap_or(c) };
    let c = arabic(indic(ethiopic(latin(c))));
    match c {
        '`' | '´' | '\u{2b9}'..='\u{2bf}' | '\u{2c8}' => '\'',
        '«' | '»' => '"',
        '\u{300}'..='\u{36f}' => GONE,
        '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' => base(c),
        _ => c,
    }
}

/// The letter under the accents.
fn base(c: char) -> char {
    let mut first = c;
    let mut seen = false;
    decompose_canonical(c, |part| {
        if !seen {
            first = part;
            seen = true;
        }
    });
    first
}

const fn latin(c: char) -> char {
    match c {
        'đ' | 'ð' | 'ɗ' | 'ɖ' => 'd',
        'ø' | 'ɔ' => 'o',
        'ł' => 'l',
        'ı' => 'i',
        'ħ' => 'h',
        'ŧ' => 't',
        'ɓ' => 'b',
        'ƙ' | 'ĸ' => 'k',
        'ƴ' => 'y',
        'ŋ' => 'n',
        'ə' | 'ɛ' | 'ǝ' => 'e',
        'ſ' => 's',
        'є' => 'е',
        'ґ' => 'г',
        'ς' => 'σ',
        other => other,
    }
}

/// One key per shape over Arabic, Persian, Kurdish, Pashto and Urdu keyboards.
const fn arabic(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ي' | 'ى' | 'ئ' | 'ې' | 'ۍ' | 'ێ' | 'ے' | 'ۓ' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ګ' | 'ڭ' => 'گ',
        'ه' | 'ھ' | 'ہ' | 'ۂ' | 'ۃ' | 'ة' | 'ۀ' | 'ە' => 'ه',
        'ؤ' | 'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' => 'و',
        'ڕ' => 'ر',
        'ڵ' => 'ل',
        'ں' => 'ن',
        'ء' => '\0',
        '،' | '؛' => ',',
        '؟' => '?',
        '۔' => '.',
        '٪' => '%',
        other => other,
    }
}

const fn ethiopic(c: char) -> char {
    let n = c as u32;
    // Rows of eight that Amharic writers use for one another.
    let shift: i32 = match n {
        0x1210..=0x1216 => 0x1200 - 0x1210,
        0x1280..=0x1286 => 0x1200 - 0x1280,
        0x1220..=0x1226 => 0x1230 - 0x1220,
        0x12D0..=0x12D6 => 0x12A0 - 0x12D0,
        0x1340..=0x1346 => 0x1338 - 0x1340,
        _ => 0,
    };
    match n {
        0x1361 | 0x1365 | 0x1366 => return ' ',
        0x1362 => return '.',
        0x1363 | 0x1364 => return ',',
        0x1367 => return '?',
        _ => {}
    }
    match char::from_u32(n.wrapping_add_signed(shift)) {
        Some(key) => key,
        None => c,
    }
}

const fn indic(c: char) -> char {
    match c {
        // Nukta and addak are left out by many writers; the nasal signs are used for one another.
        '\u{93c}' | '\u{9bc}' | '\u{a3c}' | '\u{a71}' => '\0',
        '\u{901}' => '\u{902}',
        '\u{981}' => '\u{982}',
        '\u{a70}' | '\u{a01}' => '\u{a02}',
        '\u{958}'..='\u{95f}' => match c {
            '\u{958}' => 'क',
            '\u{959}' => 'ख',
            '\u{95a}' => 'ग',
            '\u{95b}' => 'ज',
            '\u{95c}' => 'ड',
            '\u{95d}' => 'ढ',
            '\u{95e}' => 'फ',
            _ => 'य',
        },
        '\u{9dc}' => 'ড',
        '\u{9dd}' => 'ঢ',
        '\u{9df}' => 'য',
        '।' | '॥' => '.',
        other => other,
    }
}

/// Runs of white space become one space, or one line break where they hold one.
pub(super) fn spaces(glyphs: &mut Vec<Glyph>) {
    let white = |c: char| matches!(c, ' ' | '\n' | '\t');
    if let Some(first) = glyphs.iter().position(|g| !white(g.ch)) {
        glyphs.drain(..first);
    }
    glyphs.dedup_by(|next, last| {
        let joins = white(next.ch) && white(last.ch);
        if joins {
            last.ch = if next.ch == '\n' { '\n' } else { last.ch };
            last.end = next.end;
        }
        joins
    });
    if glyphs.last().is_some_and(|g| white(g.ch)) {
        glyphs.pop();
    }
    for glyph in glyphs.iter_mut().filter(|g| g.ch == '\t') {
        glyph.ch = ' ';
    }
}
