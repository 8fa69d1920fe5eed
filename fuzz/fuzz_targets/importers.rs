//! Files that were collected elsewhere: told apart, cut into sheets, read row by row.
#![no_main]

use crawler::importers::{self, Hints, Shape};
use crawler::sheets::Sheets;
use fuzz::kept;
use libfuzzer_sys::fuzz_target;
use model::{PageRequest, PublicUrl, Purpose};

fuzz_target!(|bytes: &[u8]| {
    let head = bytes.get(..64 << 10).unwrap_or(bytes);
    let _ = importers::recognise(head);
    let url = PublicUrl::parse("https://imports.invalid/file").expect("an address");
    for importer in importers::ALL {
        let Shape::Rows(rows) = importer.shape() else { continue };
        let (mut cut, mut taken, mut whole, mut file) = (0, 0, true, Vec::new());
        for sheet in Sheets::new(bytes, rows.cutting()) {
            let Ok(sheet) = sheet else {
                whole = false;
                break;
            };
            assert_eq!(sheet.first_byte, file.len() as u64, "a sheet does not follow the last");
            file.extend_from_slice(&sheet.bytes);
            cut += sheet.rows.len();
            let request = PageRequest::new(url.clone(), Purpose::Newest);
            let stored = kept(request, 200, &[], &sheet.bytes);
            let read = importers::read(rows, &stored, &sheet.rows, &Hints::default());
            taken += read.refused.len();
            for (_, reading) in &read.readings {
                taken += reading.posts.len();
            }
        }
        assert_eq!(cut, taken, "a row was lost without a word");
        assert!(!whole || file == bytes, "the sheets are not the file");
    }
});
