//! Telephone numbers that ring nowhere.
//!
//! Ranges set aside for fiction: United Kingdom 07700 900000-900999 (Ofcom), North America
//! NPA-555-0100 to -0199 (NANPA), France 06 39 98 xx xx (ARCEP), Germany 0176 040690xx
//! (Bundesnetzagentur), Sweden 070-174 06 05 to -99 (PTS).

use crate::chance::Chance;

/// The number at a place in the ranges, in E.164; the ranges are taken in turn.
pub(crate) fn phone(at: u32) -> String {
    let deep = at / 5;
    let area = ["202", "312", "416", "604", "713", "514"];
    match at % 5 {
        0 => format!("+447700900{:03}", (deep * 37 + 113) % 1000),
        1 => format!("+3363998{:04}", (deep * 613 + 1207) % 10_000),
        2 => {
            let code = area.get(deep as usize % area.len()).copied().unwrap_or("202");
            format!("+1{code}5550{:03}", 100 + (deep * 17 + 23) % 100)
        }
        3 => format!("+4917604069{:04}", (deep * 7 + 13) % 100),
        _ => format!("+4670174{:04}", 605 + (deep * 11 + 2) % 94),
    }
}

/// The number as somebody would write it.
pub(crate) fn written(number: &str, chance: &mut Chance) -> String {
    let digits = number.trim_start_matches('+');
    match chance.below(5) {
        0 => number.to_owned(),
        1 => format!("00{digits}"),
        3 => format!("+{}", grouped(digits, '-')),
        4 => format!("00{}", grouped(digits, ' ')),
        _ => format!("+{}", grouped(digits, ' ')),
    }
}

/// Country code apart, the rest in threes.
fn grouped(digits: &str, gap: char) -> String {
    let code = if digits.starts_with('1') { 1 } else { 2 };
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at >= code && (at - code) % 3 == 0 && at + 1 < digits.len() {
            out.push(gap);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_differ_and_stay_in_their_ranges() {
        let numbers: BTreeSet<String> = (0..400).map(phone).collect();
        assert_eq!(numbers.len(), 400);
        for number in numbers {
            let ranges = ["+447700900", "+3363998", "+49176040690", "+4670174"];
            let reserved = ranges.iter().any(|range| number.starts_with(range))
                || number.get(5..9) == Some("5550");
            assert!(reserved, "{number}");
        }
    }

    #[test]
    fn every_way_of_writing_keeps_the_digits() {
        let mut chance = Chance::of(1, "written");
        for _ in 0..50 {
            let text = written("+447700900113", &mut chance);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            assert!(digits.trim_start_matches("00") == "447700900113", "{text}");
        }
    }
}
