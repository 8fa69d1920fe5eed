//! Bytes of a feed as text.
//!
//! What names the encoding, strongest first: the HTTP header, a byte order mark, the XML
//! declaration; without any, UTF-8. A name that does not fit the bytes gives way to the next one,
//! and is complained about.

use super::{guess, label_of};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use model::{Capture, Complaint};

/// How many unreadable bytes in a thousand a text may have and still count as UTF-8.
const BAD_PER_MILLE: usize = 10;

/// The text of a feed.
pub fn of_feed(capture: &Capture, complaints: &mut Vec<Complaint>) -> String {
    let bytes = capture.body.as_ref();
    let (mark, length) = Encoding::for_bom(bytes).map_or((None, 0), |(e, n)| (Some(e), n));
    let mut named = Vec::new();
    if let Some(label) = label_of(capture) {
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => named.push(encoding),
            None => complaints.push(Complaint::new("charset_unknown", "in the HTTP header")),
        }
    }
    named.extend(mark);
    named.extend(bare_utf16(bytes));
    match declared(bytes) {
        Some(Ok(encoding)) => named.push(encoding),
        Some(Err(())) => {
            complaints.push(Complaint::new("charset_unknown", "in the XML declaration"));
        }
        None => {}
    }
    named.push(UTF_8);
    let body = bytes.get(length..).unwrap_or_default();
    for (rank, encoding) in named.iter().enumerate() {
        let (text, bad) = encoding.decode_without_bom_handling(body);
        if !bad {
            if rank > 0 {
                let detail = format!("read as {} instead", encoding.name());
                complaints.push(Complaint::new("charset_wrong", detail));
            }
            return clean(&text);
        }
    }
    mostly(capture, body, complaints)
}

/// No named encoding fits: UTF-8 if nearly everything is, else a guess.
fn mostly(capture: &Capture, body: &[u8], complaints: &mut Vec<Complaint>) -> String {
    let (text, _) = UTF_8.decode_without_bom_handling(body);
    let bad = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if bad.saturating_mul(1000) <= text.len().saturating_mul(BAD_PER_MILLE) {
        complaints.push(Complaint::new("bad_bytes", format!("{bad} unreadable places")));
        return clean(&text);
    }
    let guessed = guess(capture, body);
    let detail = format!("read as {} instead", guessed.name());
    complaints.push(Complaint::new("charset_wrong", detail));
    let (text, _) = guessed.decode_without_bom_handling(body);
    clean(&text)
}

/// The text without a byte order mark that was decoded with it, and without the NULs that neither XML
/// nor JSON may hold.
fn clean(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace('\0', "")
}

/// UTF-16 without a byte order mark shows in the first two letters, which are `<?` or `<x`.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [b'<', 0, _, 0] => Some(UTF_16LE),
        [0, b'<', 0, _] => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding in the XML declaration; an error if nobody knows it.
fn declared(bytes: &[u8]) -> Option<Result<&'static Encoding, ()>> {
    let head = bytes.get(..256).unwrap_or(bytes);
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let (_, after) = head.split_once("<?xml")?;
    let (inside, _) = after.split_once("?>")?;
    let (_, label) = inside.split_once("encoding")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start();
    let label = label.split(['"', '\'']).nth(1)?;
    // The declaration was read byte by byte, so its encoding cannot be of two bytes a letter.
    match Encoding::for_label(label.trim().as_bytes()) {
        Some(wide) if wide == UTF_16LE || wide == UTF_16BE => None,
        Some(encoding) => Some(Ok(encoding)),
        None => Some(Err(())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{PageRequest, PublicUrl, Purpose, Timestamp};

    fn check(content_type: &str, body: &[u8], expect: &str, codes: &[&str]) {
        let url = PublicUrl::parse("https://news.example/feed").unwrap();
        let request = PageRequest::new(url.clone(), Purpose::Newest);
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let at = Timestamp::from_ms(0);
        let capture = Capture::new(request, url, at, 200, headers, body.to_vec().into());
        let mut complaints = Vec::new();
        assert_eq!(of_feed(&capture, &mut complaints), expect, "{content_type}");
        let got: Vec<_> = complaints.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(got, codes, "{content_type} {expect}");
    }

    #[test]
    fn what_xml_may_not_hold_is_left_out() {
        check("text/xml", b"<a>b\0c</a>\0", "<a>bc</a>", &[]);
    }

    #[test]
    fn the_header_beats_the_mark_beats_the_declaration() {
        check("text/xml; charset=windows-1251", b"\xcf\xf0", "Пр", &[]);
        check(
            "text/xml; charset=\"windows-1251\"",
            b"<?xml encoding='utf-8'?>\xcf",
            "<?xml encoding='utf-8'?>П",
            &[],
        );
        check(
            "text/xml",
            b"\xef\xbb\xbf<?xml encoding=\"koi8-r\"?>\xc3\xa9",
            "<?xml encoding=\"koi8-r\"?>é",
            &[],
        );
        check(
            "text/xml",
            b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9",
            "<?xml version='1.0' encoding='iso-8859-1'?>é",
            &[],
        );
        check("text/xml", "é".as_bytes(), "é", &[]);
    }

    #[test]
    fn utf16_is_known_with_and_without_a_mark() {
        check("text/xml", b"\xff\xfe<\0a\0", "<a", &[]);
        check("text/xml", b"<\0a\0>\0", "<a>", &[]);
        check("text/xml", b"\0<\0a\0>", "<a>", &[]);
        check("text/xml", b"<?xml encoding='utf-16'?>", "<?xml encoding='utf-16'?>", &[]);
    }

    #[test]
    fn a_wrong_name_gives_way_and_is_complained_about() {
        check(
            "text/xml; charset=utf-8",
            b"<?xml encoding='windows-1256'?>\xc7",
            "<?xml encoding='windows-1256'?>ا",
            &["charset_wrong"],
        );
        check("text/xml; charset=nonsense", b"abc", "abc", &["charset_unknown"]);
        check(
            "text/xml",
            b"<?xml encoding='nonsense'?>",
            "<?xml encoding='nonsense'?>",
            &["charset_unknown"],
        );
        check("text/xml", b"caf\xe9", "café", &["charset_wrong"]);
        let mostly = [b"x".repeat(500), b"\xff".to_vec()].concat();
        check("text/xml", &mostly, &("x".repeat(500) + "\u{fffd}"), &["bad_bytes"]);
    }
}
