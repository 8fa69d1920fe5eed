//! Facets: what in a text is a link or a tag, by UTF-8 byte offsets.

use crate::texts::{Piece, pieces};
use serde_json::{Value, json};

/// The facets of a text.
pub(super) fn facets(text: &str) -> Vec<Value> {
    let mut at = 0;
    let mut out = Vec::new();
    for piece in pieces(text) {
        let (length, feature) = match piece {
            Piece::Text(text) | Piece::Mention(text) => (text.len(), None),
            Piece::Break => (1, None),
            Piece::Tag(tag) => {
                let name = tag.trim_start_matches('#');
                (tag.len(), Some(json!({"$type": "app.bsky.richtext.facet#tag", "tag": name})))
            }
            Piece::Link(link) => {
                let uri = if link.starts_with("http") {
                    link.to_owned()
                } else {
                    format!("https://{link}")
                };
                (link.len(), Some(json!({"$type": "app.bsky.richtext.facet#link", "uri": uri})))
            }
        };
        if let Some(feature) = feature {
            out.push(json!({
                "index": {"byteStart": at, "byteEnd": at + length},
                "features": [feature],
            }));
        }
        at += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_bytes_of_the_text() {
        let text = "سفر 🚤 #طريق t.me/nord_q7x2";
        let all = facets(text);
        let part = |facet: &Value| {
            let end = |name: &str| usize::try_from(facet["index"][name].as_u64().unwrap()).unwrap();
            text.get(end("byteStart")..end("byteEnd")).unwrap()
        };
        assert_eq!(all.iter().map(part).collect::<Vec<_>>(), ["#طريق", "t.me/nord_q7x2"]);
        assert_eq!(all[1]["features"][0]["uri"], "https://t.me/nord_q7x2");
    }
}
