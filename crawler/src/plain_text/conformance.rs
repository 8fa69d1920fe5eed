//! html5lib's tokenizer tests: what a reader sees of a piece of markup.
//!
//! A token walk without a tree needs no tokenizer of the standard, but the same letters have to come
//! out. Compared are the letters outside of elements whose text nobody sees, and the names of tags.
//!
//! What the snapshot lists differs on purpose: a tag that the end of the text cuts is reported, though
//! nothing follows it; a carriage return stays one here, since the layout takes it for a space like
//! any other; a NUL stays a letter until the post is made, which takes it out.

use super::markup::{Markup, Token, decode};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

const FILES: &[&str] = &[
    "test1.test",
    "test2.test",
    "test3.test",
    "test4.test",
    "entities.test",
    "namedEntities.test",
    "numericEntities.test",
    "unicodeCharsProblematic.test",
    "pendingSpecChanges.test",
];

/// What is compared: letters, `<name>` and `</name>`, in order.
fn ours(html: &str) -> String {
    let mut seen = String::new();
    for token in Markup::new(html) {
        match token {
            Token::Text(text) => seen.push_str(&decode(text)),
            Token::Open(name, _) => write!(seen, "<{name}>").unwrap(),
            Token::Close(name) => write!(seen, "</{name}>").unwrap(),
        }
    }
    seen
}

fn theirs(case: &Value) -> String {
    let mut seen = String::new();
    for token in case["output"].as_array().unwrap() {
        let text = token[1].as_str().unwrap_or_default();
        match token[0].as_str().unwrap() {
            "Character" => seen.push_str(text),
            "StartTag" => write!(seen, "<{text}>").unwrap(),
            "EndTag" => write!(seen, "</{text}>").unwrap(),
            _ => {}
        }
    }
    seen
}

/// Cases that begin in the middle of a script, a title or another place where tags mean nothing, or
/// whose letters are escaped twice, are nothing that a page can hold.
fn is_asked(case: &Value) -> bool {
    let in_text = |states: &Value| {
        states.as_array().is_some_and(|all| all.iter().any(|one| one == "Data state"))
    };
    case["doubleEscaped"] != true
        && (case["initialStates"].is_null() || in_text(&case["initialStates"]))
}

#[test]
fn the_letters_of_html5lib_come_out_or_their_count_is_known() {
    let folder =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/html5lib/tokenizer");
    let mut table = String::new();
    for file in FILES {
        let Ok(text) = std::fs::read_to_string(Path::new(folder).join(file)) else {
            eprintln!("skipped: ../shared is absent");
            return;
        };
        let all: Value = serde_json::from_str(&text).unwrap();
        let asked: Vec<_> =
            all["tests"].as_array().unwrap().iter().filter(|case| is_asked(case)).collect();
        let mut wrong = Vec::new();
        for case in &asked {
            let input = case["input"].as_str().unwrap();
            if ours(input) != theirs(case) {
                wrong.push(format!("  {}", case["description"].as_str().unwrap()));
            }
        }
        writeln!(table, "{file}: {} of {}", asked.len() - wrong.len(), asked.len()).unwrap();
        for line in wrong {
            writeln!(table, "{line}").unwrap();
        }
    }
    insta::assert_snapshot!("html5lib_tokenizer", table);
}
