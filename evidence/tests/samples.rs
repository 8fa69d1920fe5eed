//! The reader against files that other tools wrote, and what warcio 1.8.1 made of them.

use evidence::warc::{Records, Step};
use serde_json::Value;
use std::path::Path;

/// What warcio lists of a record: type, address, payload bytes, whether digests hold.
fn listed(step: &Step) -> Value {
    match step {
        Step::Record { record, .. } => {
            let uri = record.target().map(ToOwned::to_owned);
            let holds = record.digests_hold().filter(|_| record.kind() != "revisit");
            let bytes = if record.kind() == "arc_header" { 0 } else { record.payload().len() };
            serde_json::json!([record.kind(), uri, bytes, holds])
        }
        Step::Damage { broken, .. } => serde_json::json!({ "damage": broken.to_string() }),
    }
}

#[test]
fn samples_are_read_as_warcio_reads_them() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reliability");
    let expected = shared.join("warc/expected_by_warcio_1.8.1.jsonl");
    let Ok(expected) = std::fs::read_to_string(&expected) else {
        println!("skipped: ../shared is absent");
        return;
    };
    let (mut files, mut records, mut checked, mut damaged) = (0, 0, 0, 0);
    for line in expected.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let file = line["file"].as_str().unwrap();
        let steps: Vec<Step> =
            Records::open(&shared.join(file), 0).unwrap().map(Result::unwrap).collect();
        let damage = |step: &&Step| matches!(step, Step::Damage { .. });
        let got: Vec<Value> = steps.iter().filter(|step| !damage(step)).map(listed).collect();
        let broken = steps.iter().filter(damage).count();
        let wanted = line["records"].as_array().unwrap();
        let refused = line.get("error").is_some();
        // Where warcio gives up, we name the damage; what it read before, we read too.
        assert_eq!(refused, broken > 0, "{file}: {steps:?}");
        if !refused {
            assert_eq!(got, *wanted, "{file}");
        }
        files += 1;
        records += got.len();
        checked += got.iter().filter(|record| record[3] == Value::Bool(true)).count();
        damaged += broken;
    }
    println!(
        "{files} files, {records} records, {checked} with digests that hold, {damaged} damaged"
    );
    assert!(files >= 14, "{files} files");
}
