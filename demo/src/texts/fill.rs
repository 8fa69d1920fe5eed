//! Fills the slots of a text, and remembers what it filled in.
//!
//! Slots: `{phone}` `{handle}` `{link}` `{email}` `{date}` `{seats}` `{hour}`, and for sums
//! `{price}`, `{price2}`; a price may ask for thousands signs: `{price,}` `{price.}` `{price_}`
//! (a space).

use super::library::{Entry, Texts};
use super::numbers::written;
use crate::chance::Chance;
use crate::truth::{ContactTruth, PriceTruth};
use chrono::Datelike;
use model::{ContactKind, Timestamp};

/// What the slots stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'f> {
    /// Telephone number, E.164.
    pub(crate) phone: &'f str,
    /// Handle without `@`.
    pub(crate) handle: &'f str,
    /// Name for domains, in Latin letters.
    pub(crate) slug: &'f str,
    /// How many steps the price has moved.
    pub(crate) drift: i64,
    /// When it is written.
    pub(crate) at: Timestamp,
}

/// A text, filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filled {
    /// The text.
    pub(crate) text: String,
    /// Contacts in it.
    pub(crate) contacts: Vec<ContactTruth>,
    /// Sums in it.
    pub(crate) prices: Vec<PriceTruth>,
}

/// Fills a text.
pub(crate) fn fill(entry: &Entry, texts: &Texts, facts: &Facts<'_>, chance: &mut Chance) -> Filled {
    let native = if chance.percent(60) { texts.digits.first() } else { chance.pick(&texts.digits) };
    let mut form = Form {
        entry,
        texts,
        facts,
        digits: native.map(String::as_str).unwrap_or_default(),
        filled: Filled { text: String::new(), contacts: Vec::new(), prices: Vec::new() },
    };
    let mut rest = entry.text.as_str();
    while let Some((before, tail)) = rest.split_once('{') {
        form.filled.text.push_str(before);
        let (slot, after) = tail.split_once('}').unwrap_or((tail, ""));
        form.slot(slot, chance);
        rest = after;
    }
    form.filled.text.push_str(rest);
    form.filled
}

struct Form<'f> {
    entry: &'f Entry,
    texts: &'f Texts,
    facts: &'f Facts<'f>,
    digits: &'f str,
    filled: Filled,
}

impl Form<'_> {
    fn slot(&mut self, slot: &str, chance: &mut Chance) {
        let facts = *self.facts;
        match slot {
            "phone" => {
                let number = written(facts.phone, chance);
                let number = if chance.percent(25) { self.native(&number) } else { number };
                self.contact(self.entry.phone, facts.phone.to_owned());
                self.filled.text.push_str(&number);
            }
            "handle" => {
                let linked = self.filled.text.ends_with("t.me/");
                let (kind, value) = if linked {
                    (ContactKind::Telegram, format!("https://t.me/{}", facts.handle))
                } else {
                    (self.entry.handle, format!("@{}", facts.handle))
                };
                self.contact(kind, value);
                self.filled.text.push_str(facts.handle);
            }
            "link" => {
                let link = format!("https://www.{}.example/", facts.slug.replace('_', "-"));
                self.contact(ContactKind::Link, link.clone());
                self.filled.text.push_str(&link);
            }
            "email" => {
                let mail = format!("info@{}.example", facts.slug.replace('_', "-"));
                self.contact(ContactKind::Email, mail.clone());
                self.filled.text.push_str(&mail);
            }
            "date" => {
                let day = facts.at.plus_days(chance.between(1, 4)).utc().weekday();
                let day = self.texts.days.get(day.num_days_from_monday() as usize);
                self.filled.text.push_str(day.map(String::as_str).unwrap_or_default());
            }
            "seats" => self.number(chance.between(2, 9)),
            "hour" => self.number(chance.between(6, 22)),
            price => self.price(price),
        }
    }

    fn price(&mut self, slot: &str) {
        let which = usize::from(slot.contains('2'));
        let Some(range) = self.entry.prices.get(which) else {
            tracing::error!(entry = self.entry.name, slot, "a slot that nothing fills");
            return;
        };
        let steps = (range.to - range.from) / range.step + 1;
        let amount = range.from + range.step * self.facts.drift.rem_euclid(steps);
        self.filled.prices.push(PriceTruth {
            amount: amount * range.unit,
            currency: range.currency.clone(),
            per_person: range.per_person,
        });
        let gap = slot.chars().next_back().filter(|c| matches!(c, ',' | '.' | '_'));
        let text = thousands(amount, gap.map(|c| if c == '_' { ' ' } else { c }));
        let text = self.native(&text);
        self.filled.text.push_str(&text);
    }

    fn contact(&mut self, kind: ContactKind, value: String) {
        let contact = ContactTruth { kind, value };
        if !self.filled.contacts.contains(&contact) {
            self.filled.contacts.push(contact);
        }
    }

    fn number(&mut self, number: i64) {
        let text = self.native(&number.to_string());
        self.filled.text.push_str(&text);
    }

    /// The text with the language's own digits.
    fn native(&self, text: &str) -> String {
        let own = |c: char| {
            let at = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
            at.and_then(|at| self.digits.chars().nth(at)).unwrap_or(c)
        };
        text.chars().map(own).collect()
    }
}

fn thousands(amount: i64, gap: Option<char>) -> String {
    let digits = amount.to_string();
    let Some(gap) = gap else { return digits };
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(gap);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Library;
    use super::*;

    fn facts() -> Facts<'static> {
        Facts {
            phone: "+447700900113",
            handle: "nord_q7x2",
            slug: "nord_hafen",
            drift: 1,
            at: Timestamp::from_ms(1_795_435_200_000),
        }
    }

    #[test]
    fn every_slot_of_every_text_is_filled() {
        let mut chance = Chance::of(3, "fill");
        for texts in &Library::shipped().languages {
            for entry in texts.offers.iter().chain(&texts.others) {
                let filled = fill(entry, texts, &facts(), &mut chance);
                assert!(!filled.text.contains(['{', '}']), "{}: {}", entry.name, filled.text);
                assert_eq!(filled.prices.len(), entry.prices.len(), "{}: prices", entry.name);
                let wanted = entry.text.contains("{phone}");
                let has = filled.contacts.iter().any(|c| c.value == "+447700900113");
                assert_eq!(has, wanted, "{}", entry.name);
            }
        }
    }

    #[test]
    fn the_truth_names_what_stands_in_the_text() {
        let library = Library::shipped();
        let mut chance = Chance::of(4, "fill");
        let texts = library.languages.iter().find(|t| t.language.as_str() == "en").unwrap();
        for entry in &texts.offers {
            let filled = fill(entry, texts, &facts(), &mut chance);
            let digits: String = filled.text.chars().filter(char::is_ascii_digit).collect();
            for price in &filled.prices {
                assert!(digits.contains(&price.amount.to_string()), "{}", filled.text);
            }
        }
    }

    #[test]
    fn thousands_are_set_apart_where_asked() {
        assert_eq!(thousands(1_234_567, Some(',')), "1,234,567");
        assert_eq!(thousands(950, Some('.')), "950");
        assert_eq!(thousands(12_000, None), "12000");
    }
}
