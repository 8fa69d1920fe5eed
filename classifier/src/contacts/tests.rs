use super::*;
use crate::lexicon::{self, Matcher};
use crate::places::Gazetteer;
use crate::text::tokens;
use model::{Language, Price};

fn read(input: &str, language: &str) -> (Vec<Contact>, Vec<Price>) {
    let gazetteer = Gazetteer::shipped();
    let matcher = Matcher::build(&lexicon::shipped().unwrap(), &gazetteer).unwrap();
    let text = Text::read(input);
    let language = Language::new(language);
    let found = matcher.find(&text, &language, &gazetteer);
    let tokens = tokens(&text.folded.text);
    let contacts = contacts(&text, &found, &tokens);
    let prices = price::prices(&text, &tokens, &found, &contacts, &language, &gazetteer);
    (contacts, prices)
}

fn check(input: &str, expect: &[(&str, &str)]) {
    let (found, _) = read(input, "en");
    let found: Vec<(&str, &str)> =
        found.iter().map(|c| (c.kind.word(), c.value.as_str())).collect();
    assert_eq!(found, expect, "{input}");
}

#[test]
fn numbers_are_read_in_every_disguise() {
    check("call +44 7700 900413 now", &[("phone", "+447700900413")]);
    check("WhatsApp 0044 (7700) 900-413", &[("whatsapp", "+447700900413")]);
    check("واتس ٠٠٩٦٤٧١٥٥٢٨٠٦١٣", &[("whatsapp", "+9647155280613")]);
    check("➕4️⃣4️⃣ 7️⃣7️⃣0️⃣0️⃣ 9️⃣0️⃣0️⃣4️⃣1️⃣3️⃣", &[("phone", "+447700900413")]);
    check("+44 77OO 9OO 9O7", &[("phone", "+447700900907")]);
    check(
        "zap: cinco cinco dois cinco, nove nove um oito três, três quatro sete zero",
        &[("whatsapp", "+5525991833470")],
    );
    check(
        "plus double four seven seven zero zero nine zero zero four one three",
        &[("phone", "+447700900413")],
    );
}

#[test]
fn dates_sums_and_years_are_no_numbers_to_call() {
    check("on 24.11.2026 or 2026-11-24, men 18-60, 1.200.000 paid, in 2024 2025 2026", &[]);
    check("€12,500 each, 850 000 total", &[]);
}

#[test]
fn addresses_keep_their_form() {
    check(
        "write t.me/example_routes or ig @route.example_91",
        &[("telegram", "https://t.me/example_routes"), ("instagram", "@route.example_91")],
    );
    check("mail Desk@Help.example", &[("email", "desk@help.example")]);
    check("snap: guest.line.dxb", &[("snapchat", "guest.line.dxb")]);
    check("https://wa.me/447700900413", &[("whatsapp", "+447700900413")]);
    check("GB82 WEST 1234 5698 7654 32", &[("iban", "GB82WEST12345698765432")]);
}

#[test]
fn sums_have_currency_and_head() {
    let sums = |input: &str, language: &str| -> Vec<(f64, String, bool)> {
        read(input, language).1.into_iter().map(|p| (p.amount, p.currency, p.per_person)).collect()
    };
    assert_eq!(sums("£1,200 per person", "en"), [(1200.0, "GBP".to_owned(), true)]);
    assert_eq!(sums("2.7 लाख रुपये", "hi"), [(270_000.0, "INR".to_owned(), false)]);
    assert_eq!(sums("3500 يورو للنفر", "ar"), [(3500.0, "EUR".to_owned(), true)]);
    assert_eq!(
        sums("90 000 € et 5k euros", "fr"),
        [(90_000.0, "EUR".to_owned(), false), (5000.0, "EUR".to_owned(), false)]
    );
    assert_eq!(sums("4500 dinars, Sfax", "fr"), [(4500.0, "TND".to_owned(), false)]);
    assert_eq!(sums("４５００欧", "zh"), [(4500.0, "EUR".to_owned(), false)]);
}
