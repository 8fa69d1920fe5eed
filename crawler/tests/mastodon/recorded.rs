//! Every recorded answer is read, and what is made of it is a snapshot.

use super::{OWN, line, stored, url};
use crawler::platforms::{Adapter, Place, mastodon::ADAPTER};
use model::{Account, PageRequest, Platform, Post, Purpose, Subject};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn recordings() -> Option<Vec<PathBuf>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/platforms/mastodon"));
    if !root.is_dir() {
        println!("skipped: ../shared is absent");
        return None;
    }
    let mut files = Vec::new();
    for folder in [root.to_path_buf(), root.join("errors")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    Some(files)
}

/// The subject that an answer would be asked about: what it shows, else somebody.
fn subject_of(path: &str, body: &Value) -> Option<(Subject, Purpose)> {
    let platform = Platform::new("mastodon");
    let id = ["uri", "url"].iter().find_map(|name| body.get(*name)?.as_str()).unwrap_or("nobody");
    let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["api", "v1", "accounts", _] => {
            Some((Subject::Account(Account::id_of(&platform, id)), Purpose::Account))
        }
        ["api", "v1", "statuses", _] => {
            Some((Subject::Post(Post::id_of(&platform, id)), Purpose::Post))
        }
        _ => None,
    }
}

/// One recorded exchange, read as a page of a visit and, where it may be, as a check.
fn exchange_lines(exchange: &Value) -> String {
    let asked = url(exchange["request"]["uri"].as_str().unwrap());
    let headers = exchange["headers"].as_object().unwrap();
    let headers: Vec<_> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    let status = u16::try_from(exchange["status"].as_u64().unwrap()).unwrap();
    let body = match &exchange["body"] {
        Value::String(text) => text.clone().into_bytes(),
        body => serde_json::to_vec(body).unwrap(),
    };
    let forward = asked.url().query().is_some_and(|query| query.contains("min_id="));
    let purpose = if forward { Purpose::Newer } else { Purpose::Newest };
    let mut requests = vec![("visit", PageRequest::new(asked.clone(), purpose))];
    if let Some((subject, purpose)) = subject_of(asked.url().path(), &exchange["body"]) {
        requests.push(("check", PageRequest::new(asked.clone(), purpose).about(subject)));
    }
    let base = url(OWN);
    let place = Place { base: &base, source: None, cursor: None };
    let query = asked.url().query().map(|q| format!("?{q}")).unwrap_or_default();
    requests.into_iter().fold(String::new(), |mut lines, (how, request)| {
        let reading = ADAPTER.read(&place, &stored(request, status, &headers, &body));
        writeln!(lines, "{how} {}{query}\n  {}", asked.url().path(), line(&reading)).unwrap();
        for post in &reading.posts {
            let number = post.native_id.rsplit('/').next().unwrap();
            let (time, text) = (post.posted_at.unwrap(), &post.content.text);
            let edited = if post.edited { " edited" } else { "" };
            writeln!(lines, "    {number} {time}{edited} {text:?}").unwrap();
        }
        lines
    })
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(files) = recordings() else { return };
    assert!(files.len() >= 17, "only {} recordings", files.len());
    let mut table = String::new();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        writeln!(table, "## {name}").unwrap();
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for exchange in file["interactions"].as_array().unwrap() {
            table.push_str(&exchange_lines(exchange));
        }
    }
    insta::assert_snapshot!("recorded_answers", table);
}
