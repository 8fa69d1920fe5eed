use super::*;
use crate::text::{normalise, tokens};
use model::Language;

fn found(vocabulary: &Vocabulary, language: &str, text: &str) -> Vec<String> {
    let meanings = Meanings::shipped();
    let folded = normalise(text);
    let hits = vocabulary.find(&tokens(&folded), &Language::new(language));
    hits.iter()
        .map(|hit| {
            format!("{}={}", folded.get(hit.range.clone()).unwrap(), meanings.gloss(hit.meaning))
        })
        .collect()
}

fn invented() -> Vocabulary {
    let meanings = Meanings::shipped();
    let file =
        |language: &str, text: &str| read(&format!("{language}.tsv"), text, &meanings).unwrap();
    Vocabulary::build(&[
        file("en", "police\tpolice*, cops\nseats left\tseats left\n"),
        file("fr", "bus\tautocar*, car\npassenger\tvoyageur*\n"),
        file("ar", "ship\tسفينة, باخرة\n"),
        file("zh", "boat\t船\nfishing boat\t渔船\n"),
    ])
}

#[test]
fn words_stems_phrases_particles_and_unspaced_forms_are_found() {
    let check = |language: &str, text: &str, expect: &[&str]| {
        assert_eq!(found(&invented(), language, text), expect, "{text}");
    };
    check(
        "en",
        "Police! policeman, 3 SEATS left",
        &["police=police", "policeman=police", "seats left=seats left"],
    );
    check(
        "fr",
        "Autocars pour voyageurs, no cops",
        &["autocars=bus", "voyageurs=passenger", "cops=police"],
    );
    check("ar", "والسفينة", &["والسفینه=ship"]);
    check("zh", "坐渔船去", &["渔船=fishing boat"]);
    check("tr", "bilinmeyen", &[]);
}

#[test]
fn a_packed_vocabulary_comes_back() {
    let vocabulary = invented();
    let again = Vocabulary::unpack(&vocabulary.pack().unwrap()).unwrap();
    assert_eq!(again.len(), vocabulary.len());
    assert_eq!(found(&again, "fr", "autocar"), found(&vocabulary, "fr", "autocar"));
}

#[test]
fn a_line_that_is_not_understood_says_where() {
    let meanings = Meanings::shipped();
    let error = read("xx.tsv", "boat\tbarca\nno such meaning\tx\n", &meanings).unwrap_err();
    assert_eq!(
        error.to_string(),
        "vocabulary xx.tsv line 2: \"no such meaning\" is not in MEANINGS.txt"
    );
}

#[test]
fn every_shipped_vocabulary_loads_and_the_packed_one_is_made_of_them() {
    let meanings = Meanings::shipped();
    let files = shipped(&meanings).unwrap();
    assert!(files.len() >= 2);
    let built = Vocabulary::build(&files);
    let same = built.pack().unwrap() == crate::seen::VOCABULARY;
    assert!(same, "models/vocabulary.bin is older than vocabulary/: run the train example");
}
