//! Mail addresses, links and `@` names.

use model::ContactKind;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})",
        r"|(?P<link>(?i:https?://|www\.)[^\s<>،؛」』）)\x22«»]+)",
        r"|(?P<short>(?i:t\.me|telegram\.me|wa\.me|instagram\.com|tiktok\.com|facebook\.com|fb\.com|fb\.me|m\.me|snapchat\.com|line\.me|zalo\.me|vk\.com)/[A-Za-z0-9_.@+?=/%-]+)",
        r"|(?P<site>[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.(?:example|com|net|org|info|eu|me|co|shop|io)(?:/[A-Za-z0-9_.?=/%-]*)?)\b",
        r"|(?P<name>[@＠] ?[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.\-]*[\p{L}\p{M}\p{N}_])?)",
    ))
    .ok()
});

/// What was found: platform where the address itself says it, value, bytes of the plain layer.
pub(super) fn addresses(plain: &str) -> Vec<(Option<ContactKind>, String, Range<usize>)> {
    let mut out = Vec::new();
    // Nothing to find without an at sign, or a dot or colon inside a word; most posts have none.
    let inside = |three: &[u8]| match three {
        [before, b'.', after] => before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric(),
        [b':', b'/', b'/'] => true,
        _ => false,
    };
    if !plain.contains(['@', '＠']) && !plain.as_bytes().windows(3).any(inside) {
        return out;
    }
    let Some(address) = ADDRESS.as_ref() else { return out };
    for found in address.captures_iter(plain) {
        if let Some(mail) = found.name("mail") {
            out.push((Some(ContactKind::Email), mail.as_str().to_lowercase(), mail.range()));
        } else if let Some(name) = found.name("name") {
            let before = plain.get(..name.start()).and_then(|t| t.chars().next_back());
            let spaced = name.as_str().contains("@ ");
            let marked = !spaced || name.as_str().contains(['_', '.']);
            if marked
                && name.as_str().chars().count() > 3
                && before.is_none_or(|c| !c.is_alphanumeric())
            {
                out.push((None, name.as_str().replace('＠', "@").replace("@ ", "@"), name.range()));
            }
        } else if let Some(link) = found.name("link").or(found.name("short")).or(found.name("site"))
        {
            let text = link.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let (kind, value) = linked(text);
            out.push((Some(kind), value, link.start()..link.start() + text.len()));
        }
    }
    out
}

/// The platform and the normalised form of a link.
fn linked(text: &str) -> (ContactKind, String) {
    let lower = text.to_ascii_lowercase();
    let bare = lower
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.");
    let tail = text.get(text.len() - bare.len()..).unwrap_or(text);
    let path = tail.split_once('/').map_or("", |(_, path)| path);
    let host = bare.split('/').next().unwrap_or_default();
    match host {
        "t.me" | "telegram.me" if !path.is_empty() => {
            (ContactKind::Telegram, format!("https://t.me/{path}"))
        }
        "wa.me" | "api.whatsapp.com" => {
            let digits: String = path.chars().filter(char::is_ascii_digit).collect();
            (ContactKind::Whatsapp, format!("+{digits}"))
        }
        "instagram.com" if !path.is_empty() => (ContactKind::Instagram, text.to_owned()),
        "tiktok.com" if !path.is_empty() => (ContactKind::Tiktok, text.to_owned()),
        "facebook.com" | "fb.com" | "fb.me" | "m.me" if !path.is_empty() => {
            (ContactKind::Facebook, text.to_owned())
        }
        "snapchat.com" if !path.is_empty() => (ContactKind::Snapchat, text.to_owned()),
        _ if lower.starts_with("http") => (ContactKind::Link, text.to_owned()),
        _ => (ContactKind::Link, format!("https://{text}")),
    }
}
