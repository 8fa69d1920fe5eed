//! The encoding that a page names in its own first bytes.
//!
//! WHATWG HTML, 13.2.3.2, "prescan a byte stream to determine its encoding" and "get an attribute",
//! step by step: pages are written for this very algorithm, its oddities included.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// Bytes that are looked at. Browsers look at 1024 first and change their mind when they meet a
/// `meta` later; looking further at once comes to the same.
const LOOKED_AT: usize = 16 << 10;

/// The encoding that a `meta` element, else an XML declaration names.
pub(super) fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, b'?', 0, b'x', 0, ..] => return Some(UTF_16LE),
        [0, b'<', 0, b'?', 0, b'x', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let rest = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    Scan { rest }.meta().or_else(|| declared(rest).map(usable))
}

/// What is left to look at.
#[derive(Debug, Clone, Copy)]
struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn skip_while(&mut self, unwanted: impl Fn(u8) -> bool) {
        let end = self.rest.iter().position(|byte| !unwanted(*byte)).unwrap_or(self.rest.len());
        self.skip(end);
    }

    /// Whether the rest begins with these letters, in lower case here and in any case there.
    fn begins_with(&self, letters: &str) -> bool {
        let head = self.rest.get(..letters.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(letters.as_bytes()))
    }

    fn meta(&mut self) -> Option<&'static Encoding> {
        while let Some(first) = self.rest.first() {
            if *first != b'<' {
                self.skip(1);
            } else if self.begins_with("<!--") {
                // The dashes that open a comment may be the ones that close it.
                self.skip(2);
                let end = self.rest.windows(3).position(|three| three == b"-->");
                self.skip(end.map_or(self.rest.len(), |at| at + 3));
            } else if self.begins_with("<meta")
                && self.rest.get(5).is_some_and(|next| is_space(*next) || *next == b'/')
            {
                self.skip(5);
                if let Some(encoding) = self.named() {
                    return Some(encoding);
                }
            } else if self.is_tag() {
                self.skip_while(|byte| !is_space(byte) && byte != b'>');
                while self.attribute().is_some() {}
            } else if self.begins_with("<!") || self.begins_with("</") || self.begins_with("<?") {
                self.skip_while(|byte| byte != b'>');
            } else {
                self.skip(1);
            }
        }
        None
    }

    fn is_tag(&self) -> bool {
        match self.rest {
            [b'<', b'/', letter, ..] | [b'<', letter, ..] => letter.is_ascii_alphabetic(),
            _ => false,
        }
    }

    /// What the attributes of a `meta` element name.
    fn named(&mut self) -> Option<&'static Encoding> {
        let mut seen: Vec<Vec<u8>> = Vec::new();
        let mut is_content_type = false;
        // The encoding, and whether it counts only beside `http-equiv`.
        let mut charset: Option<(Option<&'static Encoding>, bool)> = None;
        while let Some((name, value)) = self.attribute() {
            if seen.contains(&name) {
                continue;
            }
            match name.as_slice() {
                b"http-equiv" => is_content_type = value == b"content-type",
                b"content" if charset.is_none() => {
                    charset = of_content(&value).map(|found| (Some(found), true));
                }
                b"charset" => charset = Some((Encoding::for_label(&value), false)),
                _ => {}
            }
            seen.push(name);
        }
        let (encoding, needs_content_type) = charset?;
        if needs_content_type && !is_content_type {
            return None;
        }
        encoding.map(usable)
    }

    /// The next attribute of a tag, name and value in lower case; nothing at the tag's end.
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.skip_while(|byte| is_space(byte) || byte == b'/');
        let mut name = Vec::new();
        loop {
            match *self.rest.first()? {
                b'>' if name.is_empty() => return None,
                b'=' if !name.is_empty() => break,
                b'/' | b'>' => return Some((name, Vec::new())),
                space if is_space(space) => {
                    self.skip_while(is_space);
                    if self.rest.first() != Some(&b'=') {
                        return Some((name, Vec::new()));
                    }
                    break;
                }
                byte => name.push(byte.to_ascii_lowercase()),
            }
            self.skip(1);
        }
        self.skip(1);
        self.skip_while(is_space);
        let value = self.value()?;
        Some((name, value.to_ascii_lowercase()))
    }

    /// A value; nothing if the quotation mark that ends it is missing.
    fn value(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest;
        let first = *rest.first()?;
        if matches!(first, b'"' | b'\'') {
            self.skip(1);
            let inner = self.rest;
            let Some(end) = inner.iter().position(|byte| *byte == first) else {
                self.rest = &[];
                return None;
            };
            self.skip(end + 1);
            return inner.get(..end);
        }
        let end = rest.iter().position(|byte| is_space(*byte) || *byte == b'>');
        // A value that the bytes end in may be cut, and a cut name is none.
        let Some(end) = end else {
            self.rest = &[];
            return None;
        };
        self.skip(end);
        rest.get(..end)
    }
}

/// The encoding in a value such as `text/html; charset=utf-8`, in lower case.
fn of_content(value: &[u8]) -> Option<&'static Encoding> {
    let mut scan = Scan { rest: value };
    while !scan.rest.is_empty() {
        if !scan.begins_with("charset") {
            scan.skip(1);
            continue;
        }
        scan.skip("charset".len());
        scan.skip_while(is_space);
        if scan.rest.first() != Some(&b'=') {
            continue;
        }
        scan.skip(1);
        scan.skip_while(is_space);
        let first = *scan.rest.first()?;
        let ends = |byte: &u8| is_space(*byte) || *byte == b';';
        let label = if matches!(first, b'"' | b'\'') {
            let inner = scan.rest.get(1..)?;
            inner.get(..inner.iter().position(|byte| *byte == first)?)?
        } else {
            let end = scan.rest.iter().position(ends).unwrap_or(scan.rest.len());
            scan.rest.get(..end)?
        };
        return Encoding::for_label(label);
    }
    None
}

/// The encoding in an XML declaration at the very beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let inner = bytes.strip_prefix(b"<?xml")?;
    let inner = inner.get(..inner.iter().position(|byte| *byte == b'>')?)?;
    let at = inner.windows(8).position(|word| word == b"encoding")?;
    let mut scan = Scan { rest: inner.get(at + 8..)? };
    scan.skip_while(is_space);
    scan.rest = scan.rest.strip_prefix(b"=")?;
    scan.skip_while(is_space);
    let quote = *scan.rest.first().filter(|first| matches!(first, b'"' | b'\''))?;
    scan.skip(1);
    let end = scan.rest.iter().position(|byte| *byte == quote)?;
    Encoding::for_label(scan.rest.get(..end)?)
}

/// What browsers read instead of a name that was read byte by byte and cannot be true.
fn usable(encoding: &'static Encoding) -> &'static Encoding {
    match encoding {
        wide if wide == UTF_16LE || wide == UTF_16BE => UTF_8,
        own if own == X_USER_DEFINED => WINDOWS_1252,
        other => other,
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(page: &str, expect: Option<&str>) {
        assert_eq!(prescan(page.as_bytes()).map(Encoding::name), expect, "{page}");
    }

    #[test]
    fn a_meta_element_names_the_encoding() {
        check("<meta charset=koi8-r>", Some("KOI8-R"));
        check("<META/CHARSET='koi8-r'>", Some("KOI8-R"));
        check("<meta content='text/html;charset=koi8-r' http-equiv=content-type>", Some("KOI8-R"));
        check("<meta content='text/html;charset=koi8-r'>", None);
        check("<meta http-equiv=content-type content='charset charset=\"koi8-r'>", None);
        check("<meta charset=utf-16>", Some("UTF-8"));
        check("<meta charset=x-user-defined>", Some("windows-1252"));
        check("<?xml version='1.0' encoding='koi8-r'?>", Some("KOI8-R"));
        check("<?xml encoding='koi8-r'?><meta charset=big5>", Some("Big5"));
    }

    #[test]
    fn what_is_no_element_names_nothing() {
        check("<!-- <meta charset=koi8-r> -->", None);
        check("<!--><meta charset=koi8-r>", Some("KOI8-R"));
        check("<p title='<meta charset=koi8-r>'>", None);
        check("<meta charset=koi8-r", None);
        check("<metal charset=koi8-r>", None);
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_scanned(
            near in "(<|</|<!--|-->|meta|charset|=|[ '\"/>a-z]){0,30}",
            wild in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let _ = (prescan(near.as_bytes()), prescan(&wild));
        }
    }
}
