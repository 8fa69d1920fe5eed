//! Words written letter by letter, or cut by dots and stars.

use super::Evasion;
use super::glyph::Glyph;
use super::script::{Script, is_sign, is_word};

const fn separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '_' | '-' | '*' | '•' | '·' | '|' | '/' | '~' | ',')
}

/// Signs that nobody writes inside a word for another reason.
const fn wedge(c: char) -> bool {
    matches!(c, '*' | '•' | '·' | '|' | '×' | '★' | '☆')
}

/// Joins such words. Says whether anything changed.
pub(super) fn join(glyphs: &mut Vec<Glyph>, evasion: &mut Evasion) -> bool {
    let mut cut = vec![false; glyphs.len()];
    let mut changed = false;
    let mut joined = 0;
    let mut inside = false;
    for (at, glyph) in glyphs.iter().enumerate() {
        let glued = glue(glyph.ch);
        let begins = glued && !inside;
        inside = glued;
        if !begins || at < joined {
            continue;
        }
        let found = run(glyphs, at);
        if found.letters >= found.least {
            for gap in &found.gaps {
                if let Some(flag) = cut.get_mut(*gap) {
                    *flag = true;
                }
            }
            joined = found.end;
            evasion.spaced += 1;
            changed = true;
        }
    }
    for (at, window) in glyphs.windows(3).enumerate() {
        if let [left, middle, right] = window
            && wedge(middle.ch)
            && is_word(left.ch)
            && is_word(right.ch)
            && let Some(flag) = cut.get_mut(at + 1)
            && !*flag
        {
            *flag = true;
            evasion.spaced += 1;
            changed = true;
        }
    }
    if changed {
        let mut keep = cut.iter();
        glyphs.retain(|_| !keep.next().copied().unwrap_or(false));
    }
    changed
}

/// Single letters in a row with the same sign between them.
struct Run {
    letters: usize,
    least: usize,
    gaps: Vec<usize>,
    end: usize,
}

/// The run that begins where a word does.
fn run(glyphs: &[Glyph], start: usize) -> Run {
    let mut found = Run { letters: 0, least: usize::MAX, gaps: Vec::new(), end: start };
    let mut sign = None;
    let mut script = None;
    let mut pending = None;
    let mut at = start;
    while let Some(next) = cluster(glyphs, at, script) {
        let Some(glyph) = glyphs.get(at) else { break };
        if let Some(gap) = pending {
            found.gaps.push(gap);
        }
        script = script.or(Script::of(glyph.ch));
        found.letters += usize::from(Script::of(glyph.ch).is_some());
        found.end = next;
        let Some(after) = glyphs.get(next).map(|g| g.ch) else { break };
        if !separator(after) || sign.is_some_and(|s| s != after) {
            break;
        }
        sign = Some(after);
        pending = Some(next);
        at = next + 1;
    }
    let han = script.is_some_and(Script::is_unspaced);
    found.least = match sign {
        Some(' ') if !han => 4,
        Some(_) => 3,
        None => usize::MAX,
    };
    found
}

/// Where the single letter (with its signs) or digit at `at` ends; nothing if it is a longer word.
fn cluster(glyphs: &[Glyph], at: usize, script: Option<Script>) -> Option<usize> {
    let first = glyphs.get(at)?.ch;
    let own = Script::of(first);
    let fits = match own {
        Some(one) => script.is_none_or(|s| s == one),
        None => script.is_some() && matches!(first, '0' | '1' | '3' | '4' | '@' | '$'),
    };
    if !fits || is_sign(first) {
        return None;
    }
    let end = at + 1 + glyphs.iter().skip(at + 1).take_while(|g| is_sign(g.ch)).count();
    glyphs.get(end).is_none_or(|g| !glue(g.ch)).then_some(end)
}

fn glue(c: char) -> bool {
    is_word(c) || c.is_ascii_digit() || c == '@'
}
