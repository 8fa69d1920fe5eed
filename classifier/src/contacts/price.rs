//! Sums of money: amount, currency, and whether they are per head.

use crate::concepts::Concept;
use crate::lexicon::Found;
use crate::places::Gazetteer;
use crate::text::{Text, Token, TokenKind};
use crate::words;
use model::{Contact, Language, Price};
use std::ops::Range;
use std::sync::LazyLock;

/// Which currencies a row of words stands for.
static ROWS: LazyLock<Vec<Vec<Choice>>> = LazyLock::new(|| {
    words::rows(words::CURRENCIES)
        .into_iter()
        .map(|(key, _)| key.split('/').map(Choice::read).collect())
        .collect()
});

#[derive(Debug)]
struct Choice {
    code: &'static str,
    country: Option<&'static str>,
    language: Option<&'static str>,
}

impl Choice {
    fn read(text: &'static str) -> Self {
        let cut = |sign| text.split_once(sign);
        match (cut('@'), cut('#')) {
            (Some((code, country)), _) => Self { code, country: Some(country), language: None },
            (_, Some((code, language))) => Self { code, country: None, language: Some(language) },
            _ => Self { code: text, country: None, language: None },
        }
    }
}

/// A number in the text.
#[derive(Debug, Clone)]
struct Amount {
    value: f64,
    range: Range<usize>,
    /// Whether a word for a hundred thousand or more multiplies it.
    large: bool,
}

/// The sums of a text. Numbers inside contacts are not sums.
#[must_use]
pub fn prices(
    text: &Text,
    tokens: &[Token<'_>],
    found: &Found,
    contacts: &[Contact],
    language: &Language,
    gazetteer: &Gazetteer,
) -> Vec<Price> {
    if !tokens.iter().any(|t| t.kind == TokenKind::Number) {
        return Vec::new();
    }
    let folded = text.folded.text.as_str();
    let free = |range: &Range<usize>| {
        let span = text.folded.span(range.start, range.end);
        !contacts.iter().any(|c| c.span.overlaps(span))
    };
    let amounts: Vec<Amount> =
        amounts(folded, tokens, found).into_iter().filter(|a| free(&a.range)).collect();
    let mut out: Vec<Price> = Vec::new();
    let mut used = vec![false; found.currencies.len()];
    for (at, amount) in amounts.iter().enumerate() {
        let floor = at.checked_sub(1).and_then(|i| amounts.get(i)).map_or(0, |a| a.range.end);
        let ceiling = amounts.get(at + 1).map_or(folded.len(), |a| a.range.start);
        let (code, range) = if let Some((row, number, range)) =
            currency(folded, amount, floor, ceiling, found, &used)
        {
            if let Some(flag) = used.get_mut(number) {
                *flag = true;
            }
            (code(row, language, found, gazetteer), range)
        } else if let Some(glued) = glued(tokens, amount) {
            glued
        } else if let Some(code) = understood(language, amount) {
            (code, amount.range.clone())
        } else {
            continue;
        };
        let start = amount.range.start.min(range.start);
        let end = amount.range.end.max(range.end);
        out.push(Price {
            amount: amount.value,
            currency: code.to_owned(),
            per_person: per_head(folded, found, start, end),
            span: text.folded.span(start, end),
        });
    }
    out
}

/// A letter glued to the front of a sum: `N300k`, `R1800`, `Q99`.
fn glued(tokens: &[Token<'_>], amount: &Amount) -> Option<(&'static str, Range<usize>)> {
    let token =
        tokens.iter().find(|t| t.end() == amount.range.start && t.kind == TokenKind::Word)?;
    let code = match token.text {
        "n" => "NGN",
        "r" => "ZAR",
        "q" => "GTQ",
        "l" => "HNL",
        _ => return None,
    };
    (amount.value >= 10.0).then(|| (code, token.start..token.end()))
}

/// The currency that goes without saying: `25 lakh`, `250 triệu` are sums of money at home.
fn understood(language: &Language, amount: &Amount) -> Option<&'static str> {
    let code = match language.as_str() {
        "hi" | "pa" => "INR",
        "ur" | "ur-Latn" => "PKR",
        "bn" => "BDT",
        "vi" => "VND",
        _ => return None,
    };
    amount.large.then_some(code)
}

/// The currency beside an amount: behind it first, then before it.
fn currency(
    folded: &str,
    amount: &Amount,
    floor: usize,
    ceiling: usize,
    found: &Found,
    used: &[bool],
) -> Option<(usize, usize, Range<usize>)> {
    let close = |gap: &str| {
        gap.len() <= 4 && gap.chars().all(|c| matches!(c, ' ' | '.' | '-' | '+' | ',' | '\'' | ':'))
            || matches!(gap.trim(), "de" | "d'" | "di" | "o")
    };
    let mut best: Option<(usize, usize, usize, Range<usize>)> = None;
    for (number, (row, range)) in found.currencies.iter().enumerate() {
        let (distance, gap) =
            if range.start >= amount.range.end && range.end <= ceiling.max(amount.range.end) {
                (range.start - amount.range.end, folded.get(amount.range.end..range.start))
            } else if range.end <= amount.range.start
                && range.start >= floor
                && !used.get(number).copied().unwrap_or(false)
            {
                (amount.range.start - range.end + 2, folded.get(range.end..amount.range.start))
            } else {
                continue;
            };
        let fits = gap.is_some_and(close);
        let longer = |b: &(usize, usize, usize, Range<usize>)| {
            b.0 > distance || (b.0 == distance && b.3.len() < range.len())
        };
        if fits && best.as_ref().is_none_or(longer) {
            best = Some((distance, *row, number, range.clone()));
        }
    }
    best.map(|(_, row, number, range)| (row, number, range))
}

fn code(row: usize, language: &Language, found: &Found, gazetteer: &Gazetteer) -> &'static str {
    let choices = ROWS.get(row).map(Vec::as_slice).unwrap_or_default();
    let named = |country: &str| {
        found
            .places
            .iter()
            .any(|p| gazetteer.country(p.place).is_some_and(|c| c.as_str() == country))
    };
    choices
        .iter()
        .find(|c| c.country.is_some_and(named))
        .or_else(|| choices.iter().find(|c| c.language == Some(language.as_str())))
        .or_else(|| choices.first())
        .map_or("", |c| c.code)
}

fn per_head(folded: &str, found: &Found, start: usize, end: usize) -> bool {
    let near = |range: &Range<usize>| {
        let gap = if range.start >= end {
            folded.get(end..range.start)
        } else {
            folded.get(range.end..start)
        };
        gap.is_some_and(|gap| {
            gap.chars().count() <= 24 && !gap.contains('\n') && !gap.contains(". ")
        })
    };
    found.terms.iter().any(|hit| hit.concept == Concept::PerHead && near(&hit.range))
}

/// Numbers with their separators and the words that multiply them.
fn amounts(folded: &str, tokens: &[Token<'_>], found: &Found) -> Vec<Amount> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens.get(at) {
        at += 1;
        if first.kind != TokenKind::Number {
            continue;
        }
        let mut written = first.text.to_owned();
        let mut end = first.end();
        // `1.200`, `4,00,000`, `90 000`, `21.ooo`: one number in pieces.
        while let (Some(next), Some(after)) = (tokens.get(at), tokens.get(at + 1)) {
            let sign = next.kind == TokenKind::Sign && matches!(next.text, "." | "," | "'");
            if sign
                && next.start == end
                && after.start == next.end()
                && after.kind == TokenKind::Number
            {
                written.push(if next.text == "'" {
                    ','
                } else {
                    next.text.chars().next().unwrap_or(',')
                });
                written.push_str(after.text);
                end = after.end();
                at += 2;
            } else {
                break;
            }
        }
        while let Some(next) = tokens.get(at) {
            let spaced = next.kind == TokenKind::Number
                && next.text.len() == 3
                && next.start == end + 1
                && folded.get(end..next.start) == Some(" ")
                && first.text.len() <= 3
                && !written.starts_with('0');
            if !spaced {
                break;
            }
            written.push_str(next.text);
            end = next.end();
            at += 1;
        }
        let Some(mut value) = number(&written) else { continue };
        let factor = multiply(&mut value, &mut end, folded, tokens, found);
        out.push(Amount { value, range: first.start..end, large: factor >= 100_000.0 });
    }
    out
}

/// Applies the word behind a number, if it multiplies; gives its factor.
fn multiply(
    value: &mut f64,
    end: &mut usize,
    folded: &str,
    tokens: &[Token<'_>],
    found: &Found,
) -> f64 {
    let by = found.multipliers.iter().filter(|(_, range)| {
        range.start >= *end
            && folded.get(*end..range.start).is_some_and(|gap| gap.is_empty() || gap == " ")
    });
    let Some((factor, range)) = by.max_by_key(|(_, range)| range.len()) else { return 1.0 };
    *value *= factor;
    *end = range.end;
    // `12k5`, `6万5`: the digit behind stands for tenths of the factor.
    let tail = tokens.iter().find(|t| t.start == *end);
    if let Some(tail) = tail.filter(|t| t.kind == TokenKind::Number && t.text.len() == 1) {
        *value += tail.text.parse::<f64>().unwrap_or(0.0) * factor / 10.0;
        *end = tail.end();
    }
    *factor
}

/// A written number: a mark followed by three digits (or two, in lakhs) groups, else it is decimal.
fn number(written: &str) -> Option<f64> {
    let parts: Vec<&str> = written.split(['.', ',']).collect();
    let last = parts.last()?;
    let grouped = parts.len() == 1 || last.len() == 3 || (parts.len() > 2 && last.len() != 2);
    if grouped {
        return parts.concat().parse().ok();
    }
    let (whole, fraction) = parts.split_at(parts.len() - 1);
    format!("{}.{}", whole.concat(), fraction.concat()).parse().ok()
}
