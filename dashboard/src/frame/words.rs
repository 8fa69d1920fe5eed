//! Numbers and counts as people read them.

/// Thousands apart by thin spaces: `12 430`.
pub(crate) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// `1 post`, `12 430 posts`.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// A time span: `under 1 h`, `26 h`, `12 days`.
pub(crate) fn span(ms: i64) -> String {
    match ms / 3_600_000 {
        ..=0 => "under 1 h".to_owned(),
        hours @ 1..=95 => format!("{hours} h"),
        hours => format!("{} days", number(u64::try_from((hours + 12) / 24).unwrap_or(0))),
    }
}

/// The first `most` characters, with an ellipsis where something is left out.
pub(crate) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// `3 250 EUR`, `4 500 EUR each`.
pub(crate) fn price(price: &model::Price) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of exact whole numbers; cents say nothing here"
    )]
    let whole = price.amount.clamp(0.0, 9.0e15).round() as u64;
    let each = if price.per_person { " each" } else { "" };
    format!("{} {}{each}", number(whole), price.currency)
}

/// A count that a column may hold as any whole number.
pub(crate) fn whole(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let check = |n: u64, expect: &str| assert_eq!(number(n).replace('\u{202f}', "_"), expect);
        check(0, "0");
        check(999, "999");
        check(12_430, "12_430");
        check(1_234_567, "1_234_567");
    }

    #[test]
    fn short_texts_stay_whole_and_long_ones_say_so() {
        assert_eq!(short("a  b\nc", 10), "a b c");
        assert_eq!(short("سلام دنیا", 5), "سلام…");
    }
}
