//! Texts of posts: folded, read for contacts, sums and places, assessed, explained.
#![no_main]

use classifier::text::{Text, normalise};
use classifier::{Classifier, Options, grouping};
use fuzz::now;
use libfuzzer_sys::fuzz_target;
use model::{PostId, Span};
use std::sync::LazyLock;

static CLASSIFIER: LazyLock<Classifier> =
    LazyLock::new(|| Classifier::shipped(&Options::default()).expect("the shipped words"));

fuzz_target!(|bytes: &[u8]| {
    let text = &*String::from_utf8_lossy(bytes);
    assert_layers(text);
    let post = PostId::of(&["fuzz"]);
    let opinion = CLASSIFIER.assess(post, text, None, now());
    let score = opinion.score.value();
    assert!((0.0..=1.0).contains(&score), "{score}");
    let places = opinion.contacts.iter().map(|one| one.span);
    let places = places.chain(opinion.prices.iter().map(|one| one.span));
    for span in places {
        assert_on_text(span, text);
    }
    for reason in &opinion.reasons {
        assert_on_text(reason.span, text);
        assert!(reason.weight.is_finite(), "a reason without a weight");
    }
    for contact in &opinion.contacts {
        assert!(!contact.value.is_empty(), "a contact without a value");
    }
    for price in &opinion.prices {
        assert!(price.amount.is_finite() && price.amount >= 0.0, "{}", price.amount);
    }
    if !opinion.fingerprint.is_empty() {
        let own = grouping::similarity(&opinion.fingerprint, &opinion.fingerprint);
        assert!((own - 1.0).abs() < f32::EPSILON, "a text is not like itself");
    }
    assert_eq!(opinion, CLASSIFIER.assess(post, text, None, now()), "an opinion that changes");
});

/// Both layers lead back to the text, and folding twice changes nothing.
fn assert_layers(text: &str) {
    let read = Text::read(text);
    for layer in [&read.plain, &read.folded] {
        for (at, letter) in layer.text.char_indices() {
            assert_on_text(layer.span(at, at + letter.len_utf8()), text);
        }
        assert!(layer.text.len() <= text.len() * 8 + 64, "a layer swells");
    }
    let folded = normalise(text);
    assert_eq!(folded, normalise(&folded), "folding twice changes something");
}

/// A span stands in the text, and on whole characters.
fn assert_on_text(span: Span, text: &str) {
    assert!(span.of(text).is_some(), "{span:?} of {} bytes", text.len());
}
