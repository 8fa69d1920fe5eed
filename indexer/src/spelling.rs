//! One spelling for names that people write in several ways. What is kept and what is asked for go
//! through the same function, so they meet.

use crate::text::fold;

/// A language tag in its usual spelling: `ar-Latn`, not `AR-latn`.
pub(crate) fn language(tag: &str) -> String {
    let mut out = String::with_capacity(tag.len());
    for (n, part) in tag.split('-').enumerate() {
        if n > 0 {
            out.push('-');
        }
        let mut letters = part.chars();
        match (n, part.len(), letters.next()) {
            (1.., 4, Some(first)) => {
                out.extend(first.to_uppercase());
                out.push_str(&letters.as_str().to_lowercase());
            }
            (1.., 2, _) => out.push_str(&part.to_uppercase()),
            _ => out.push_str(&part.to_lowercase()),
        }
    }
    out
}

/// A handle without its `@`, in lower case.
pub(crate) fn handle(written: &str) -> String {
    written.trim().trim_start_matches('@').to_lowercase()
}

/// A hashtag without its `#`, folded.
pub(crate) fn tag(written: &str) -> String {
    fold::folded(written.trim().trim_start_matches('#'))
}

/// A contact in the spelling in which equal contacts meet: a phone number is its digits without
/// a leading `00` or `+`, a link loses scheme, `www.` and trailing slash, and a messenger link or
/// a handle is the bare name.
pub(crate) fn contact(written: &str) -> String {
    let folded: String = written.trim().to_lowercase();
    let digits: String = fold::folded(&folded).chars().filter(char::is_ascii_digit).collect();
    let phone_like = |c: char| c.is_numeric() || " +-().\u{200E}\u{200F}".contains(c);
    if digits.len() >= 6 && folded.chars().all(phone_like) {
        return digits.strip_prefix("00").unwrap_or(&digits).to_owned();
    }
    let mut bare = folded.as_str();
    for prefix in ["https://", "http://", "www."] {
        bare = bare.strip_prefix(prefix).unwrap_or(bare);
    }
    for prefix in ["t.me/", "telegram.me/", "wa.me/", "@", "+"] {
        bare = bare.strip_prefix(prefix).unwrap_or(bare);
    }
    bare.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_meet_however_they_are_written() {
        let same: &[&[&str]] = &[
            &[
                "+44 7700 900123",
                "00447700900123",
                "447700900123",
                "+٤٤٧٧٠٠٩٠٠١٢٣",
                "wa.me/447700900123",
            ],
            &["https://t.me/Example_Routes/", "t.me/example_routes", "@example_routes"],
            &["https://www.example.org/a", "example.org/a"],
        ];
        for group in same {
            for one in *group {
                assert_eq!(contact(one), contact(group[0]), "{one}");
            }
        }
    }

    #[test]
    fn language_tags_have_one_spelling() {
        assert_eq!(language("AR-latn"), "ar-Latn");
        assert_eq!(language("PT-br"), "pt-BR");
        assert_eq!(language("ckb"), "ckb");
    }
}
