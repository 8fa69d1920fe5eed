//! Crypto wallets and bank account numbers.

use model::ContactKind;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static WALLET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:bc1[a-z0-9]{25,59}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b").ok()
});
static IBAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b").ok()
});

/// Wallets and valid IBANs (ISO 13616: remainder 1 by 97), bytes of the plain layer.
pub(super) fn wallets(plain: &str) -> Vec<(Option<ContactKind>, String, Range<usize>)> {
    let mut out = Vec::new();
    if !plain.split_whitespace().any(may_begin) {
        return out;
    }
    for found in WALLET.iter().flat_map(|w| w.find_iter(plain)) {
        out.push((Some(ContactKind::Wallet), found.as_str().to_owned(), found.range()));
    }
    for found in IBAN.iter().flat_map(|w| w.find_iter(plain)) {
        let value: String = found.as_str().chars().filter(|c| *c != ' ').collect();
        if valid_iban(&value) {
            out.push((Some(ContactKind::Iban), value, found.range()));
        }
    }
    out
}

/// Whether a word is long enough for either, or begins an account number written in groups.
fn may_begin(word: &str) -> bool {
    let bytes = word.as_bytes();
    let grouped = matches!(bytes, [a, b, c, d] if a.is_ascii_uppercase()
        && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
    grouped || bytes.iter().filter(|b| b.is_ascii_alphanumeric()).count() >= 15
}

fn valid_iban(value: &str) -> bool {
    let (Some(head), Some(body)) = (value.get(..4), value.get(4..)) else { return false };
    let mut rest = 0_u32;
    for c in body.chars().chain(head.chars()) {
        let Some(digit) = c.to_digit(36) else { return false };
        rest = if digit > 9 { rest * 100 + digit } else { rest * 10 + digit } % 97;
    }
    (15..=34).contains(&value.len()) && rest == 1
}
