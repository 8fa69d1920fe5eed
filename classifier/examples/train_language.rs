//! Trains `models/language.bin` and measures it. Run from the repository root:
//! `cargo run -p classifier --example train_language`.
//!
//! First with every second sample (by hash), judged on the other samples beside whatlang; then with
//! all samples, which is what ships.
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool for people, not part of the program"
)]

use classifier::language::profiles::Profiles;
use classifier::language::{Identifier, main_script};
use classifier::learn::sparse::hash;
use classifier::text::{Script, Text};
use std::collections::BTreeMap;
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = std::fs::read_to_string(root.join("../../shared/langid/samples.tsv"))
        .expect("../shared/langid");
    let mut all = Vec::new();
    let mut train = Vec::new();
    let mut test = Vec::new();
    for line in samples.lines().skip(1) {
        let mut cells = line.splitn(3, '\t');
        let (Some(language), Some(source), Some(text)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let text = text.replace("@user", "");
        let row = (language.to_owned(), text);
        let usable = matches!(source, "udhr" | "lingua" | "afrisenti");
        if usable {
            all.push(row.clone());
        }
        if usable && hash(7, &row.1).is_multiple_of(2) { train.push(row) } else { test.push(row) }
    }
    let corpus = corpus(&root.join("corpus"));
    train.extend(corpus.iter().cloned());
    all.extend(corpus);
    let identifier = Identifier::new(Profiles::train(&train).expect("room"));
    measure(&identifier, &test);
    let shipped = Profiles::train(&all).expect("room");
    let file = shipped.pack().expect("in memory");
    std::fs::write(root.join("models/language.bin"), &file).expect("models/");
    println!(
        "models/language.bin: {} bytes; {}",
        file.len(),
        shipped.languages().collect::<Vec<_>>().join(" ")
    );
}

/// Posts in the script that their language is expected in.
fn corpus(folder: &Path) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("corpus/").flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "jsonl")) {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let post: serde_json::Value = serde_json::from_str(line).unwrap();
            let (language, text) =
                (post["language"].as_str().unwrap(), post["text"].as_str().unwrap());
            let plain = Text::read(text).plain.text;
            let script = main_script(&plain);
            let language = match (language, script) {
                ("ur", Some(Script::Latin)) => "ur-Latn",
                ("kmr", Some(Script::Arabic | Script::Latin))
                | ("sr", Some(Script::Cyrillic | Script::Latin)) => language,
                ("ar" | "fa" | "ur" | "ps" | "ckb", Some(Script::Arabic)) => language,
                ("am" | "ti", Some(Script::Ethiopic)) => language,
                ("ru" | "uk", Some(Script::Cyrillic)) => language,
                (
                    "en" | "es" | "fr" | "ha" | "pt" | "ro" | "so" | "sq" | "tr" | "vi" | "bs"
                    | "ar-Latn",
                    Some(Script::Latin),
                ) => language,
                _ => continue,
            };
            out.push((language.to_owned(), plain));
        }
    }
    out
}

fn measure(identifier: &Identifier, test: &[(String, String)]) {
    let mut table: BTreeMap<&str, [u32; 5]> = BTreeMap::new();
    let mut confused: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (language, text) in test {
        let short: String = text.chars().take(40).collect();
        let row = table.entry(language).or_default();
        row[0] += 1;
        for (at, part) in [(1, text.as_str()), (3, short.as_str())] {
            let ours = identifier.identify(&Text::read(part), None);
            if ours.as_str() == language {
                row[at] += 1;
            } else if at == 1 {
                *confused.entry((language.clone(), ours.to_string())).or_default() += 1;
            }
            let theirs = whatlang::detect(part).map_or("und", |i| code(i.lang()));
            row[at + 1] += u32::from(theirs == language);
        }
    }
    println!(
        "| language | samples | full text | whatlang | first 40 | whatlang |\n|---|---|---|---|---|---|"
    );
    let mut sums = [0.0; 5];
    for (language, row) in &table {
        let share = |n: u32| 100.0 * f64::from(n) / f64::from(row[0]);
        println!(
            "| {language} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
            row[0],
            share(row[1]),
            share(row[2]),
            share(row[3]),
            share(row[4])
        );
        for (at, sum) in sums.iter_mut().enumerate().skip(1) {
            *sum += share(row[at]) / table.len() as f64;
        }
    }
    println!(
        "| **mean** | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
        test.len(),
        sums[1],
        sums[2],
        sums[3],
        sums[4]
    );
    let mut worst: Vec<_> = confused.into_iter().collect();
    worst.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    for ((from, to), n) in worst.iter().take(14) {
        println!("  {from} taken for {to}: {n}");
    }
}

fn code(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match lang {
        Ara => "ar",
        Ben => "bn",
        Eng => "en",
        Spa => "es",
        Pes => "fa",
        Fra => "fr",
        Hin => "hi",
        Hrv => "hr",
        Pan => "pa",
        Por => "pt",
        Ron => "ro",
        Rus => "ru",
        Srp => "sr",
        Tur => "tr",
        Ukr => "uk",
        Urd => "ur",
        Vie => "vi",
        Cmn => "zh",
        Amh => "am",
        _ => "und",
    }
}
