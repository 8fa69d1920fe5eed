//! Cutting loses nothing, and finds the rows.

use super::*;
use proptest::prelude::*;
use std::io::{BufReader, Read};

/// Lines and texts of all rows of a file, after checking that its sheets are the file.
fn cut(cutting: Cutting, file: &[u8]) -> Vec<(u64, String)> {
    // Seven bytes at a time, so that every boundary falls somewhere inconvenient.
    let sheets: Vec<Sheet> =
        Sheets::new(BufReader::with_capacity(7, file), cutting).collect::<Result<_, _>>().unwrap();
    let whole: Vec<u8> = sheets.iter().flat_map(|sheet| sheet.bytes.to_vec()).collect();
    assert_eq!(whole, file);
    let mut at = 0;
    for sheet in &sheets {
        assert_eq!(sheet.first_byte, at);
        at += sheet.bytes.len() as u64;
    }
    let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row)));
    rows.map(|(sheet, row)| (row.line, row.row(&sheet.bytes).unwrap().text.to_owned())).collect()
}

fn check(cutting: Cutting, file: &str, expect: &[(u64, &str)]) {
    let found = cut(cutting, file.as_bytes());
    let found: Vec<_> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(found, expect, "{file}");
}

#[test]
fn lines_are_rows_whatever_ends_them() {
    check(Cutting::Lines, "a\r\n\r\nb\nc", &[(1, "a"), (3, "b"), (4, "c")]);
    check(Cutting::Lines, "\u{feff}a\n", &[(1, "a")]);
    check(Cutting::Lines, "", &[]);
}

#[test]
fn a_line_break_in_quotes_is_part_of_the_record() {
    check(
        Cutting::Table,
        "id,text\n1,\"two\nlines \"\"quoted\"\"\"\n2,b",
        &[(2, "1,\"two\nlines \"\"quoted\"\"\""), (4, "2,b")],
    );
    check(Cutting::Table, "id,text", &[]);
}

#[test]
fn the_heading_goes_with_every_row_of_a_table() {
    for (file, column, value) in [
        ("\u{feff}id,Text\n1,\"a, b\"\n", "text", "a, b"),
        ("id;text\n1;a, b\n", "text", "a, b"),
        ("id\ttext\n1\ta, b\n", "text", "a, b"),
    ] {
        let sheet = Sheets::new(file.as_bytes(), Cutting::Table).next().unwrap().unwrap();
        let row = sheet.rows[0].row(&sheet.bytes).unwrap();
        assert_eq!(row.cells().get(column), Some(value), "{file}");
        assert!(row.cells().fit(), "{file}");
    }
}

#[test]
fn messages_are_found_in_one_chat_and_in_many() {
    let one = r#"{"name": "A", "id": 1, "messages": [{"id": 1, "t": "}]\"{"}, {"id": 2}]}"#;
    check(Cutting::Chats, one, &[(1, r#"{"id": 1, "t": "}]\"{"}"#), (1, r#"{"id": 2}"#)]);
    let many = "{\"about\": \"x\", \"chats\": {\"list\": [\n{\"name\": \"A\", \"messages\": \
                [{\"id\": 1}]},\n{\"name\": \"B\", \"messages\": [{\"messages\": []}]}]}}";
    check(Cutting::Chats, many, &[(2, "{\"id\": 1}"), (3, "{\"messages\": []}")]);
}

#[test]
fn a_message_knows_its_chat() {
    let file = br#"{"chats": {"list": [{"name": "A, \"B\"", "id": 7, "messages": [{"id": 1}]}]}}"#;
    let sheet = Sheets::new(&file[..], Cutting::Chats).next().unwrap().unwrap();
    let row = sheet.rows[0].row(&sheet.bytes).unwrap();
    assert_eq!(row.heading, &Heading::Chat(serde_json::json!({"name": "A, \"B\"", "id": 7})));
}

#[test]
fn a_cut_off_message_is_no_row() {
    check(Cutting::Chats, r#"{"messages": [{"id": 1}, {"id": 2"#, &[(1, r#"{"id": 1}"#)]);
}

#[test]
fn a_long_file_comes_in_many_sheets() {
    let file = "{\"a\": 1}\n".repeat(1_201);
    let sheets: Vec<_> = Sheets::new(file.as_bytes(), Cutting::Lines)
        .map(|sheet| sheet.unwrap().rows.len())
        .collect();
    assert_eq!(sheets, [500, 500, 201]);
}

#[test]
fn a_row_without_end_is_an_error_that_names_its_line() {
    let file = std::io::repeat(b'x').take(LONGEST_ROW as u64 * 2);
    let head = &b"a,b\n1,2\n\""[..];
    let mut sheets = Sheets::new(BufReader::new(head.chain(file)), Cutting::Table);
    assert!(matches!(sheets.next(), Some(Err(CutError::Endless { line: 3 }))));
    assert!(sheets.next().is_none());
}

#[test]
fn utf_16_is_named_for_what_it_is() {
    let file = [0xFF, 0xFE, b'a', 0];
    assert!(matches!(Sheets::new(&file[..], Cutting::Lines).next(), Some(Err(CutError::Utf16))));
}

proptest! {
    #[test]
    fn whatever_the_file_its_sheets_are_the_file(file in "[a{}\\[\\]\",:\\\\\n ]{0,200}") {
        for cutting in [Cutting::Lines, Cutting::Table, Cutting::Chats] {
            cut(cutting, file.as_bytes());
        }
        cut(Cutting::Chats, format!("{{\"messages\":[{file}").as_bytes());
    }
}
