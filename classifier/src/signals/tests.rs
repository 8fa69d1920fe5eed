use super::*;
use crate::contacts::{contacts, price};
use crate::lexicon::{self, Matcher};
use crate::places::Gazetteer;
use crate::text::{Text, tokens};
use model::Language;

/// Names of the signals in a text.
fn signals(input: &str, language: &str) -> Vec<&'static str> {
    let gazetteer = Gazetteer::shipped();
    let matcher = Matcher::build(&lexicon::shipped().unwrap(), &gazetteer).unwrap();
    let text = Text::read(input);
    let language = Language::new(language);
    let found = matcher.find(&text, &language, &gazetteer);
    let tokens = tokens(&text.folded.text);
    let contacts = contacts(&text, &found, &tokens);
    let prices = price::prices(&text, &tokens, &found, &contacts, &language, &gazetteer);
    let scene =
        Scene { text: &text, tokens: &tokens, found: &found, contacts: &contacts, prices: &prices };
    ALL.iter().filter(|s| (s.find)(&scene).is_some()).map(|s| s.name).collect()
}

fn check(input: &str, language: &str, there: &[&str], absent: &[&str]) {
    let found = signals(input, language);
    assert!(
        there.iter().all(|name| found.contains(name)),
        "{input}: {found:?} lacks one of {there:?}"
    );
    assert!(
        !absent.iter().any(|name| found.contains(name)),
        "{input}: {found:?} has one of {absent:?}"
    );
}

#[test]
fn every_signal_of_the_domain_is_listed_once() {
    let mut names: Vec<&str> = ALL.iter().map(|s| s.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 18);
    assert_eq!(ALL.iter().filter(|s| s.side == Side::Against).count(), 5);
    assert!(ALL.iter().all(|s| (s.start > 0.0) == (s.side == Side::For)));
}

#[test]
fn offers_raise_signals_for_and_confusers_signals_against() {
    check(
        "France to England, £1,200 per person, pay when you arrive, money stays with a third person, WhatsApp +44 7700 900413",
        "en",
        &["route_plus_headprice", "pay_after_arrival", "escrow_release", "private_contact"],
        &["question_frame"],
    );
    check(
        "Two seats left, leaving tonight. Second try is free.",
        "en",
        &["capacity_urgency", "retry_clause"],
        &[],
    );
    check(
        "Bilet: İstanbul Atina otobüs, belge no 4471",
        "tr",
        &["licence_or_booking_link"],
        &["route_plus_headprice"],
    );
    check("Does anyone know, is the road open?", "en", &["question_frame"], &["private_contact"]);
    check(
        "My brother is missing since Friday, last seen in Izmir",
        "en",
        &["search_for_person"],
        &[],
    );
    check(
        "According to officials, police arrested five smugglers",
        "en",
        &["third_person_past"],
        &["escrow_release"],
    );
    check("Beware of scammers, never pay", "en", &["warning_frame"], &[]);
    check("Passport in the database, scans at the gate", "en", &["doc_verifiable"], &[]);
    check(
        "بدون مقدم، الدفع بعد الوصول، المكتب تامين",
        "ar",
        &["pay_after_arrival", "escrow_release"],
        &[],
    );
}
