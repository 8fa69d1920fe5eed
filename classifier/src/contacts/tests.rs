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

fn check_sums(input: &str, language: &str, expect: &[(f64, &str)]) {
    let found: Vec<(f64, String)> =
        read(input, language).1.into_iter().map(|p| (p.amount, p.currency)).collect();
    let found: Vec<(f64, &str)> = found.iter().map(|(a, c)| (*a, c.as_str())).collect();
    assert_eq!(found, expect, "{input}");
}

#[test]
fn amounts_are_read_in_words() {
    check_sums("nine thousand dollars", "en", &[(9000.0, "USD")]);
    check_sums("mil quinientos euros", "es", &[(1500.0, "EUR")]);
    check_sums("tri hiljade petsto evra", "sr", &[(3500.0, "EUR")]);
    check_sums("چهار هزار و پنجصد یورو", "fa", &[(4500.0, "EUR")]);
    check_sums("साढ़े आठ लाख रुपये", "hi", &[(850_000.0, "INR")]);
    check_sums("九万块", "zh", &[(90_000.0, "CNY")]);
    check_sums("naira dubu biyu da dari biyar", "ha", &[(2500.0, "NGN")]);
    check_sums("Sechs or one euro", "en", &[]);
}

#[test]
fn amounts_in_parts_and_ranges_are_whole() {
    check_sums("৬ লাখ ২০ হাজার টাকা", "bn", &[(620_000.0, "BDT")]);
    check_sums("4 lac 90 mang raha", "ur-Latn", &[(490_000.0, "PKR")]);
    check_sums("13 bin 500 dolar", "tr", &[(13_500.0, "USD")]);
    check_sums("4 triệu rưỡi đồng", "vi", &[(4_500_000.0, "VND")]);
    check_sums("900 to 12,000 € each", "en", &[(900.0, "EUR"), (12_000.0, "EUR")]);
    check_sums("3-4 thousand pounds", "en", &[(3000.0, "GBP"), (4000.0, "GBP")]);
    check_sums("three thousand pounds (3000£)", "en", &[(3000.0, "GBP")]);
    check_sums("17 mil dólares, 8 días", "es", &[(17_000.0, "USD")]);
    check_sums("2 grand tonight", "en", &[(2000.0, "USD")]);
}

#[test]
fn a_sum_is_per_head_where_the_text_says_so() {
    let head = |input: &str, language: &str, expect: bool| {
        let sums = read(input, language).1;
        assert_eq!(sums.iter().map(|p| p.per_person).collect::<Vec<_>>(), [expect], "{input}");
    };
    for (input, language) in [
        ("650€ pro Person", "de"),
        ("1500 динара по глави", "sr"),
        ("800 доларів з особи", "uk"),
        ("3800加元一人", "zh"),
        ("نفر ۱۸۰ دالر", "fa"),
        ("2500$ ንሰብ", "ti"),
        ("1600 euro her kes", "kmr"),
        ("900 euro midkiiba", "so"),
    ] {
        head(input, language, true);
    }
    head("6000 euro for the boat", "en", false);
    head("25块一个月", "zh", false);
}

#[test]
fn a_code_told_behind_a_number_or_turned_round_is_its_countrys() {
    check("call 0171 392 0044 (+49)", &[("phone", "+491713920044")]);
    check("tel 715 528 0613 964+", &[("phone", "+9647155280613")]);
    check("77 009 00413, prefijo 34", &[("phone", "+347700900413")]);
    check("0171 392 0044 between 9+ and 12", &[("phone", "01713920044")]);
    check("OO44 77OO 9OO4l3 now", &[("phone", "+447700900413")]);
    check("in 2019 (5.000 lek), 5512/2024", &[]);
}

#[test]
fn names_without_an_at_sign_are_read_where_only_a_name_looks_so() {
    check("Facebook Invented Name Travel, call", &[("facebook", "Invented Name Travel")]);
    check("ask Invented da Rua on fb. Thanks", &[("facebook", "Invented da Rua")]);
    check("find us on Facebook please", &[]);
    check("write fast_lane_docs9 today", &[("handle", "fast_lane_docs9")]);
    check("a #tag_with_parts and s_p_e_l_t out", &[]);
    check("desk (at) help [dot] example", &[("email", "desk@help.example")]);
    check("加微信laoli_guide88", &[("wechat", "laoli_guide88")]);
}
