//! What the classifier promises as a whole, with the shipped model.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use classifier::{Classifier, Options, grouping};
use model::{Assessment, ContactKind, Label, Language, PostId, Timestamp};

fn assess(text: &str) -> Assessment {
    let classifier = Classifier::shipped(&Options::default()).unwrap();
    classifier.assess(PostId::of(&["test", text]), text, None, Timestamp::from_ms(7))
}

#[test]
fn an_offer_is_read_in_full_and_explained_in_the_original() {
    let text = "T0night 🚤 France → England, £1,300 per person. Money stays with the shop, p\u{200b}ay when you arrive. WhatsApp +44 7700 900431";
    let opinion = assess(text);
    assert_eq!(opinion.label, Label::Offer, "{opinion:?}");
    assert_eq!(opinion.language.as_str(), "en");
    assert_eq!(opinion.route.to_string(), "FR → GB");
    assert_eq!(
        opinion.prices.first().map(|p| (p.amount, p.currency.as_str(), p.per_person)),
        Some((1300.0, "GBP", true))
    );
    assert_eq!(
        opinion.contacts.first().map(|c| (c.kind, c.value.as_str())),
        Some((ContactKind::Whatsapp, "+447700900431"))
    );
    assert!(!opinion.services.is_empty() && (1..=8).contains(&opinion.reasons.len()));
    for reason in &opinion.reasons {
        assert_eq!(reason.span.of(text), Some(reason.text.as_str()), "{reason:?}");
        assert!(!reason.gloss.is_empty() && !reason.code.is_empty());
    }
    let weights: Vec<f32> = opinion.reasons.iter().map(|r| r.weight.abs()).collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "strongest first: {weights:?}");
    assert!(
        opinion
            .reasons
            .iter()
            .any(|r| r.code == "pay_after" && r.text.contains("ay when you arrive")),
        "{:?}",
        opinion.reasons
    );
    assert_eq!(opinion.fingerprint, grouping::fingerprint(text));
}

#[test]
fn people_in_need_and_those_who_help_are_not_called_offers() {
    for text in [
        "Has anyone heard from my brother? He left Zuwara on Friday and his phone is off. Please call +44 7700 900218",
        "Does anybody know if 1300 euro for the boat is normal? I am in Calais with two kids, whatsapp +44 7700 900219",
        "“Boat to UK, 100% safe, pay when you arrive, WhatsApp +44 7700 900220” – adverts like this one were shown to the court yesterday",
        "If you are in distress at sea call our hotline day and night: +44 7700 900221. We alert the coastguard",
        "Free legal advice for asylum seekers every Tuesday. Do not pay smugglers. Telegram @example_help",
    ] {
        let opinion = assess(text);
        assert_ne!(opinion.label, Label::Offer, "{} {text}\n{:?}", opinion.score, opinion.reasons);
        assert!(opinion.services.is_empty());
    }
}

#[test]
fn any_text_has_an_opinion() {
    for text in [
        "",
        " ",
        "🔥",
        "\u{202e}\u{200b}",
        "????",
        "1 2 3",
        "ﷺ",
        "𝗠",
        "@@@@",
        "https://",
        "+",
        "null\0byte",
    ] {
        let opinion = assess(text);
        assert!((0.0..=1.0).contains(&opinion.score.value()), "{text}");
        assert_ne!(opinion.label, Label::Offer, "{text}");
    }
}

#[test]
fn the_declared_language_counts_only_where_the_text_does_not_say() {
    let classifier = Classifier::shipped(&Options::default()).unwrap();
    let turkish = Language::new("tr");
    let language = |text| {
        classifier
            .assess(PostId::of(&["x"]), text, Some(&turkish), Timestamp::from_ms(0))
            .language
            .to_string()
    };
    assert_eq!(language("12 🔥"), "tr");
    assert_eq!(language("The road is closed and nobody answers the phone"), "en");
}

#[test]
fn thresholds_that_contradict_each_other_and_files_that_are_no_models_are_refused() {
    let wrong = Options { abstain_low: 0.9, ..Options::default() };
    assert!(Classifier::shipped(&wrong).is_err());
    let file = tempfile::NamedTempFile::new().unwrap();
    let model = Some(file.path().to_path_buf());
    let message =
        Classifier::shipped(&Options { model, ..Options::default() }).unwrap_err().to_string();
    assert!(message.contains("model"), "{message}");
}

#[test]
fn every_language_says_what_it_knows() {
    let classifier = Classifier::shipped(&Options::default()).unwrap();
    let languages = classifier.languages();
    assert!(languages.len() >= 34 && languages.iter().all(|l| l.terms > 0 && l.examples > 0));
    assert!(classifier.version().starts_with("linear-2-"));
}

/// The order of fields and the words of enums are what `routewatch assess --json` prints.
#[test]
fn an_assessment_has_the_fields_of_the_command() {
    let json = serde_json::to_value(assess("Who knows the price?")).unwrap();
    for field in [
        "label", "score", "abstain", "language", "services", "route", "contacts", "prices",
        "reasons", "model",
    ] {
        assert!(json.get(field).is_some(), "{field}");
    }
}
