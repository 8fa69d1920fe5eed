//! Every lexicon's labelled examples, judged by the shipped model.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use classifier::{Classifier, Options, lexicon};
use model::{Assessment, Label, PostId, Timestamp};

fn assess(classifier: &Classifier, text: &str) -> Assessment {
    classifier.assess(PostId::of(&["example", text]), text, None, Timestamp::from_ms(0))
}

#[test]
fn offers_of_every_lexicon_are_seen_and_nobody_else_is_called_an_offer() {
    let classifier = Classifier::shipped(&Options::default()).unwrap();
    let low = Options::default().abstain_low;
    let (mut wrong, mut sure, mut all) = (Vec::new(), 0, 0);
    for file in lexicon::shipped().unwrap() {
        for example in &file.examples {
            let opinion = assess(&classifier, &example.text);
            all += 1;
            sure += u32::from(opinion.label == example.label);
            let fits = match example.label {
                Label::Offer => opinion.label == Label::Offer || opinion.score.value() >= low,
                _ => opinion.label != Label::Offer,
            };
            if !fits {
                wrong.push(format!(
                    "{} {} {}: {}",
                    file.language, example.label, opinion.score, example.text
                ));
            }
        }
    }
    println!("{sure} of {all} examples have exactly their label");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(sure * 10 >= all * 8, "only {sure} of {all} have exactly their label");
}

#[test]
fn examples_are_recognised_as_their_language() {
    let classifier = Classifier::shipped(&Options::default()).unwrap();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for file in lexicon::shipped().unwrap() {
        for example in &file.examples {
            let expect = example.language.as_deref().unwrap_or(&file.language);
            let found = assess(&classifier, &example.text).language;
            all += 1;
            if found.as_str() == expect {
                right += 1;
            } else {
                wrong.push(format!("{expect} taken for {found}: {}", example.text));
            }
        }
    }
    assert!(right * 100 >= all * 93, "{right} of {all}:\n{}", wrong.join("\n"));
}

#[test]
fn every_lexicon_has_terms_and_examples() {
    let files = lexicon::shipped().unwrap();
    assert!(files.len() >= 34);
    for file in files {
        assert!(!file.examples.is_empty(), "{} has no example", file.language);
        assert!(!file.name.is_empty() && !file.terms.is_empty());
        assert!(
            file.terms.iter().all(|t| !t.gloss.is_empty() && !t.source.is_empty()),
            "{}",
            file.language
        );
    }
}
