//! Amounts: numbers with their separators, the words that multiply them, and what is joined to them.

use super::counted;
use crate::lexicon::Found;
use crate::text::{Token, TokenKind};
use model::Language;
use std::ops::Range;

/// A number in the text, in bytes of the folded layer.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub(super) value: f64,
    pub(super) range: Range<usize>,
    /// What it was multiplied by; 1 where by nothing.
    pub(super) factor: f64,
    /// The word that multiplied it, which may be money as well: "two grand".
    pub(super) by: Range<usize>,
    /// Whether it is written in words.
    pub(super) words: bool,
}

/// All amounts, left to right.
pub(super) fn amounts(
    folded: &str,
    tokens: &[Token<'_>],
    found: &Found,
    language: &Language,
) -> Vec<Amount> {
    let mut out = digits(folded, tokens, found, language);
    let counted = counted::amounts(folded, tokens, found, language).into_iter().map(|c| Amount {
        value: c.value,
        range: c.range.clone(),
        factor: c.factor,
        by: c.range.end..c.range.end,
        words: true,
    });
    let free = |one: &Amount| {
        !out.iter().any(|a| a.range.start < one.range.end && one.range.start < a.range.end)
    };
    let counted: Vec<Amount> = counted.filter(free).collect();
    out.extend(counted);
    out.sort_by_key(|a| a.range.start);
    for amount in &mut out {
        and_a_half(folded, amount);
    }
    join(folded, out, found)
}

/// `4 triệu rưỡi`, `miliyan biyu da rabi`: half of the factor more.
fn and_a_half(folded: &str, amount: &mut Amount) {
    const HALVES: [&str; 7] =
        [" ruoi", " da rabi", " i po", " e gjysme", " y medio", " et demi", " va nim"];
    let rest = folded.get(amount.range.end..).unwrap_or_default();
    let half = HALVES.iter().find(|half| {
        rest.strip_prefix(**half).is_some_and(|after| !after.starts_with(char::is_alphabetic))
    });
    if let Some(half) = half.filter(|_| amount.factor > 1.0) {
        amount.value += amount.factor / 2.0;
        amount.range.end += half.len();
    }
}

/// `6 lakh 20 thousand`, `یەک ملیۆن و ٢٠٠ هەزار`, `4 lac 90`: one amount in two parts.
fn join(folded: &str, amounts: Vec<Amount>, found: &Found) -> Vec<Amount> {
    let mut out: Vec<Amount> = Vec::with_capacity(amounts.len());
    for amount in amounts {
        let Some(last) = out.last_mut() else {
            out.push(amount);
            continue;
        };
        let gap = folded.get(last.range.end..amount.range.start).unwrap_or("|").trim();
        let joined = matches!(gap, "" | "و" | "and" | "et" | "e" | "y" | "ও" | "اور" | "او" | "va");
        let single = amount.factor < 2.0;
        let plain_lakh = (99_999.0..100_001.0).contains(&last.factor)
            && single
            && amount.value < 100.0
            && amount.value >= 10.0
            && !found
                .currencies
                .iter()
                .any(|(_, r)| r.start >= amount.range.end && r.start <= amount.range.end + 1);
        let lower =
            amount.factor > 1.0 && last.factor > amount.factor && amount.value < last.factor;
        // `13 bin 500`.
        let rest = (999.0..1001.0).contains(&last.factor)
            && single
            && (100.0..1000.0).contains(&amount.value);
        if joined && (lower || rest) {
            last.value += amount.value;
        } else if joined && plain_lakh && gap.is_empty() {
            last.value += amount.value * 1000.0;
        } else {
            out.push(amount);
            continue;
        }
        last.range.end = amount.range.end;
        last.by = amount.by;
    }
    out
}

fn digits(folded: &str, tokens: &[Token<'_>], found: &Found, language: &Language) -> Vec<Amount> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens.get(at) {
        at += 1;
        let read = out.last().is_some_and(|last: &Amount| last.range.end > first.start);
        if first.kind != TokenKind::Number || read {
            continue;
        }
        let (written, end) = pieces(folded, tokens, first, &mut at);
        let Some(value) = number(&written) else { continue };
        let mut amount =
            Amount { value, range: first.start..end, factor: 1.0, by: end..end, words: false };
        if language.as_str() != "ha" || !multiply_before(&mut amount, folded, found) {
            multiply(&mut amount, folded, tokens, found);
        }
        out.push(amount);
    }
    out
}

/// `1.200`, `4,00,000`, `90 000`, `21.ooo`: one number in pieces.
fn pieces(
    folded: &str,
    tokens: &[Token<'_>],
    first: &Token<'_>,
    at: &mut usize,
) -> (String, usize) {
    let mut written = first.text.to_owned();
    let mut end = first.end();
    while let (Some(next), Some(after)) = (tokens.get(*at), tokens.get(*at + 1)) {
        let sign = next.kind == TokenKind::Sign && matches!(next.text, "." | "," | "'");
        let glued = next.start == end && after.start == next.end();
        if !(sign && glued && after.kind == TokenKind::Number) {
            break;
        }
        written.push(if next.text == "." { '.' } else { ',' });
        written.push_str(after.text);
        end = after.end();
        *at += 2;
    }
    while let Some(next) = tokens.get(*at) {
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
        *at += 1;
    }
    (written, end)
}

/// Applies the word behind a number, if it multiplies.
fn multiply(amount: &mut Amount, folded: &str, tokens: &[Token<'_>], found: &Found) {
    let end = amount.range.end;
    let by = found.multipliers.iter().filter(|(_, range)| {
        range.start >= end
            && folded.get(end..range.start).is_some_and(|gap| gap.is_empty() || gap == " ")
    });
    let Some((factor, range)) = by.max_by_key(|(_, range)| range.len()) else { return };
    amount.value *= factor;
    amount.factor = *factor;
    amount.range.end = range.end;
    amount.by = range.clone();
    // `12k5`, `6万5`: the digit behind stands for tenths of the factor.
    let tail = tokens.iter().find(|t| t.start == range.end);
    if let Some(tail) = tail.filter(|t| t.kind == TokenKind::Number && t.text.len() == 1) {
        amount.value += tail.text.parse::<f64>().unwrap_or(0.0) * factor / 10.0;
        amount.range.end = tail.end();
    }
}

/// Hausa has the factor in front: `dubu 350`.
fn multiply_before(amount: &mut Amount, folded: &str, found: &Found) -> bool {
    let start = amount.range.start;
    let before = |range: &Range<usize>| folded.get(range.end..start) == Some(" ");
    let Some((factor, range)) = found.multipliers.iter().find(|(_, range)| before(range)) else {
        return false;
    };
    amount.value *= factor;
    amount.factor = *factor;
    amount.range.start = range.start;
    true
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
