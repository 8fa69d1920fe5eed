//! Recorded and invented pages as an adapter gets them, and readings as one line each.
#![allow(dead_code, reason = "not every test program needs all of it")]

use model::reading::Found;
use model::{
    Capture, Finding, Location, PageRequest, PublicUrl, Reading, StoredCapture, Timestamp,
};
use std::path::{Path, PathBuf};

/// The moment at which all pages of these tests come back.
pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T12:00:00Z").unwrap()
}

/// A folder of `../shared/platforms`; nothing, and a note, where it is not there.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/platforms"));
    let path = root.join(folder);
    if !path.is_dir() {
        println!("skipped: ../shared is absent");
        return None;
    }
    Some(path)
}

/// All files under a folder, with their paths from it, in order.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(one) = folders.pop() {
        for path in std::fs::read_dir(one).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no files under {}", folder.display());
    found
}

pub(crate) fn url(text: &str) -> PublicUrl {
    PublicUrl::parse(text).unwrap()
}

/// A page as it came back.
pub(crate) fn answer(
    request: PageRequest,
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<Vec<u8>>,
) -> StoredCapture {
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let from = request.url.clone();
    let capture = Capture::new(request, from, now(), status, headers, body.into().into());
    let location = Location { file: "test.warc.gz".to_owned(), offset: 0, length: 1 };
    StoredCapture::kept_at(capture, location)
}

/// A recorded exchange.
pub(crate) struct Exchange {
    pub(crate) page: PublicUrl,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// The exchanges in a file of `interactions`; nothing if it is a bare answer.
pub(crate) fn exchanges(file: &[u8]) -> Option<Vec<Exchange>> {
    let value: serde_json::Value = serde_json::from_slice(file).ok()?;
    let read = |one: &serde_json::Value| Exchange {
        page: url(one.pointer("/request/uri").unwrap().as_str().unwrap()),
        status: u16::try_from(one.pointer("/status").unwrap().as_u64().unwrap()).unwrap(),
        headers: one.pointer("/headers").unwrap().as_object().unwrap().iter().fold(
            Vec::new(),
            |mut all, (name, value)| {
                all.push((name.clone(), value.as_str().unwrap().to_owned()));
                all
            },
        ),
        body: match one.pointer("/body").unwrap() {
            serde_json::Value::String(text) => text.clone().into_bytes(),
            body => serde_json::to_vec(body).unwrap(),
        },
    };
    Some(value.get("interactions")?.as_array()?.iter().map(read).collect())
}

/// Codes of the complaints, sorted, each once.
pub(crate) fn codes(reading: &Reading) -> Vec<&str> {
    let mut codes: Vec<_> = reading.complaints.iter().map(|one| one.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Findings as words.
pub(crate) fn findings(reading: &Reading) -> Vec<String> {
    let word = |found: &Found| match &found.finding {
        Finding::CouldNotSee => format!("could not see by {:?}", found.witness),
        other => format!("{} by {:?}", other.words(), found.witness),
    };
    reading.found.iter().map(word).collect()
}

/// A reading in one line: verdict, what it holds, what it complains about.
pub(crate) fn line(reading: &Reading) -> String {
    let text: usize = reading.posts.iter().map(|post| post.content.text.chars().count()).sum();
    let media: usize = reading.posts.iter().map(|post| post.content.media.len()).sum();
    let dated = reading.posts.iter().filter(|post| post.posted_at.is_some()).count();
    // Names of real channels and feeds stay where they are.
    let named = reading.accounts.iter().filter(|a| !a.profile.display_name.is_empty()).count();
    format!(
        "{:?} posts={} dated={dated} letters={text} media={media} accounts={} named={named} next={} {:?}",
        reading.state,
        reading.posts.len(),
        reading.accounts.len(),
        reading.next.len(),
        codes(reading),
    )
}
