//! Records of a web archive, packed or not, and the responses in them.
#![no_main]

use evidence::warc::{Records, Step};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Ok(records) = Records::new(Cursor::new(bytes), 0) else { return };
    let mut reached = 0;
    for step in records {
        let Ok(step) = step else { break };
        let (offset, length) = match &step {
            Step::Record { offset, length, .. } | Step::Damage { offset, length, .. } => {
                (*offset, *length)
            }
        };
        assert!(offset >= reached && length > 0, "no progress at {offset}");
        reached = offset + length;
        assert!(reached <= bytes.len() as u64, "a record behind the end");
        let Step::Record { record, .. } = step else { continue };
        assert!(record.payload().len() <= record.block.len());
        let _ = (record.response(), record.digests_hold());
        assert_reads_back(&record.bytes());
    }
});

/// What we would write is what we would read.
fn assert_reads_back(bytes: &[u8]) {
    let Ok(mut records) = Records::new(Cursor::new(bytes), 0) else { return };
    if let Some(Ok(Step::Record { record, .. })) = records.next() {
        assert!(record.bytes() == bytes, "a record that changes by being written");
    }
}
