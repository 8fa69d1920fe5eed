//! Bytes of an HTML page as text, as browsers read them.
//!
//! What names the encoding, strongest first (WHATWG HTML, 13.2.3.2): a byte order mark, the HTTP
//! header, a `meta` element or an XML declaration near the beginning; without any, a guess. What is
//! named is believed, even where it does not fit: bytes that it does not know are replaced, since a
//! page with one broken letter is read by everybody that way.

use super::prescan::prescan;
use super::{guess, label_of};
use encoding_rs::Encoding;
use model::{Capture, Complaint};

/// The text of an HTML page.
pub fn of_page(capture: &Capture, complaints: &mut Vec<Complaint>) -> String {
    let bytes = capture.body.as_ref();
    let (encoding, mark) = match named(capture, complaints) {
        Some(named) => named,
        None => (guess(capture, bytes), 0),
    };
    let (text, bad) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
    if bad {
        let places = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
        let detail = format!("{places} unreadable places, read as {}", encoding.name());
        complaints.push(Complaint::new("bad_bytes", detail));
    }
    // A byte order mark that was decoded with the text.
    text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
}

/// The encoding that a page names, and the length of its byte order mark.
fn named(capture: &Capture, complaints: &mut Vec<Complaint>) -> Option<(&'static Encoding, usize)> {
    let bytes = capture.body.as_ref();
    if let Some(marked) = Encoding::for_bom(bytes) {
        return Some(marked);
    }
    if let Some(label) = label_of(capture) {
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => return Some((encoding, 0)),
            None => complaints.push(Complaint::new("charset_unknown", "in the HTTP header")),
        }
    }
    prescan(bytes).map(|encoding| (encoding, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{PageRequest, PublicUrl, Purpose, Timestamp};
    use std::path::Path;

    fn page(host: &str, content_type: &str, body: &[u8]) -> Capture {
        let url = PublicUrl::parse(&format!("https://{host}/page")).unwrap();
        let request = PageRequest::new(url.clone(), Purpose::Newest);
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let at = Timestamp::from_ms(0);
        Capture::new(request, url, at, 200, headers, body.to_vec().into())
    }

    fn check(content_type: &str, body: &[u8], expect: &str, codes: &[&str]) {
        let mut complaints = Vec::new();
        let text = of_page(&page("news.example", content_type, body), &mut complaints);
        assert_eq!(text, expect, "{content_type}");
        let got: Vec<_> = complaints.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(got, codes, "{content_type} {expect}");
    }

    #[test]
    fn the_mark_beats_the_header_beats_the_page() {
        let html = "text/html";
        check("text/html; charset=windows-1251", b"\xef\xbb\xbf\xc3\xa9", "é", &[]);
        check("text/html; charset=windows-1251", b"\xff\xfe<\0a\0", "<a", &[]);
        check(
            "text/html; charset=windows-1251",
            b"<meta charset=koi8-r>\xcf",
            "<meta charset=koi8-r>П",
            &[],
        );
        check(html, b"<meta charset=windows-1256>\xc7", "<meta charset=windows-1256>ا", &[]);
        check(
            html,
            b"<?xml version='1.0' encoding='koi8-r'?>\xf0",
            "<?xml version='1.0' encoding='koi8-r'?>П",
            &[],
        );
        check(html, "é".as_bytes(), "é", &[]);
        check("", b"", "", &[]);
    }

    #[test]
    fn what_nobody_names_is_guessed() {
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Завтра отходит лодка, пишите нам");
        check("text/html", &russian, "Завтра отходит лодка, пишите нам", &[]);
        let (arabic, _, _) = encoding_rs::WINDOWS_1256.encode("السفر غدا من المدينة إلى البحر");
        check("text/html", &arabic, "السفر غدا من المدينة إلى البحر", &[]);
        check("text/html; charset=nonsense", "caf\u{e9}".as_bytes(), "café", &["charset_unknown"]);
    }

    #[test]
    fn the_country_of_a_host_helps_to_guess() {
        // One and the same byte, as a Greek and as a Russian server would mean it.
        let body = b"\xe1\xe2\xe3";
        let read = |host: &str| of_page(&page(host, "text/html", body), &mut Vec::new());
        assert_ne!(read("news.gr"), read("news.ru"));
        for odd in ["127.0.0.1", "[2001:db8::1]", "localhost", "xn--mgbaam7a8h"] {
            assert_eq!(read(odd).chars().count(), 3, "{odd}");
        }
    }

    #[test]
    fn bytes_that_do_not_fit_are_replaced_and_complained_about() {
        check("text/html; charset=utf-8", b"caf\xe9!", "caf\u{fffd}!", &["bad_bytes"]);
    }

    /// The cases of a file of html5lib: what a page holds, and its encoding.
    fn cases(file: &str) -> Option<Vec<(Vec<u8>, String)>> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/html5lib");
        let Ok(bytes) = std::fs::read(Path::new(folder).join("encoding").join(file)) else {
            eprintln!("skipped: ../shared is absent");
            return None;
        };
        let mut cases: Vec<(Vec<u8>, String)> = Vec::new();
        let mut in_page = false;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line {
                b"#data\n" => {
                    cases.push(Default::default());
                    in_page = true;
                }
                b"#encoding\n" => in_page = false,
                _ if in_page => cases.last_mut().unwrap().0.extend_from_slice(line),
                _ => cases.last_mut().unwrap().1.push_str(str::from_utf8(line).unwrap().trim()),
            }
        }
        Some(cases)
    }

    #[test]
    fn pages_of_html5lib_have_the_encoding_that_browsers_give_them() {
        let Some(cases) = cases("tests1.dat") else { return };
        let wrong: Vec<String> = cases
            .iter()
            .filter_map(|(body, expect)| {
                let capture = page("news.example", "text/html", body);
                let got = named(&capture, &mut Vec::new());
                // Where nobody names one, the set expects the Western default of browsers.
                let got = got.map_or(encoding_rs::WINDOWS_1252, |(encoding, _)| encoding);
                let right = Encoding::for_label(expect.as_bytes()) == Some(got);
                (!right).then(|| format!("{expect}: {}", String::from_utf8_lossy(body)))
            })
            .collect();
        println!("html5lib encoding: {} of {} right", cases.len() - wrong.len(), cases.len());
        assert!(!cases.is_empty());
        assert_eq!(wrong, Vec::<String>::new());
    }
}
