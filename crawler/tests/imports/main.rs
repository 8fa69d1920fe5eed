//! Imported rows, as invented here and as recorded in `../shared/platforms/imports`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it skipped"
)]

mod refusals;
mod samples;

use crawler::importers::{self, Hints, Read, Shape};
use crawler::sheets::Sheets;
use model::{
    Capture, Location, PageRequest, PostSeen, PublicUrl, Purpose, StoredCapture, Timestamp,
};

/// Reads a file as an import does: recognised, cut, kept, read.
fn import(file: &[u8], hints: &Hints) -> (&'static str, Read) {
    let importer = importers::recognise(file).expect("a format");
    let Shape::Rows(rows) = importer.shape() else { panic!("{} has no rows", importer.name()) };
    let mut all = Read::default();
    for sheet in Sheets::new(file, rows.cutting()) {
        let sheet = sheet.unwrap();
        let stored = kept(&sheet.bytes);
        let read = importers::read(rows, &stored, &sheet.rows, hints);
        all.readings.extend(read.readings);
        all.refused.extend(read.refused);
    }
    (importer.name(), all)
}

fn kept(bytes: &[u8]) -> StoredCapture {
    let url = PublicUrl::parse("https://imports.invalid/file").unwrap();
    let request = PageRequest::new(url.clone(), Purpose::Newest);
    let at = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
    let capture = Capture::new(request, url, at, 200, Vec::new(), bytes.to_vec().into());
    let location = Location { file: "test.warc.gz".to_owned(), offset: 0, length: 1 };
    StoredCapture::kept_at(capture, location)
}

/// Lines and reasons of the rows that were not taken.
fn refused(read: &Read) -> Vec<(u64, String)> {
    read.refused.iter().map(|row| (row.at, row.why.to_string())).collect()
}

/// Every post with its platform.
fn posts(read: &Read) -> Vec<(&str, &PostSeen)> {
    let each = read.readings.iter();
    each.flat_map(|(platform, reading)| reading.posts.iter().map(|p| (platform.as_str(), p)))
        .collect()
}
