//! Amounts in words: "nine thousand", "dos mil quinientos", "یک ملیون", "九万", "dubu biyu".

use crate::lexicon::Found;
use crate::text::{Token, TokenKind};
use crate::words;
use model::Language;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a word counts, and the language it does so in; empty where in all.
type Sense = (&'static str, f64);

/// Half more than the number behind it: `साढ़े आठ` is eight and a half.
const HALF_MORE: f64 = -0.5;

static NUMBERS: LazyLock<HashMap<String, Vec<Sense>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<Sense>> = HashMap::new();
    let scoped = words::scoped(words::NUMBERS);
    let digits = words::rows(words::DIGITS)
        .into_iter()
        .map(|(key, list)| (key, list.into_iter().map(|word| ("", word)).collect::<Vec<_>>()));
    for (key, list) in scoped.into_iter().chain(digits) {
        let value = if key == "+0.5" { Some(HALF_MORE) } else { key.parse().ok() };
        let Some(value) = value.filter(|_| !matches!(key, "+" | "x2" | "x3" | "0")) else {
            continue;
        };
        for (scope, word) in list {
            map.entry(word).or_default().push((scope, value));
        }
    }
    map
});

/// Words between the parts of a number.
const JOINS: [&str; 16] =
    ["and", "et", "y", "e", "und", "ve", "si", "u", "i", "o", "da", "و", "او", "اور", "ও", "ner"];

/// What a number in words is worth.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) value: f64,
    pub(super) range: Range<usize>,
    /// The largest factor among its words.
    pub(super) factor: f64,
}

/// All amounts in words that are large enough, or long enough, to be sums.
pub(super) fn amounts(
    folded: &str,
    tokens: &[Token<'_>],
    found: &Found,
    language: &Language,
) -> Vec<Counted> {
    match language.as_str() {
        "zh" => return han(folded),
        "ha" => return hausa(tokens, found, language),
        _ => {}
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match Count::read(tokens, at, found, language) {
            Some((counted, next)) => {
                out.push(counted);
                at = next;
            }
            None => at += 1,
        }
    }
    out
}

/// What a word counts in a language.
fn sense(word: &str, language: &Language) -> Option<f64> {
    let of = |word: &str| {
        let senses = NUMBERS.get(word)?;
        let own = senses.iter().find(|(scope, _)| *scope == language.as_str());
        own.or_else(|| senses.iter().find(|(scope, _)| scope.is_empty())).map(|(_, value)| *value)
    };
    // Arabic joins "and" and "for" to the number.
    of(word).or_else(|| word.strip_prefix(['و', 'ب']).and_then(of))
}

/// A number in words as far as it was read.
#[derive(Debug, Default)]
struct Count {
    total: f64,
    group: f64,
    last: f64,
    half: bool,
    words: usize,
    factor: f64,
}

impl Count {
    /// Reads from a token on; gives the number and the token behind it.
    fn read(
        tokens: &[Token<'_>],
        start: usize,
        found: &Found,
        language: &Language,
    ) -> Option<(Counted, usize)> {
        let mut count = Self { factor: 1.0, ..Self::default() };
        let (mut at, mut end) = (start, 0);
        let mut next = start;
        while let Some(token) = tokens.get(at) {
            let taken = match token.kind {
                TokenKind::Word => count.take(token, found, language),
                TokenKind::Number | TokenKind::Address | TokenKind::Emoji | TokenKind::Sign => {
                    false
                }
            };
            at += 1;
            if taken {
                end = token.end();
                next = at;
            } else if count.words == 0 || !(JOINS.contains(&token.text) || token.text == "-") {
                break;
            }
        }
        let first = tokens.get(start)?;
        // A factor behind digits belongs to them.
        let behind = start.checked_sub(1).and_then(|i| tokens.get(i));
        let follows =
            behind.is_some_and(|t| t.kind == TokenKind::Number && t.end() + 1 >= first.start);
        let value = count.value();
        let enough =
            count.factor >= 1000.0 || (value >= 20.0 && (count.words > 1 || value >= 100.0));
        (enough && !follows)
            .then_some((Counted { value, range: first.start..end, factor: count.factor }, next))
    }

    fn value(&self) -> f64 {
        self.total + self.group
    }

    /// Adds a word, if it goes on with the number.
    fn take(&mut self, token: &Token<'_>, found: &Found, language: &Language) -> bool {
        let by =
            found.multipliers.iter().find(|(_, r)| r.start == token.start && r.end >= token.end());
        if let Some((by, _)) = by.filter(|(by, _)| *by >= 1000.0 && token.text.chars().count() > 1)
        {
            // Hausa counts behind the factor, and is read by `amount`.
            if self.words > 0 && self.group == 0.0 {
                return false;
            }
            let half = if self.half { 0.5 } else { 0.0 };
            self.total += (if self.group == 0.0 { 1.0 } else { self.group } + half) * by;
            self.factor = self.factor.max(*by);
            (self.group, self.half, self.last) = (0.0, false, 0.0);
            self.words += 1;
            return true;
        }
        let Some(value) = sense(token.text, language) else { return false };
        if value == HALF_MORE {
            self.half = true;
        } else if (99.0..101.0).contains(&value) && (1.0..10.0).contains(&self.group) {
            self.group *= 100.0;
            self.last = 100.0;
        } else if self.last == 0.0 || (value < self.last && self.last >= 20.0) {
            self.group += value;
            self.last = value;
        } else {
            return false;
        }
        self.words += 1;
        true
    }
}

/// Chinese numbers of ten and more.
fn han(folded: &str) -> Vec<Counted> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| match c {
        '两' => Some(2),
        '零' => Some(0),
        _ => DIGITS.iter().position(|d| *d == c),
    };
    let scale = |c: char| match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1000.0),
        '万' | '萬' => Some(10_000.0),
        _ => None,
    };
    let mut out = Vec::new();
    let mut chars = folded.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let (mut total, mut group, mut one, mut last) = (0.0, 0.0, 0.0, 1.0);
        let (mut c, mut at) = (first, start);
        let mut end = start;
        loop {
            if let Some(n) = digit(c) {
                one = f64::from(u32::try_from(n).unwrap_or(0));
            } else if let Some(by) = scale(c).filter(|_| end > start || c == '十') {
                if by >= 10_000.0 {
                    total += (group + one) * by;
                    group = 0.0;
                } else {
                    group += if one == 0.0 { 1.0 } else { one } * by;
                }
                (one, last) = (0.0, by);
            } else {
                break;
            }
            end = at + c.len_utf8();
            match chars.peek() {
                Some((next, after)) if digit(*after).is_some() || scale(*after).is_some() => {
                    (at, c) = (*next, *after);
                    chars.next();
                }
                _ => break,
            }
        }
        // `两万五`: the digit behind stands for tenths of the scale.
        let tail = if last >= 100.0 { one * last / 10.0 } else { one };
        let value = total + group + tail;
        if end > start && last >= 10.0 && value >= 10.0 {
            out.push(Counted { value, range: start..end, factor: last });
        }
    }
    out
}

/// Hausa names the scale first: `dubu biyu da dari biyar` is two thousand and five hundred.
fn hausa(tokens: &[Token<'_>], found: &Found, language: &Language) -> Vec<Counted> {
    let scale = |token: &Token<'_>| {
        let by = found.multipliers.iter().find(|(_, r)| *r == (token.start..token.end()));
        by.map(|(by, _)| *by).or_else(|| (token.text == "dari").then_some(100.0))
    };
    let unit = |token: &Token<'_>| {
        (token.kind == TokenKind::Word).then(|| sense(token.text, language)).flatten()
    };
    let mut out: Vec<Counted> = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens.get(at) {
        at += 1;
        let Some(mut by) = scale(first) else { continue };
        // "dubu dari biyu": the hundreds count the thousands.
        if let Some(second) = tokens.get(at).and_then(scale).filter(|second| *second < by) {
            by *= second;
            at += 1;
        }
        let mut times = 0.0;
        let mut end = first.end();
        while let Some(token) = tokens.get(at) {
            match unit(token) {
                Some(value) => times += value,
                None if token.text == "sha" && times > 0.0 => {}
                None => break,
            }
            end = token.end();
            at += 1;
        }
        if times == 0.0 {
            continue;
        }
        let value = by * times;
        let joined = tokens.get(at).is_some_and(|t| t.text == "da")
            && tokens.get(at + 1).and_then(scale).is_some();
        at += usize::from(joined);
        match out.last_mut().filter(|last| last.range.end == first.start) {
            Some(last) => {
                last.value += value;
                last.range.end = end;
            }
            None => out.push(Counted { value, range: first.start..end, factor: by }),
        }
        // What comes behind "da" goes on with this one.
        if let (true, Some(last), Some(next)) = (joined, out.last_mut(), tokens.get(at)) {
            last.range.end = next.start;
        }
    }
    out
}
