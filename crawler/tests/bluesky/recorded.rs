//! Every recorded answer is read, and what is made of it is a snapshot.
//!
//! Three shapes lie in `../shared`: whole exchanges (`live_network`, `errors`), views cut out of
//! the AppView's own snapshots (`atproto_views`), and records and views of other projects
//! (`granary`, `python_sdk`). The latter two are put back into the answer that they come from.
//! Not answers, and left out: `lexicons` (schemas), `jetstream` (a stream), `*.as-from-bsky.json`
//! (what granary makes of a view); `interop` is read by `names`.

use super::{OWN, line, stored, uri, url};
use crawler::platforms::{Adapter, Place, bluesky::ADAPTER};
use model::{Account, PageRequest, Platform, Post, Purpose, Subject};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Option<Vec<(String, Value)>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/platforms/bluesky"));
    if !root.is_dir() {
        println!("skipped: ../shared is absent");
        return None;
    }
    let entries = std::fs::read_dir(root.join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
    };
    Some(paths.iter().filter(|p| !p.to_string_lossy().contains("as-from")).map(read).collect())
}

/// Whom a page would be asked about in a check.
fn subject_of(page: &url::Url) -> Option<(Subject, Purpose)> {
    let platform = Platform::new("bluesky");
    let value = |wanted: &str| {
        page.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let account = value("actor").or_else(|| value("did")).or_else(|| value("handle"));
    if let Some(did) = account {
        // The recordings ask by handle; whoever answers is the one who was meant.
        let did = if did == "bob.test" { "did:plc:wgb4vixfh5icvvxvmphnpkye" } else { &did };
        return Some((Subject::Account(Account::id_of(&platform, did)), Purpose::Account));
    }
    let post = value("uris")?;
    Some((Subject::Post(Post::id_of(&platform, &post)), Purpose::Post))
}

/// An answer read as a page of a visit and, where it may be, as a check.
fn answer_lines(page: &str, status: u16, headers: &[(&str, &str)], body: &Value) -> String {
    let base = url(OWN);
    let place = Place { base: &base, source: None, cursor: None };
    let asked = url(page);
    let older = page.contains("cursor=");
    let purpose = if older { Purpose::Older } else { Purpose::Newest };
    let mut requests = vec![("visit", PageRequest::new(asked.clone(), purpose))];
    if let Some((subject, purpose)) = subject_of(asked.url()) {
        requests.push(("check", PageRequest::new(asked.clone(), purpose).about(subject)));
    }
    let body = match body {
        Value::String(text) => text.clone().into_bytes(),
        body => serde_json::to_vec(body).unwrap(),
    };
    requests.into_iter().fold(String::new(), |mut lines, (how, request)| {
        let reading = ADAPTER.read(&place, &stored(request, status, headers, &body));
        writeln!(lines, "  {how}: {}", line(&reading)).unwrap();
        for post in &reading.posts {
            let (time, text) = (post.posted_at.unwrap(), &post.content.text);
            writeln!(lines, "    {} {time} {text:?}", post.native_id).unwrap();
        }
        lines
    })
}

fn exchange_lines(exchange: &Value) -> String {
    let request = &exchange["request"];
    let page = request["url"].as_str().or_else(|| request["uri"].as_str()).unwrap();
    let headers = exchange["headers"].as_object().unwrap();
    let headers: Vec<_> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    let status = u16::try_from(exchange["status"].as_u64().unwrap()).unwrap();
    answer_lines(page, status, &headers, &exchange["body"])
}

#[test]
fn every_recorded_exchange_is_read() {
    let mut table = String::new();
    let mut count = 0;
    for folder in ["live_network", "errors"] {
        let Some(files) = files(folder) else { return };
        for (name, file) in files {
            writeln!(table, "## {folder}/{name}").unwrap();
            let exchanges = file.get("interactions").and_then(Value::as_array).cloned();
            for exchange in exchanges.unwrap_or_else(|| vec![file.clone()]) {
                count += 1;
                table.push_str(&exchange_lines(&exchange));
            }
        }
    }
    assert!(count >= 22, "only {count} exchanges");
    insta::assert_snapshot!("recorded_exchanges", table);
}

/// Method and body of the answer that a view was cut out of.
fn answers_of(name: &str, data: &Value) -> Vec<(&'static str, Value)> {
    let each = |list: &Value| list.as_array().cloned().unwrap_or_else(|| vec![list.clone()]);
    if name.starts_with("author-feed") {
        vec![("app.bsky.feed.getAuthorFeed?limit=100", json!({"feed": data}))]
    } else if name.starts_with("posts_") {
        vec![("app.bsky.feed.getPosts?uris=x", json!({"posts": each(data)}))]
    } else {
        let profiles = data.get("profiles").unwrap_or(data);
        each(profiles).into_iter().map(|one| ("app.bsky.actor.getProfile?", one)).collect()
    }
}

#[test]
fn every_view_of_the_appview_is_read() {
    let Some(files) = files("atproto_views") else { return };
    assert!(files.len() >= 25, "only {} views", files.len());
    let mut table = String::new();
    for (name, file) in files {
        writeln!(table, "## {name}").unwrap();
        for (method, body) in answers_of(&name, &file["data"]) {
            let page = format!("{OWN}xrpc/{method}");
            let reading = read(&page, &body);
            writeln!(table, "  {}", line(&reading)).unwrap();
            for complaint in &reading.complaints {
                writeln!(table, "    {}: {}", complaint.code, complaint.detail).unwrap();
            }
        }
    }
    insta::assert_snapshot!("appview_views", table);
}

fn read(page: &str, body: &Value) -> model::Reading {
    let base = url(OWN);
    let place = Place { base: &base, source: None, cursor: None };
    let request = PageRequest::new(url(page), Purpose::Newest);
    ADAPTER.read(&place, &stored(request, 200, &[], &serde_json::to_vec(body).unwrap()))
}

/// A record of another project, in the view that an AppView would give of it.
fn view_of(record: &Value) -> Value {
    let did = "did:plc:linalinalinalinalinalina";
    json!({
        "uri": record.get("uri").cloned().unwrap_or_else(|| json!(uri(did, "3kr4appzwkhxk"))),
        "author": {"did": did, "handle": "lina.routes.example"},
        "record": record.get("value").unwrap_or(record), "indexedAt": "2024-06-01T00:00:00Z"
    })
}

#[test]
fn views_and_records_of_other_projects_are_read() {
    let mut table = String::new();
    for folder in ["granary", "python_sdk"] {
        let Some(files) = files(folder) else { return };
        for (name, file) in files {
            let (method, body) = if file.get("post").is_some() {
                ("app.bsky.feed.getAuthorFeed?limit=100", json!({"feed": [file]}))
            } else if file.get("value").is_some() || file.get("text").is_some() {
                ("app.bsky.feed.getPosts?uris=x", json!({"posts": [view_of(&file)]}))
            } else if name == "resolve_handle.json" {
                ("com.atproto.identity.resolveHandle?handle=x.example", file)
            } else {
                ("app.bsky.actor.getProfile?", file)
            };
            let reading = read(&format!("{OWN}xrpc/{method}"), &body);
            writeln!(table, "## {folder}/{name}\n  {}", line(&reading)).unwrap();
            for post in &reading.posts {
                let content = serde_json::to_string(&post.content).unwrap();
                writeln!(table, "    {:?} {content}", post.posted_at).unwrap();
            }
        }
    }
    insta::assert_snapshot!("other_projects", table);
}
