//! The `Link` header, by which Mastodon pages.

use model::{Capture, PublicUrl, Reading};

/// The address of a relation such as `next`, as written (RFC 8288).
fn target<'a>(header: &'a str, relation: &str) -> Option<&'a str> {
    header.split('<').skip(1).find_map(|part| {
        let (address, rest) = part.split_once('>')?;
        let named = rest.split(';').map(str::trim).any(|parameter| {
            let value = parameter.strip_prefix("rel=").unwrap_or_default();
            let value = value.trim_end_matches([',', ' ']).trim_matches('"');
            value.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case(relation))
        });
        named.then_some(address)
    })
}

/// The page that a relation leads to. It is followed as written, but never to another host and
/// never to the page itself.
pub(super) fn follow(
    capture: &Capture,
    relation: &str,
    reading: &mut Reading,
) -> Option<PublicUrl> {
    let written = target(capture.header("link")?, relation)?;
    let Ok(url) = capture.final_url.join(written) else {
        reading.complain("link_unreadable", format!("rel={relation} is no address"));
        return None;
    };
    let here = [capture.final_url.authority(), capture.request.url.authority()];
    if !here.contains(&url.authority()) {
        reading.complain("link_elsewhere", format!("rel={relation} leads to another host"));
        return None;
    }
    if url == capture.request.url {
        reading.complain("link_in_circle", format!("rel={relation} leads to the page itself"));
        return None;
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_found_in_any_order_and_spelling() {
        let header = "<https://a.example/x?max_id=1,2>; rel=\"next\", <https://a.example/y>; title=z; rel=prev";
        assert_eq!(target(header, "next"), Some("https://a.example/x?max_id=1,2"));
        assert_eq!(target(header, "prev"), Some("https://a.example/y"));
        assert_eq!(target(header, "last"), None);
        assert_eq!(target("<<>>;;rel=", "next"), None);
    }
}
