//! The archive as a whole: real files, damage, and the samples of other tools.

use crate::warc::{Records, Step};
use crate::{Archive, ArchiveError, Options, Verified};
use bytes::Bytes;
use model::reading::Purpose;
use model::{Capture, Clock, Location, PageRequest, PublicUrl, StoredCapture, Timestamp};
use proptest::prelude::*;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::parse("2026-11-20T12:00:00Z").unwrap()
    }
}

fn open(dir: &Path) -> Archive {
    Archive::open(dir, &Options { sync: false, ..Options::default() }, Arc::new(Noon)).unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn page(url: &str, second: i64, status: u16, headers: &[(&str, &str)], body: &[u8]) -> Capture {
    let url = PublicUrl::parse(url).unwrap();
    let at = Timestamp::parse("2026-11-20T12:00:00.25Z").unwrap().plus_secs(second);
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let request = PageRequest::new(url.clone(), Purpose::Newest);
    Capture::new(request, url, at, status, headers, Bytes::copy_from_slice(body))
}

const PAGE: &str = "https://t.example/s/routes?before=5";

async fn reads_back(archive: &Archive, stored: &StoredCapture) {
    let kept = archive.fetch(stored.location()).await.unwrap();
    let capture = stored.capture();
    assert!(kept.digest_ok);
    assert_eq!(kept.id, capture.id);
    assert_eq!((&kept.url, &kept.requested), (&capture.final_url, &capture.request.url));
    assert_eq!((kept.at, kept.status), (capture.at, capture.status));
    assert_eq!(kept.headers, capture.headers);
    assert_eq!(kept.body, capture.body);
}

fn sound(dir: &Path) -> Verified {
    let report = Archive::verify(dir).unwrap();
    assert!(report.is_sound(), "{report:?}");
    report
}

fn count(report: &Verified, kind: &str) -> u64 {
    report.kinds.get(kind).copied().unwrap_or(0)
}

#[tokio::test]
async fn a_page_reads_back_as_it_was() {
    let dir = folder();
    let archive = open(dir.path());
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-encoding", "gzip"),
        ("content-length", "17"),
        ("set-cookie", "a=b"),
        ("set-cookie", "c=d"),
    ];
    let mut capture = page(PAGE, 0, 200, &headers, "<p>سفر</p>".as_bytes());
    capture.final_url = PublicUrl::parse("https://www.t.example:8443/elsewhere").unwrap();
    capture.request.accept = Some("application/json".to_owned());
    let stored = archive.keep(capture).await.unwrap();
    reads_back(&archive, &stored).await;
    let report = sound(dir.path());
    assert_eq!((report.files, report.records, report.checked), (1, 3, 3));
    assert_eq!(["warcinfo", "request", "response"].map(|kind| count(&report, kind)), [1, 1, 1]);
    let text = unpacked(&dir.path().join(&stored.location().file));
    for part in [
        "WARC/1.1\r\n",
        "GET /s/routes?before=5 HTTP/1.1\r\nHost: t.example\r\nAccept: application/json\r\n",
        "WARC-Target-URI: https://www.t.example:8443/elsewhere\r\n",
        "Routewatch-Requested-URI: https://t.example/s/routes?before=5\r\n",
        "x-archive-orig-content-encoding: gzip\r\n",
        "WARC-Date: 2026-11-20T12:00:00.250Z\r\n",
        &format!("WARC-Record-ID: <urn:uuid:{}>\r\n", stored.capture().id),
        &format!("WARC-Payload-Digest: sha256:{}\r\n", stored.capture().sha256),
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

fn unpacked(file: &Path) -> String {
    let mut out = Vec::new();
    for step in Records::open(file, 0).unwrap() {
        match step.unwrap() {
            Step::Record { record, .. } => out.extend(record.bytes()),
            Step::Damage { broken, .. } => panic!("{broken}"),
        }
    }
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn bytes_that_are_already_kept_become_a_revisit() {
    let dir = folder();
    let archive = open(dir.path());
    let body = b"the same page".repeat(100);
    let first = archive.keep(page(PAGE, 0, 200, &[("etag", "1")], &body)).await.unwrap();
    let again = archive.keep(page(PAGE, 60, 200, &[("etag", "2")], &body)).await.unwrap();
    let other = archive.keep(page("https://t.example/other", 61, 200, &[], &body)).await.unwrap();
    let empty = archive.keep(page(PAGE, 62, 304, &[("etag", "2")], b"")).await.unwrap();
    let unknown = archive.keep(page("https://t.example/new", 63, 304, &[], b"")).await.unwrap();
    for stored in [&first, &again, &other, &empty, &unknown] {
        reads_back(&archive, stored).await;
    }
    let kept = archive.fetch(again.location()).await.unwrap();
    assert_eq!(kept.revisit_of, Some(first.capture().id));
    assert_eq!(kept.sha256, first.capture().sha256);
    let report = sound(dir.path());
    assert_eq!(["response", "revisit"].map(|kind| count(&report, kind)), [2, 3]);
    let text = unpacked(&dir.path().join(&again.location().file));
    assert!(text.contains("/warc/1.1/revisit/identical-payload-digest\r\n"));
    assert!(text.contains("/warc/1.1/revisit/server-not-modified\r\n"));
    assert!(text.contains("WARC-Refers-To-Date: 2026-11-20T12:00:00.250Z\r\n"));
    // What was kept before is still known when the archive is opened again.
    drop(archive);
    let archive = open(dir.path());
    let later = archive.keep(page(PAGE, 90, 200, &[], &body)).await.unwrap();
    assert_ne!(later.location().file, first.location().file);
    let kept = archive.fetch(later.location()).await.unwrap();
    assert_eq!(kept.revisit_of, Some(first.capture().id));
    let changed = archive.keep(page(PAGE, 91, 200, &[], b"another")).await.unwrap();
    let kept = archive.fetch(changed.location()).await.unwrap();
    assert_eq!(kept.revisit_of, None);
    let back = archive.keep(page(PAGE, 92, 200, &[], &body)).await.unwrap();
    assert_eq!(archive.fetch(back.location()).await.unwrap().revisit_of, None);
    sound(dir.path());
}

#[tokio::test]
async fn keeping_the_same_capture_twice_writes_it_once() {
    let dir = folder();
    let archive = open(dir.path());
    let capture = page(PAGE, 0, 200, &[], b"x");
    let first = archive.keep(capture.clone()).await.unwrap();
    let second = archive.keep(capture).await.unwrap();
    assert_eq!(first.location(), second.location());
    assert_eq!(sound(dir.path()).records, 3);
}

/// Bytes that do not compress.
fn noise(seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..1_500).map(|_| next()).collect()
}

#[tokio::test]
async fn files_are_closed_at_their_size_and_numbered_on() {
    let dir = folder();
    let options = Options { max_file_bytes: 4_000, sync: true };
    let archive = Archive::open(dir.path(), &options, Arc::new(Noon)).unwrap();
    let mut stored = Vec::new();
    for n in 0..12_u8 {
        let noise = noise(n);
        let url = format!("https://t.example/{n}");
        stored.push(archive.keep(page(&url, i64::from(n), 200, &[], &noise)).await.unwrap());
    }
    for one in &stored {
        reads_back(&archive, one).await;
    }
    let report = sound(dir.path());
    assert!(report.files >= 3, "{report:?}");
    assert_eq!(count(&report, "warcinfo"), report.files);
    let last = &stored.last().unwrap().location().file;
    assert!(last.starts_with("routewatch-20261120120000000-"), "{last}");
    drop(archive);
    let next = open(dir.path()).keep(page(PAGE, 99, 200, &[], b"x")).await.unwrap();
    assert!(next.location().file > *last, "{} after {last}", next.location().file);
}

#[tokio::test]
async fn many_tasks_may_keep_at_once() {
    let dir = folder();
    let archive = open(dir.path());
    let tasks: Vec<_> = (0..40_u8)
        .map(|n| {
            let archive = archive.clone();
            let capture = page(&format!("https://t.example/{n}"), n.into(), 200, &[], &[n; 99]);
            tokio::spawn(async move { archive.keep(capture).await.unwrap() })
        })
        .collect();
    for task in tasks {
        reads_back(&archive, &task.await.unwrap()).await;
    }
    assert_eq!(count(&sound(dir.path()), "response"), 40);
}

/// An archive with three pages whose file was left by a crash after so many bytes.
async fn crashed(
    dir: &Path,
    cut_at: impl Fn(&[Location], u64) -> u64,
) -> (PathBuf, Vec<StoredCapture>) {
    let archive = open(dir);
    let mut stored = Vec::new();
    for n in 0..3_u8 {
        let url = format!("https://t.example/{n}");
        stored.push(archive.keep(page(&url, n.into(), 200, &[], &[n; 500])).await.unwrap());
    }
    drop(archive);
    let path = dir.join(&stored[0].location().file);
    let places: Vec<_> = stored.iter().map(|s| s.location().clone()).collect();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let size = file.metadata().unwrap().len();
    file.set_len(cut_at(&places, size)).unwrap();
    (path, stored)
}

#[tokio::test]
async fn half_a_record_at_the_end_is_cut_aside_wherever_the_crash_came() {
    let whole = folder();
    let (path, stored) = crashed(whole.path(), |_, size| size).await;
    let bytes = std::fs::read(&path).unwrap();
    let last = stored[2].location();
    let request_at = stored[1].location().offset + stored[1].location().length;
    // Every byte around the beginning of a member, and some of the rest.
    let near = |end: u64| end - request_at < 24 || end.abs_diff(last.offset) < 12;
    let ends = request_at..last.offset + last.length;
    for end in ends.filter(|end| near(*end) || end % 23 == 0) {
        // Also with the journal that had come further than the file.
        let dir = folder();
        let name = path.file_name().unwrap();
        std::fs::write(dir.path().join(name), &bytes[..usize::try_from(end).unwrap()]).unwrap();
        let journal = format!("{}.cdxj", name.to_str().unwrap());
        std::fs::copy(whole.path().join(&journal), dir.path().join(&journal)).unwrap();
        let archive = open(dir.path());
        let good = if end >= last.offset { last.offset } else { request_at };
        let cuts: Vec<_> = archive.recovered().iter().map(|c| (c.offset, c.bytes)).collect();
        let expect = if end == good { vec![] } else { vec![(good, end - good)] };
        assert_eq!(cuts, expect, "cut at {end}");
        for cut in archive.recovered() {
            let aside = std::fs::read(dir.path().join(&cut.aside)).unwrap();
            let (from, to) = (usize::try_from(good).unwrap(), usize::try_from(end).unwrap());
            assert_eq!(aside, &bytes[from..to]);
        }
        reads_back(&archive, &stored[0]).await;
        reads_back(&archive, &stored[1]).await;
        sound(dir.path());
        // The lost page is kept anew, not as a revisit of what is gone.
        let again = page("https://t.example/2", 9, 200, &[], &[2; 500]);
        let again = archive.keep(again).await.unwrap();
        assert_eq!(archive.fetch(again.location()).await.unwrap().revisit_of, None);
        assert!(open(dir.path()).recovered().is_empty());
    }
}

#[tokio::test]
async fn zeros_at_the_end_and_empty_files_do_not_stay() {
    let dir = folder();
    let (path, _) = crashed(dir.path(), |_, size| size + 4_096).await;
    std::fs::write(dir.path().join("routewatch-20261120120000000-00002.warc.gz"), b"").unwrap();
    let archive = open(dir.path());
    assert_eq!(archive.recovered().len(), 1);
    assert_eq!(archive.recovered()[0].bytes, 4_096);
    assert_eq!(sound(dir.path()).files, 1);
    assert!(path.exists());
}

#[tokio::test]
async fn a_file_without_its_journal_is_read_from_the_start() {
    let dir = folder();
    let (path, stored) = crashed(dir.path(), |places, _| places[2].offset + 5).await;
    std::fs::remove_file(crate::known::journal_of(&path)).unwrap();
    let archive = open(dir.path());
    assert_eq!(archive.recovered()[0].offset, stored[2].location().offset);
    reads_back(&archive, &stored[1]).await;
}

#[tokio::test]
async fn the_file_that_another_archive_writes_is_left_alone() {
    let dir = folder();
    let first = open(dir.path());
    let one = first.keep(page(PAGE, 0, 200, &[], b"x")).await.unwrap();
    let path = dir.path().join(&one.location().file);
    // Half a record, as if the other process were just writing it.
    let mut half = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    half.write_all(&[0x1F, 0x8B, 8, 0]).unwrap();
    let second = open(dir.path());
    assert!(second.recovered().is_empty());
    let two = second.keep(page("https://t.example/2", 1, 200, &[], b"y")).await.unwrap();
    assert_ne!(two.location().file, one.location().file);
    reads_back(&second, &one).await;
    assert_eq!(Archive::verify(dir.path()).unwrap().truncated.len(), 1);
}

#[tokio::test]
async fn damage_inside_a_file_is_reported_and_reading_goes_on() {
    let dir = folder();
    let (path, stored) = crashed(dir.path(), |_, size| size).await;
    let mut bytes = std::fs::read(&path).unwrap();
    let place = stored[1].location();
    let middle = usize::try_from(place.offset + place.length / 2).unwrap();
    bytes[middle] ^= 0xFF;
    std::fs::write(&path, bytes).unwrap();
    let report = Archive::verify(dir.path()).unwrap();
    assert!(!report.is_sound());
    assert_eq!(report.damaged.len(), 1);
    assert_eq!(report.damaged[0].offset, place.offset);
    assert!(report.truncated.is_empty());
    assert_eq!(count(&report, "response"), 2);
    let archive = open(dir.path());
    assert!(archive.recovered().is_empty());
    let refused = archive.fetch(place).await;
    assert!(matches!(refused, Err(ArchiveError::Read { .. })), "{refused:?}");
    reads_back(&archive, &stored[2]).await;
}

#[tokio::test]
async fn a_body_that_was_exchanged_is_found_out() {
    let dir = folder();
    let (path, stored) = crashed(dir.path(), |_, size| size).await;
    let mut out = Vec::new();
    for step in Records::open(&path, 0).unwrap() {
        let Step::Record { mut record, .. } = step.unwrap() else { panic!("damage") };
        if record.target() == Some("https://t.example/2") && record.kind() == "response" {
            *record.block.last_mut().unwrap() ^= 1;
        }
        out.extend(crate::warc::member::pack(&record.bytes()).unwrap());
    }
    std::fs::write(&path, out).unwrap();
    let report = Archive::verify(dir.path()).unwrap();
    assert_eq!(report.bad_digests.len(), 1);
    let place = &report.bad_digests[0];
    let location = Location { file: place.file.clone(), offset: place.offset, length: place.bytes };
    let kept = open(dir.path()).fetch(&location).await.unwrap();
    assert!(!kept.digest_ok);
    assert_eq!(kept.id, stored[2].capture().id);
}

#[tokio::test]
async fn a_revisit_whose_original_is_gone_says_so() {
    let dir = folder();
    let archive = open(dir.path());
    let first = archive.keep(page(PAGE, 0, 200, &[], b"body")).await.unwrap();
    drop(archive);
    let archive = open(dir.path());
    let again = archive.keep(page(PAGE, 9, 200, &[], b"body")).await.unwrap();
    let gone = dir.path().join(&first.location().file);
    let moved = dir.path().join("routewatch-00000.warc.gz");
    std::fs::rename(&gone, &moved).unwrap();
    let refused = archive.fetch(again.location()).await.unwrap_err();
    assert!(refused.to_string().contains("missing"), "{refused}");
    std::fs::remove_file(&moved).unwrap();
    assert_eq!(Archive::verify(dir.path()).unwrap().missing_originals.len(), 1);
}

#[tokio::test]
async fn locations_that_lead_astray_are_refused() {
    let dir = folder();
    let archive = open(dir.path());
    let stored = archive.keep(page(PAGE, 0, 200, &[], b"body")).await.unwrap();
    let good = stored.location().clone();
    for location in [
        Location { file: format!("../{}", good.file), ..good.clone() },
        Location { file: "/etc/passwd".to_owned(), ..good.clone() },
        Location { file: String::new(), ..good.clone() },
        Location { offset: good.offset + 1, ..good.clone() },
        Location { offset: u64::MAX / 2, ..good.clone() },
        Location { length: good.length - 1, ..good.clone() },
        Location { offset: 0, ..good.clone() },
    ] {
        assert!(archive.fetch(&location).await.is_err(), "{location:?}");
    }
    assert!(archive.fetch(&Location { length: u64::MAX, ..good }).await.is_ok_and(|k| k.digest_ok));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_page_survives_the_archive(
        pages in prop::collection::vec((
            "/[a-z0-9%?=&]{0,12}",
            100_u16..600,
            prop::collection::vec(("[a-z][a-z0-9-]{0,12}", "([!-~]([ -~]{0,20}[!-~])?)?"), 0..5),
            prop::collection::vec(any::<u8>(), 0..200),
        ), 1..6)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let dir = folder();
            let archive = open(dir.path());
            let mut kept = Vec::new();
            for (second, (path, status, headers, body)) in (0_i64..).zip(&pages) {
                let headers: Vec<_> =
                    headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                let url = format!("https://t.example{path}");
                let capture = page(&url, second, *status, &headers, body);
                kept.push(archive.keep(capture).await.unwrap());
            }
            for stored in &kept {
                reads_back(&archive, stored).await;
            }
            sound(dir.path());
        });
    }

    #[test]
    fn no_bytes_make_the_reader_panic(
        start in prop::sample::select(vec![
            &b""[..],
            b"WARC/1.1\r\n",
            b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
            b"WARC/1.0\r\nContent-Length: 5\r\n\r\n",
            b"\x1f\x8b\x08\x00",
            b"http://a.example/ 1.2.3.4 20260101000000 text/html 7\n",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let bytes = [start, &rest].concat();
        let length = bytes.len() as u64;
        let mut reached = 0;
        for step in Records::new(std::io::Cursor::new(bytes), 0).unwrap() {
            let (offset, long) = match step.unwrap() {
                Step::Record { offset, length, .. } | Step::Damage { offset, length, .. } => (offset, length),
            };
            prop_assert!(offset >= reached && offset + long <= length);
            reached = offset + long;
        }
    }
}
