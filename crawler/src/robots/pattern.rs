//! Path patterns of robots.txt: `*` stands for anything, a final `$` for the end.

/// One pattern, percent-encoded the way addresses are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The pieces between the stars; the first must begin the path.
    pieces: Vec<String>,
    /// Whether the last piece must end the path.
    anchored: bool,
    /// Length in bytes as written, stars and `$` included: the longest match wins.
    length: usize,
}

impl Pattern {
    /// Reads a pattern. Nothing if it is empty: an empty rule says nothing.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let text = encode(text);
        if text.is_empty() {
            return None;
        }
        let (body, anchored) = match text.strip_suffix('$') {
            Some(body) => (body, true),
            None => (text.as_str(), false),
        };
        let pieces = body.split('*').map(str::to_owned).collect();
        Some(Self { pieces, anchored, length: text.len() })
    }

    /// How specific the pattern is.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Whether it matches a path with its query. Leftmost placement of each piece is enough,
    /// because a star takes whatever is left; `str::find` keeps the whole linear.
    pub(super) fn matches(&self, path: &str) -> bool {
        let Some((first, others)) = self.pieces.split_first() else { return false };
        let Some(mut rest) = path.strip_prefix(first.as_str()) else { return false };
        let Some((last, middle)) = others.split_last() else {
            return !self.anchored || rest.is_empty();
        };
        for piece in middle {
            match rest.split_once(piece.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        if self.anchored { rest.ends_with(last.as_str()) } else { rest.contains(last.as_str()) }
    }
}

/// Writes bytes outside ASCII as `%XX` and makes the digits of `%xx` upper case; nothing else is
/// encoded or decoded, so `%62` and `b` stay different (as in Google's parser).
pub(super) fn encode(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bytes = text.iter().copied().peekable();
    let mut digits_left = 0_u8;
    while let Some(byte) = bytes.next() {
        if !byte.is_ascii() {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(
                    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase(),
                );
            }
            continue;
        }
        if digits_left > 0 {
            digits_left -= 1;
            out.push(char::from(byte.to_ascii_uppercase()));
            continue;
        }
        out.push(char::from(byte));
        if byte == b'%' {
            let mut ahead = bytes.clone();
            let two = [ahead.next(), ahead.next()];
            if two.iter().all(|b| b.is_some_and(|b| b.is_ascii_hexdigit())) {
                digits_left = 2;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, expect: bool) {
        let got = Pattern::parse(pattern.as_bytes()).is_some_and(|it| it.matches(path));
        assert_eq!(got, expect, "{pattern} {path}");
    }

    #[test]
    fn stars_and_the_final_dollar_work_as_the_standard_says() {
        check("/fish", "/fish.html", true);
        check("/fish", "/Fish", false);
        check("/*.php", "/folder/any.php?x", true);
        check("/*.php$", "/folder/any.php?x", false);
        check("/*.php$", "/a.php/b.php", true);
        check("/fish*", "/fish", true);
        check("/a*b*c", "/a-c-b-c", true);
        check("/a*b*c", "/a-c-b", false);
        check("/a$b", "/a$bc", true);
        check("$", "", true);
        check("*", "", true);
        check("", "/x", false);
        check("/x*$", "/xyz", true);
        check("/aa*aa$", "/aaa", false);
    }

    #[test]
    fn encoding_is_normalised_without_decoding() {
        check("/ツ", "/%E3%83%84", true);
        check("/%e3%83%84", "/%E3%83%84", true);
        check("/%62", "/b", false);
        assert_eq!(encode(b"%%zz%2f%a"), "%%zz%2F%a");
    }
}
