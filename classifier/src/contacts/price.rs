//! Sums of money: amount, currency, and whether they are per head.

use super::amount::{self, Amount};
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
    let folded = text.folded.text.as_str();
    let free = |amount: &Amount| {
        let range = &amount.range;
        let span = text.folded.span(range.start, range.end);
        amount.value >= 1.0 && !contacts.iter().any(|c| c.span.overlaps(span))
    };
    let amounts: Vec<Amount> =
        amount::amounts(folded, tokens, found, language).into_iter().filter(free).collect();
    let mut used = vec![false; found.currencies.len()];
    let mut sums: Vec<Option<(&'static str, Range<usize>)>> = Vec::with_capacity(amounts.len());
    for (at, amount) in amounts.iter().enumerate() {
        let floor = at.checked_sub(1).and_then(|i| amounts.get(i)).map_or(0, |a| a.range.end);
        let ceiling = amounts.get(at + 1).map_or(folded.len(), |a| a.range.start);
        sums.push(
            if let Some((row, number, range)) =
                currency(folded, amount, floor, ceiling, found, &used)
            {
                if let Some(flag) = used.get_mut(number) {
                    *flag = true;
                }
                Some((code(row, language, found, gazetteer), range))
            } else if amount.words {
                None
            } else {
                glued(tokens, amount, language)
                    .or_else(|| Some((understood(language, amount)?, amount.range.clone())))
            },
        );
    }
    let sums = ranges(folded, amounts, sums);
    let price = |(amount, code, range): (Amount, &'static str, Range<usize>)| {
        let start = amount.range.start.min(range.start);
        let end = amount.range.end.max(range.end);
        Price {
            amount: amount.value,
            currency: code.to_owned(),
            per_person: per_head(folded, found, start, end),
            span: text.folded.span(start, end),
        }
    };
    sums.into_iter().map(price).collect()
}

/// A sum with its currency and where that stands.
type Sum = (Amount, &'static str, Range<usize>);

/// The first of "900 to 12,000 €" and "3-4 thousand" takes the currency, and the factor, of the
/// second.
fn ranges(
    folded: &str,
    amounts: Vec<Amount>,
    sums: Vec<Option<(&'static str, Range<usize>)>>,
) -> Vec<Sum> {
    const BETWEEN: [&str; 18] = [
        "-", "to", "or", "a", "o", "до", "або", "или", "تا", "الی", "ل", "ila", "ilaa", "ile",
        "bis", "den", "do", "~",
    ];
    let mut out: Vec<Sum> = Vec::with_capacity(amounts.len());
    for (mut amount, sum) in amounts.into_iter().zip(sums).rev() {
        if let Some((code, range)) = sum {
            out.push((amount, code, range));
            continue;
        }
        let Some((next, code, _)) = out.last() else { continue };
        let gap = folded.get(amount.range.end..next.range.start).unwrap_or_default();
        let listed =
            gap.trim() == "," && amount.factor > 1.0 && (amount.factor - next.factor).abs() < 0.5;
        if !(BETWEEN.contains(&gap.trim()) || listed) {
            continue;
        }
        if amount.factor < 2.0 && next.factor > 1.0 && amount.value < next.value / next.factor {
            amount.value *= next.factor;
        }
        let plausible = amount.value < next.value && amount.value * 100.0 >= next.value;
        if plausible && !amount.words {
            let (code, range) = (*code, amount.range.clone());
            out.push((amount, code, range));
        }
    }
    out.reverse();
    // "three thousand pounds (3000)" is one sum.
    let mut end = 0;
    let mut value = 0.0;
    out.retain(|(amount, _, _)| {
        let gap = folded.get(end..amount.range.start).unwrap_or_default();
        let again =
            end > 0 && (amount.value - value).abs() < 0.01 && gap.contains('(') && gap.len() < 16;
        (end, value) = (amount.range.end, amount.value);
        !again
    });
    out
}

/// A letter glued to the front of a sum: `N300k`, `R1800`, `Q99`.
fn glued(
    tokens: &[Token<'_>],
    amount: &Amount,
    language: &Language,
) -> Option<(&'static str, Range<usize>)> {
    let token =
        tokens.iter().find(|t| t.end() == amount.range.start && t.kind == TokenKind::Word)?;
    let code = match (token.text, language.as_str()) {
        ("n", "ha" | "en") => "NGN",
        ("r", "en") => "ZAR",
        ("d", "en") => "GMD",
        ("q", "es") => "GTQ",
        ("l", "es") => "HNL",
        _ => return None,
    };
    (amount.value >= 10.0).then(|| (code, token.start..token.end()))
}

/// The currency that goes without saying: `25 lakh`, `250 triệu` are sums of money at home.
fn understood(language: &Language, amount: &Amount) -> Option<&'static str> {
    let code = match language.as_str() {
        "en" if (99_999.0..100_001.0).contains(&amount.factor) => "INR",
        "hi" | "pa" => "INR",
        "ur" | "ur-Latn" => "PKR",
        "bn" => "BDT",
        "vi" => "VND",
        "zh" => "CNY",
        _ => return None,
    };
    let home = if code == "CNY" { 10_000.0 } else { 100_000.0 };
    (amount.factor >= home).then_some(code)
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
        gap.len() <= 4
            && gap.chars().all(|c| matches!(c, ' ' | '.' | '-' | '+' | ',' | '\'' | ':' | '('))
            || matches!(gap.trim(), "de" | "d'" | "di" | "o")
    };
    let mut best: Option<(usize, usize, usize, Range<usize>)> = None;
    for (number, (row, range)) in found.currencies.iter().enumerate() {
        // Two letters behind a number are money, before it mostly something else.
        let word = folded.get(range.clone()).unwrap_or_default();
        let short = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_lowercase());
        let (distance, gap) = if *range == amount.by {
            (9, Some(""))
        } else if range.start >= amount.range.end && range.end <= ceiling.max(amount.range.end) {
            (range.start - amount.range.end, folded.get(amount.range.end..range.start))
        } else if range.end <= amount.range.start
            && range.start >= floor
            && !used.get(number).copied().unwrap_or(false)
            && (!short || matches!(word, "rs" | "tk" | "dt" | "dh"))
            && !folded.get(range.end..amount.range.start).is_some_and(|gap| gap.contains(','))
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
    let gap = |range: &Range<usize>| {
        if range.start >= end { folded.get(end..range.start) } else { folded.get(range.end..start) }
    };
    let near = |range: &Range<usize>| {
        gap(range).is_some_and(|gap| {
            gap.chars().count() <= 24 && !gap.contains('\n') && !gap.contains(". ")
        })
    };
    // "3 people 180 dollars" is no price for each.
    let beside = |range: &Range<usize>| {
        let word = folded.get(range.clone()).unwrap_or_default();
        if range.end <= start
            && !matches!(word, "نفر" | "tek" | "nafar" | "nefer" | "نهفهر" | "cada")
        {
            return false;
        }
        let counted = folded.get(..range.start).is_some_and(|before| {
            range.end <= start && before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        });
        !counted
            && gap(range)
                .is_some_and(|gap| matches!(gap.trim(), "" | "/" | "(" | ":" | "-" | "," | "="))
    };
    found.terms.iter().any(|hit| hit.concept == Concept::PerHead && near(&hit.range))
        || found.heads.iter().any(|(only, range)| if *only { beside(range) } else { near(range) })
}
