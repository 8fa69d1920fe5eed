//! HTTP messages as WARC blocks.

/// Prefix of headers that no longer describe the body as it is kept: the body is kept decoded.
/// The name is the one that other archiving tools use.
const ORIGINAL: &str = "x-archive-orig-";
/// Headers that describe how a body was sent.
const OF_TRANSFER: [&str; 2] = ["content-encoding", "transfer-encoding"];

/// Splits a message into its header (without the blank line) and what follows.
pub(crate) fn split(message: &[u8]) -> (&[u8], &[u8]) {
    let ends = |at: usize, end: &[u8]| message.get(at..).is_some_and(|rest| rest.starts_with(end));
    for at in 0..message.len() {
        for (mark, end) in [(&b"\r\n\r\n"[..], 4), (&b"\n\n"[..], 2)] {
            if ends(at, mark) {
                let (head, rest) = message.split_at_checked(at).unwrap_or((message, &[]));
                return (head, rest.get(end..).unwrap_or_default());
            }
        }
    }
    (message, &[])
}

/// The header of a response whose decoded body has so many bytes, blank line included. What would
/// mislead a reader of that body is noted under another name.
pub(crate) fn head(status: u16, headers: &[(String, String)], length: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in headers {
        let value = one_line(value);
        let misleading = OF_TRANSFER.contains(&name.as_str())
            || name.starts_with(ORIGINAL)
            || (name == "content-length" && value.trim() != length.to_string());
        let prefix = if misleading { ORIGINAL } else { "" };
        for part in [prefix, &one_line(name), ": ", &value, "\r\n"] {
            head.push_str(part);
        }
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Status and headers of a response written by [`head`].
pub(crate) fn read_response(head: &[u8]) -> Option<(u16, Vec<(String, String)>)> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(':')).map(|(name, value)| {
        let name = name.trim();
        (name.strip_prefix(ORIGINAL).unwrap_or(name).to_owned(), value.trim().to_owned())
    });
    Some((status, headers.collect()))
}

/// Header values cannot hold line ends; should one do so all the same, it must not make headers.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(['\r', '\n', '\0'], " ")
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_begins_after_the_first_blank_line() {
        let check = |message: &[u8], body: &[u8]| assert_eq!(split(message).1, body);
        check(b"HTTP/1.1 200 OK\r\na: b\r\n\r\nbody\r\n\r\nmore", b"body\r\n\r\nmore");
        check(b"HTTP/1.0 200 OK\n\nbody", b"body");
        check(b"HTTP/1.0 200 OK", b"");
        check(b"", b"");
    }

    #[test]
    fn headers_of_the_transfer_are_noted_under_another_name() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![
            header("content-encoding", "gzip"),
            header("content-length", "17"),
            header("content-type", "text/html"),
            header("x-archive-orig-a", "b"),
            header("bad", "a\r\nset-cookie: x"),
        ];
        let message = head(200, &headers, 3);
        let text = String::from_utf8(message.clone()).unwrap();
        assert!(text.contains("\r\nx-archive-orig-content-encoding: gzip\r\n"));
        assert!(!text.contains("\r\ncontent-length") && !text.contains("\r\nset-cookie"));
        let (status, read) = read_response(split(&message).0).unwrap();
        assert_eq!((status, read.get(..4)), (200, headers.get(..4)));
    }
}
