//! Telephone numbers written in digits.

use crate::text::Script;
use model::ContactKind;
use std::ops::Range;

/// Country codes of the corridors; a number that begins with one and is long enough is
/// international even without a sign in front (ITU-T E.164).
const CODES: [&str; 78] = [
    "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
    "47", "48", "49", "52", "55", "57", "60", "61", "62", "63", "65", "66", "81", "82", "84", "86",
    "90", "91", "92", "93", "94", "95", "98", "212", "213", "216", "218", "220", "221", "222",
    "223", "224", "225", "227", "234", "235", "237", "249", "251", "252", "253", "254", "255",
    "256", "291", "351", "353", "355", "357", "359", "370", "371", "373", "374", "375", "380",
    "381", "383", "385", "386", "387", "389",
];
/// More of them, outside Europe.
const MORE: [&str; 20] = [
    "420", "421", "503", "504", "505", "506", "507", "509", "593", "852", "853", "855", "880",
    "886", "960", "961", "962", "963", "964", "967",
];
/// Gulf states, central Asia.
const GULF: [&str; 14] = [
    "965", "966", "968", "970", "971", "972", "973", "974", "977", "992", "994", "995", "996",
    "998",
];

#[derive(Debug, Default)]
struct Run {
    digits: String,
    plus: bool,
    start: usize,
    end: usize,
    groups: Vec<usize>,
    dots: usize,
    commas: usize,
    letters: usize,
}

/// Numbers outside what is already taken, bytes of the plain layer.
pub(super) fn phones(
    plain: &str,
    taken: &[Range<usize>],
) -> Vec<(Option<ContactKind>, String, Range<usize>)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(offset) = plain
        .get(at..)
        .and_then(|rest| rest.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '➕')))
    {
        let start = zeros_before(plain, at + offset).max(at);
        if let Some(range) = taken.iter().find(|t| t.contains(&start)) {
            at = range.end;
            continue;
        }
        let limit =
            taken.iter().map(|t| t.start).filter(|s| *s > start).min().unwrap_or(plain.len());
        let run = read(plain, start, limit);
        at = run.end.max(start + 1);
        while !plain.is_char_boundary(at) {
            at += 1;
        }
        let rest = plain.get(run.end..).unwrap_or_default();
        if let Some(value) = turned(&run, rest).or_else(|| judge(&run, plain)) {
            let value = with_code_behind(value, rest);
            out.push((None, value, run.start..run.end));
        }
    }
    out
}

/// Where the letters O that stand for the first zeros begin: `OO93…`, `o978`.
fn zeros_before(plain: &str, start: usize) -> usize {
    let before = plain.get(..start).unwrap_or_default();
    let bare = before.trim_end_matches(['O', 'o']);
    let word = bare.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    if word && before.len() - bare.len() <= 2 { bare.len() } else { start }
}

/// Reads digits with what people put between them.
fn read(plain: &str, start: usize, limit: usize) -> Run {
    let mut run = Run { start, end: start, ..Run::default() };
    let mut gap = String::new();
    let mut group = 0;
    let text = plain.get(start..limit).unwrap_or_default();
    let mut chars = text.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let digit = digit(c, next, &gap, &run);
        if let Some(digit) = digit {
            run.letters += usize::from(digit != c);
            if !gap.is_empty() && !run.digits.is_empty() {
                run.groups.push(group);
                group = 0;
                run.dots += usize::from(gap == ".");
                run.commas += usize::from(gap == ",");
            }
            gap.clear();
            group += 1;
            run.digits.push(digit);
            run.end = start + offset + c.len_utf8();
        } else if run.digits.is_empty() && matches!(c, '+' | '➕') {
            run.plus = true;
            run.end = start + offset + c.len_utf8();
        } else if matches!(
            c,
            ' ' | '-'
                | '.'
                | '('
                | ')'
                | '/'
                | '_'
                | '·'
                | '•'
                | '*'
                | '‑'
                | '–'
                | '\u{a0}'
                | ','
                | '~'
                | '\''
                | '|'
        ) && gap.chars().count() < 3
        {
            // `1, 2`: a list, not one number; `2019 (5.000`: a year and a sum.
            let listed = c == ' ' && gap.ends_with(',') && !run.plus;
            let aside =
                c == '(' && run.digits.len() > 3 && !run.plus && !run.digits.starts_with('0');
            if listed || aside {
                break;
            }
            gap.push(c);
        } else {
            break;
        }
    }
    run.groups.push(group);
    run
}

/// The digit that a character is, or stands for among digits.
fn digit(c: char, next: Option<char>, gap: &str, run: &Run) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'o' if run.digits.chars().all(|d| d == '0') && leads(next, run) => Some('0'),
        _ if !begun(run) => None,
        'O' | 'o' | 'О' | 'о' if inside(next, gap) => Some('0'),
        'l' | 'I' | '|' if inside(next, gap) && (gap.is_empty() || next != Some(' ')) => Some('1'),
        'S' | 's' if tight(next, gap) => Some('5'),
        'Z' if tight(next, gap) => Some('2'),
        'B' if tight(next, gap) => Some('8'),
        _ => None,
    }
}

/// Whether a text is Chinese enough for its numbers to be.
pub(super) fn is_chinese(text: &str) -> bool {
    text.chars().filter(|c| Script::of(*c) == Some(Script::Han)).take(3).count() == 3
}

/// Whether enough digits came before a letter that it may be one too.
fn begun(run: &Run) -> bool {
    run.digits.len() > 1 || (run.plus && !run.digits.is_empty())
}

/// Whether a letter O at the very beginning is a zero.
fn leads(next: Option<char>, run: &Run) -> bool {
    run.digits.len() < 2 && next.is_some_and(|n| n.is_ascii_digit() || n == 'O')
}

/// Whether a letter stands right between digits.
fn tight(next: Option<char>, gap: &str) -> bool {
    gap.is_empty() && next.is_some_and(|n| n.is_ascii_digit() || matches!(n, 'O' | 'o'))
}

/// Whether a letter that may be a digit stands among digits.
fn inside(next: Option<char>, gap: &str) -> bool {
    let fits = |c: char| {
        c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'О' | 'о' | 'l' | 'I' | ' ' | '-' | '.')
    };
    gap.len() < 2 && next.is_none_or(fits)
}

/// The number in E.164 where its country is given, else its digits; nothing if it is no number.
fn judge(run: &Run, plain: &str) -> Option<String> {
    let length = run.digits.len();
    if !(7..=15).contains(&length) || run.letters * 2 > length {
        return None;
    }
    let before = plain.get(..run.start).and_then(|t| t.trim_end().chars().next_back());
    let after = plain.get(run.end..).and_then(|t| t.trim_start().chars().next());
    let glued =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || c == '#' || c == '/');
    let tight_before =
        plain.get(..run.start).is_some_and(|t| !t.ends_with(char::is_whitespace)) && glued(before);
    let money = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(c, '€' | '$' | '£' | '₹' | '₦' | '¥' | '￥' | '৳' | '₺' | '₽' | '%')
        })
    };
    if run.plus || run.digits.starts_with("00") {
        let digits = run.digits.trim_start_matches("00");
        let digits = if run.plus { run.digits.as_str() } else { digits };
        return (digits.len() >= 7).then(|| international(digits));
    }
    if tight_before || money(before) || money(after) || is_date(run) || is_sum(run) {
        return None;
    }
    if !run.digits.starts_with('0') && has_code(&run.digits, is_chinese(plain)) {
        return Some(international(&run.digits));
    }
    (length >= 8 || run.digits.starts_with('0')).then(|| run.digits.clone())
}

/// A number that was turned round among letters from the right: `715 528 0613 964+`.
fn turned(run: &Run, rest: &str) -> Option<String> {
    if run.plus
        || !rest.starts_with('+')
        || rest.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let code = run.digits.len().checked_sub(*run.groups.last()?)?;
    let (number, code) = (run.digits.get(..code)?, run.digits.get(code..)?);
    if number.len() >= 6 && is_code(code) {
        return Some(international(&format!("{code}{number}")));
    }
    (number.is_empty() && has_code(&run.digits, false)).then(|| international(&run.digits))
}

/// A number whose country's code is told behind it: `0171 … (+49)`, `… , prefix +34`.
fn with_code_behind(value: String, rest: &str) -> String {
    let near = rest.split('\n').next().unwrap_or_default();
    let told = ["+", "plus ", "prefijo ", "prefix ", "prefisso ", "indicatif "];
    let Some((lead, tail)) = told.iter().find_map(|sign| near.split_once(sign)) else {
        return value;
    };
    let code: String = tail.chars().take_while(char::is_ascii_digit).collect();
    let letters = lead.chars().filter(|c| c.is_alphabetic()).count();
    let known = code == "1" || is_code(&code);
    if value.starts_with('+')
        || letters > 14
        || lead.contains(|c: char| c.is_ascii_digit())
        || !known
    {
        return value;
    }
    international(&format!("{code}{}", value.trim_start_matches('0')))
}

/// E.164: through `phonenumber` where a trunk zero may follow the country code, which it drops where
/// it knows the plan (its plans take a tenth of a second to load, and half of a post's time to
/// ask); else as given.
pub(super) fn international(digits: &str) -> String {
    let given = format!("+{digits}");
    if !digits.as_bytes().get(1..4).is_some_and(|after| after.contains(&b'0')) {
        return given;
    }
    match phonenumber::parse(None, &given) {
        // Where the plan does not know the number either way, what was written stands.
        Ok(number) if number.is_valid() => {
            number.format().mode(phonenumber::Mode::E164).to_string()
        }
        Ok(_) | Err(_) => given,
    }
}

/// Whether digits begin with a country code. Eleven digits from 1 on are North American, except in
/// Chinese texts, where mobile numbers look the same.
pub(super) fn has_code(digits: &str, chinese: bool) -> bool {
    if digits.starts_with('1') {
        let area = digits.as_bytes().get(1).is_some_and(|b| (b'2'..=b'9').contains(b));
        return digits.len() == 11 && area && !chinese;
    }
    digits.len() >= 11
        && CODES.iter().chain(&MORE).chain(&GULF).any(|code| digits.starts_with(code))
}

/// Whether digits are a country's code.
fn is_code(digits: &str) -> bool {
    CODES.iter().chain(&MORE).chain(&GULF).any(|code| *code == digits)
}

/// `24.11.2026`, `2026-11-24`, `5512/2024`.
fn is_date(run: &Run) -> bool {
    run.digits.len() == 8 && matches!(run.groups.as_slice(), [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
        || run.groups.len() > 1
            && run.groups.iter().all(|g| *g == 4)
            && (run.digits.starts_with("20") || run.digits.get(4..6) == Some("20"))
}

/// `1.200.000`, `4,00,000`, `850 000`.
fn is_sum(run: &Run) -> bool {
    let threes = run.groups.len() > 1
        && run.groups.iter().skip(1).all(|g| *g == 3)
        && run.groups.first().is_some_and(|g| *g <= 3);
    let marks = run.dots + run.commas;
    (threes && (marks > 0 || run.digits.ends_with("000")))
        || (run.commas > 0 && run.digits.ends_with("000"))
        || (run.groups.len() == 1 && run.digits.ends_with("00000") && !run.digits.starts_with('0'))
}
