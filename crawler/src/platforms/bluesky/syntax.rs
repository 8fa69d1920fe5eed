//! The names of the AT Protocol: DIDs, handles and `at://` addresses.
//!
//! Grammar: atproto.com/specs/{did,handle,at-uri-scheme,nsid,record-key}; tested against the
//! protocol's own lists of valid and invalid names.

/// Whether a text is a DID, such as `did:plc:…`.
#[must_use]
pub fn is_did(text: &str) -> bool {
    let Some((method, id)) = text.strip_prefix("did:").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '%' | '-');
    text.len() <= 2_048
        && !method.is_empty()
        && method.chars().all(|c| c.is_ascii_lowercase())
        && !id.is_empty()
        && id.chars().all(sound)
        && !id.ends_with([':', '%'])
}

/// Whether a text is a handle, such as `name.bsky.social`.
#[must_use]
pub fn is_handle(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let sound = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(sound)
        && labels.last().is_some_and(|top| top.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// An `at://` address, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtUri<'a> {
    /// Whose: a DID or a handle.
    pub authority: &'a str,
    /// Which collection, such as `app.bsky.feed.post`.
    pub collection: Option<&'a str>,
    /// Which record.
    pub record: Option<&'a str>,
}

impl<'a> AtUri<'a> {
    /// Takes an address apart; nothing if it is none.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.len() > 8_192 {
            return None;
        }
        let mut parts = text.strip_prefix("at://")?.split('/');
        let authority = parts.next().filter(|one| is_did(one) || is_handle(one))?;
        let (collection, record) = (parts.next(), parts.next());
        let sound = collection.is_none_or(is_nsid) && record.is_none_or(is_record_key);
        (sound && parts.next().is_none()).then_some(Self { authority, collection, record })
    }
}

/// Whether a text names a kind of record: a domain name backwards, and a name.
fn is_nsid(text: &str) -> bool {
    let Some((domain, name)) = text.rsplit_once('.') else { return false };
    let labels: Vec<&str> = domain.split('.').collect();
    let sound = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 317
        && labels.len() >= 2
        && labels.iter().all(sound)
        && labels.first().is_some_and(|top| top.starts_with(|c: char| c.is_ascii_alphabetic()))
        && (1..=63).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_record_key(text: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '~' | '-');
    (1..=512).contains(&text.len()) && text != "." && text != ".." && text.chars().all(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let post = AtUri::parse("at://did:plc:abc/app.bsky.feed.post/3k2").unwrap();
        assert_eq!(post.authority, "did:plc:abc");
        assert_eq!((post.collection, post.record), (Some("app.bsky.feed.post"), Some("3k2")));
        assert_eq!(AtUri::parse("at://did:plc:abc/app.bsky.feed.post/3k2/x"), None);
        assert_eq!(AtUri::parse("https://did:plc:abc"), None);
    }
}
