//! Trains `models/opinion.bin` on `corpus/` and reports cross-validation. From the repository root:
//! `CARGO_PROFILE_DEV_OPT_LEVEL=2 cargo run -p classifier --example train`.
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool for people, not part of the program"
)]

use classifier::opinion::{LabelledPost, read_corpus, train};
use classifier::seen::Reader;
use model::Label;
use std::collections::BTreeMap;
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let posts = read_corpus(&root.join("corpus")).expect("corpus/");
    let reader = Reader::shipped().expect("shipped words");
    let trained = train(&posts, &reader);
    let file = trained.weights.pack().expect("in memory");
    std::fs::write(root.join("models/opinion.bin"), &file).expect("models/");
    println!(
        "{}: {} posts, {} bytes, calibration {:?}\n",
        trained.weights.version,
        posts.len(),
        file.len(),
        trained.weights.calibration
    );
    report(&posts, &trained.scores);
    facts(&posts, &reader);
    speed(&posts);
}

/// Posts per second of the whole path, one thread.
fn speed(posts: &[LabelledPost]) {
    let classifier =
        classifier::Classifier::shipped(&classifier::Options::default()).expect("shipped");
    let start = std::time::Instant::now();
    for post in posts {
        let id = model::PostId::of(&[&post.id]);
        std::hint::black_box(classifier.assess(id, &post.text, None, model::Timestamp::from_ms(0)));
    }
    let chars: usize = posts.iter().map(|p| p.text.chars().count()).sum();
    println!(
        "\n{:.0} posts of {} characters a second (this build)",
        posts.len() as f64 / start.elapsed().as_secs_f64(),
        chars / posts.len()
    );
}

fn auc(rows: &[(f32, bool)]) -> f64 {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut sum, mut offers) = (0.0, 0.0, 0.0);
    for (_, offer) in &rows {
        if *offer {
            sum += below;
            offers += 1.0
        } else {
            below += 1.0
        }
    }
    sum / (offers * below)
}

fn report(posts: &[LabelledPost], scores: &[f32]) {
    let rows: Vec<(f32, bool)> =
        posts.iter().zip(scores).map(|(p, s)| (*s, p.label == Label::Offer)).collect();
    println!("AUC {:.4}", auc(&rows));
    println!(
        "\n| threshold | precision | recall | seeker called offer | about | licit | other |\n|---|---|---|---|---|---|---|"
    );
    for threshold in [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9] {
        let called = |label: Label| {
            posts.iter().zip(scores).filter(|(p, s)| p.label == label && **s >= threshold).count()
                as f64
        };
        let of = |label: Label| posts.iter().filter(|p| p.label == label).count() as f64;
        let right = called(Label::Offer);
        let all: f64 = Label::ALL.iter().map(|l| called(*l)).sum();
        let share = |l: Label| 100.0 * called(l) / of(l);
        println!(
            "| {threshold} | {:.3} | {:.3} | {:.1} % | {:.1} % | {:.1} % | {:.1} % |",
            right / all,
            right / of(Label::Offer),
            share(Label::Seeker),
            share(Label::About),
            share(Label::LicitService),
            share(Label::Other)
        );
    }
    let band = rows.iter().filter(|(s, _)| (0.35..0.85).contains(s)).count();
    println!("\nin the band 0.35–0.85: {:.1} %", 100.0 * band as f64 / rows.len() as f64);
    let mut ece = 0.0;
    for bin in 0..10 {
        let inside: Vec<&(f32, bool)> =
            rows.iter().filter(|(s, _)| (s * 10.0).floor().min(9.0) as i32 == bin).collect();
        if !inside.is_empty() {
            let mean: f64 =
                inside.iter().map(|r| f64::from(r.0)).sum::<f64>() / inside.len() as f64;
            let offers = inside.iter().filter(|r| r.1).count() as f64 / inside.len() as f64;
            ece += (mean - offers).abs() * inside.len() as f64 / rows.len() as f64;
        }
    }
    println!("expected calibration error (10 bins) {ece:.4}\n");
    let mut groups: BTreeMap<String, Vec<(f32, bool)>> = BTreeMap::new();
    for (post, row) in posts.iter().zip(&rows) {
        groups.entry(format!("language {}", post.language)).or_default().push(*row);
        groups.entry(format!("difficulty {}", post.difficulty)).or_default().push(*row);
    }
    println!("| part | posts | AUC |\n|---|---|---|");
    for (name, rows) in groups {
        println!("| {name} | {} | {:.3} |", rows.len(), auc(&rows));
    }
}

/// Contacts, sums, routes and languages against the annotations.
fn facts(posts: &[LabelledPost], reader: &Reader) {
    let mut n: BTreeMap<&str, [u32; 3]> = BTreeMap::new(); // right, found, there
    let mut shown = 0;
    let debug = std::env::var("SHOW").unwrap_or_default();
    for post in posts {
        let seen = reader.read(&post.text, None);
        let mut count = |name: &'static str, found: Vec<String>, there: Vec<String>| {
            let entry = n.entry(name).or_default();
            entry[0] += found.iter().filter(|f| there.contains(f)).count() as u32;
            entry[1] += found.len() as u32;
            entry[2] += there.len() as u32;
            let wrong = found.iter().any(|f| !there.contains(f))
                || there.iter().any(|t| !found.contains(t));
            if wrong && debug == name && shown < 90 {
                shown += 1;
                println!("{} found {found:?} there {there:?} in {:?}", post.id, post.text);
            }
        };
        let value = |v: &str| v.to_lowercase().trim_start_matches('@').to_owned();
        count(
            "contact values",
            seen.contacts.iter().map(|c| value(&c.value)).collect(),
            post.contacts.iter().map(|c| value(&c.value)).collect(),
        );
        count(
            "contacts with kind",
            seen.contacts
                .iter()
                .map(|c| format!("{} {}", c.kind.word(), value(&c.value)))
                .collect(),
            post.contacts.iter().map(|c| format!("{} {}", c.kind, value(&c.value))).collect(),
        );
        count(
            "sums",
            seen.prices.iter().map(|p| format!("{} {}", p.amount, p.currency)).collect(),
            post.prices.iter().map(|p| format!("{} {}", p.amount, p.currency)).collect(),
        );
        count(
            "sums per head",
            seen.prices.iter().filter(|p| p.per_person).map(|p| format!("{}", p.amount)).collect(),
            post.prices.iter().filter(|p| p.per_person).map(|p| format!("{}", p.amount)).collect(),
        );
        count(
            "origin",
            seen.route.origin.iter().map(ToString::to_string).collect(),
            post.origin.iter().cloned().collect(),
        );
        count(
            "destination",
            seen.route.destination.iter().map(ToString::to_string).collect(),
            post.destination.iter().cloned().collect(),
        );
        count("language", vec![seen.language.to_string()], vec![post.language.clone()]);
    }
    println!("\n| fact | precision | recall | annotated |\n|---|---|---|---|");
    for (name, [right, found, there]) in n {
        println!(
            "| {name} | {:.3} | {:.3} | {there} |",
            f64::from(right) / f64::from(found),
            f64::from(right) / f64::from(there)
        );
    }
}
