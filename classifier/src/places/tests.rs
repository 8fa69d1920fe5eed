use super::*;
use crate::lexicon::{self, Matcher};
use crate::text::Text;
use model::Language;

fn check(input: &str, language: &str, expect: &str) {
    let gazetteer = Gazetteer::shipped();
    let matcher = Matcher::build(&lexicon::shipped().unwrap(), &gazetteer).unwrap();
    let text = Text::read(input);
    let found = matcher.find(&text, &Language::new(language), &gazetteer);
    let route = route(&text.folded.text, &found, &gazetteer);
    assert_eq!(route.to_string(), expect, "{input}");
}

#[test]
fn two_countries_make_a_route_in_their_order_or_as_words_turn_them() {
    check("France to England this week", "en", "FR → GB");
    check("to England from France", "en", "FR → GB");
    check("🇹🇳➡️🇮🇹", "und", "TN → IT");
    check("İtalya'ya Türkiye'den", "tr", "TR → IT");
    check("من تركيا الى اليونان", "ar", "TR → GR");
    check("з України в Румунію", "uk", "UA → RO");
    check("从越南到中国", "zh", "VN → CN");
    check("ਸਰਬੀਆ ਤੋਂ ਇਟਲੀ", "pa", "RS → IT");
}

#[test]
fn one_country_is_where_it_leads_unless_a_word_or_a_port_says_otherwise() {
    check("visa for Canada", "en", "? → CA");
    check("who leaves from Libya", "en", "LY → ?");
    check("Been in Dunkirk five weeks", "en", "FR → ?");
    check("no place at all", "en", "? → ?");
}

#[test]
fn short_names_count_in_their_own_language_only() {
    check("đi Mỹ", "vi", "? → US");
    check("my brother", "en", "? → ?");
    check("nga Tirana", "sq", "AL → ?");
}
