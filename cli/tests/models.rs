//! A model's life on the command line: trained, judged, explained, promoted, withdrawn.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Runs a command in a folder of its own, expects an exit code and words, and returns what it said.
fn check(folder: &Path, words: &[&str], code: i32, expect: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_routewatch"))
        .args(words)
        .current_dir(folder)
        .env_remove("ROUTEWATCH_CONFIG")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program runs");
    let (out, err) = (&output.stdout, &output.stderr);
    let text = format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    assert_eq!(output.status.code(), Some(code), "{words:?}: {text}");
    for part in expect {
        assert!(text.contains(part), "{words:?} lacks {part:?}: {text}");
    }
    text
}

/// A corpus in which two invented words tell offers from the rest.
fn corpus() -> String {
    let mut lines = String::new();
    for n in 0..60 {
        let (label, word) = if n % 2 == 0 { ("offer", "zumbalo") } else { ("other", "krintefa") };
        let line = json!({
            "id": format!("x-{n}"), "language": "en", "label": label, "writer": "x",
            "text": format!("this is {word} number {n} of the example"),
        });
        writeln!(lines, "{line}").expect("a line");
    }
    lines
}

#[test]
fn a_version_is_trained_looked_at_promoted_and_withdrawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("corpus.jsonl"), corpus()).expect("a corpus");
    check(at, &["user", "add", "ada", "--role", "administrator"], 0, &["added ada"]);
    check(at, &["model", "train"], 1, &["nothing to learn from", "--corpus"]);
    check(at, &["model", "train", "--with-reviews"], 1, &["0 offers and 0 others are too few"]);
    let said = check(at, &["model", "train", "--corpus", "corpus.jsonl", "--json"], 0, &[]);
    let report: Value = serde_json::from_str(said.trim()).expect("a report");
    let version = report["model"].as_str().expect("a version").to_owned();
    assert_eq!(report["posts"], 60);
    let same = ["model", "train", "--corpus", "corpus.jsonl", "--out", "same.bin"];
    check(at, &same, 0, &[&version, "wrote same.bin"]);
    let kept = std::fs::read(at.join(format!("data/models/{version}.bin"))).expect("weights");
    assert_eq!(std::fs::read(at.join("same.bin")).expect("weights"), kept, "the same bytes");

    let known = ["60 of these posts are in its training", "language en"];
    check(at, &["model", "evaluate", &version, "--corpus", "corpus.jsonl"], 0, &known);
    check(at, &["model", "evaluate", "nobody", "--corpus", "corpus.jsonl"], 1, &["no version"]);
    let text = "what a zumbalo of an example";
    check(at, &["model", "explain", text, "--model", &version], 0, &[&version, "log-odds"]);

    let promote = ["model", "promote", &version, "--by", "ada", "--reason", "it knows the words"];
    check(at, &promote, 1, &["nobody is there to ask", "nothing was reviewed here yet"]);
    let mut surely = promote.to_vec();
    surely.extend(["--yes", "--corpus", "corpus.jsonl"]);
    let table = [&format!("→ {version} on 60 posts"), "| language en | 60 |", "judges from now on"];
    check(at, &surely, 0, &table);
    check(at, &surely, 1, &["is in use already"]);
    let nobody = ["model", "rollback", "--by", "bob", "--reason", "x"];
    check(at, &nobody, 1, &["there is nobody called bob"]);
    check(at, &["model", "list"], 0, &[&format!("judges: {version}"), "it knows the words"]);
    let back = ["model", "rollback", "--by", "ada", "--reason", "too many alarms"];
    check(at, &back, 0, &["shipped judges from now on"]);
    check(at, &back, 1, &["there is nothing before it"]);
    let list = check(at, &["model", "list", "--json"], 0, &[]);
    let list: Value = serde_json::from_str(list.trim()).expect("JSON");
    assert_eq!((&list["champion"], &list["challenger"]), (&json!("shipped"), &Value::Null));
    let deeds = list["history"].as_array().expect("a history");
    let deeds: Vec<_> = deeds.iter().map(|entry| entry["deed"].as_str()).collect();
    assert_eq!(deeds, [Some("train"), Some("promote"), Some("rollback")]);
}
