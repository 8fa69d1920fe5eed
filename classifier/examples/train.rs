//! Trains `models/vocabulary.bin` and `models/opinion.bin` from `vocabulary/`, `lexicons/` and `corpus/`, and reports
//! cross-validation. From the repository root: `CARGO_PROFILE_DEV_OPT_LEVEL=3 cargo run -p classifier --example train`.
//! `routewatch model` does the same for an installation, with its reviews.
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool for people, not part of the program"
)]

use classifier::Options;
use classifier::evaluate::{Report, Scored, facts};
use classifier::opinion::{read_corpus, train};
use classifier::seen::Reader;
use classifier::vocabulary::{Meanings, Vocabulary, shipped};
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = shipped(&Meanings::shipped()).expect("vocabulary/");
    let vocabulary = Vocabulary::build(&files);
    let file = vocabulary.pack().expect("in memory");
    let reader = Reader::shipped().expect("shipped words").with_vocabulary(vocabulary);
    std::fs::write(root.join("models/vocabulary.bin"), &file).expect("models/");
    let posts = read_corpus(&root.join("corpus")).expect("corpus/");
    let trained = train(&posts, &reader);
    let file = trained.weights.pack().expect("in memory");
    std::fs::write(root.join("models/opinion.bin"), &file).expect("models/");
    println!("{}: {} posts, {} bytes\n", trained.weights.version, posts.len(), file.len());
    let scored: Vec<Scored<'_>> = posts
        .iter()
        .zip(&trained.scores)
        .map(|(post, score)| Scored { post, score: *score })
        .collect();
    let o = Options::default();
    let band = (o.abstain_low, o.abstain_high);
    println!("{}", Report::of(&trained.weights.version, &scored, o.offer_threshold, band));
    println!("| fact | precision | recall | annotated |\n|---|---|---|---|");
    for (kind, row) in facts(&posts, &reader) {
        let share = |of: usize| row.right as f64 / of.max(1) as f64;
        println!(
            "| {kind} | {:.3} | {:.3} | {} |",
            share(row.found),
            share(row.annotated),
            row.annotated
        );
    }
}
