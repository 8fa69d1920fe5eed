//! Rounded numbers as Telegram writes them: `436.6K`, `12,5M`, `11 110 268 subscribers`.

/// The number at the beginning of a text. A letter behind it (`K`, `M`, `B`) multiplies, and then
/// the point or comma before it is a decimal one; without a letter they separate thousands, as
/// every kind of space does.
#[must_use]
pub(super) fn count(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    let times = match rest.chars().next().map(|c| c.to_ascii_uppercase()) {
        Some('K') => 1_000,
        Some('M') if !rest.starts_with("mem") => 1_000_000,
        Some('B') => 1_000_000_000,
        _ => 1,
    };
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if times == 1 {
        return digits(number)?.parse().ok();
    }
    let (whole, part) = number.trim().split_once(['.', ',']).unwrap_or((number, ""));
    let whole: u64 = digits(whole)?.parse().ok()?;
    let part = digits(part)?;
    let scale = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let part: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    whole.checked_mul(times)?.checked_add(part.checked_mul(times)?.checked_div(scale)?)
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_digit() || letter.is_whitespace() || matches!(letter, '.' | ',' | '\'' | '’')
}

/// The digits of a number without what separates its thousands.
fn digits(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() <= 18).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<u64>) {
        assert_eq!(count(text), expect, "{text:?}");
    }

    #[test]
    fn rounded_and_exact_numbers_are_read() {
        check("2", Some(2));
        check("436.6K", Some(436_600));
        check("1.11K", Some(1_110));
        check("12.5M", Some(12_500_000));
        check("12,5M", Some(12_500_000));
        check("3 k", Some(3_000));
        check("1.2B views", Some(1_200_000_000));
        check("2 805 members", Some(2_805));
        check("5 members", Some(5));
        check("11\u{a0}110\u{202f}268 subscribers", Some(11_110_268));
        check("1,234 subscribers", Some(1_234));
        check("", None);
        check("no subscribers", None);
        check("@name", None);
        check(&"9".repeat(40), None);
        check(&format!("{}M", "9".repeat(18)), None);
        check("1.00000000000000000001K", None);
    }
}
