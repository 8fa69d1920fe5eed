//! Facets: which bytes of a post's text are links, mentions and hashtags.

use crate::json_fields::Fields;
use crate::plain_text::keep_link;
use serde_json::Value;

/// What the facets of a text say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facets {
    /// Link targets.
    pub(super) links: Vec<String>,
    /// Hashtags without `#`.
    pub(super) hashtags: Vec<String>,
    /// Handles as the text shows them, or DIDs where it does not.
    pub(super) mentions: Vec<String>,
    /// Number of facets whose range does not fit the text.
    pub(super) misplaced: usize,
}

/// Reads a record's facets. Their ranges are UTF-8 *bytes*, written by the author's client and
/// checked by nobody; a facet whose range is wrong still names its target.
pub(super) fn read(record: &Value, text: &str) -> Facets {
    let mut found = Facets::default();
    for facet in record.list("facets") {
        let shown = facet.field("index").and_then(|index| {
            let at = |name: &str| index.count(name).and_then(|n| usize::try_from(n).ok());
            text.get(at("byteStart")?..at("byteEnd")?)
        });
        if shown.is_none() {
            found.misplaced += 1;
        }
        for feature in facet.list("features") {
            add(feature, shown, &mut found);
        }
    }
    for tag in record.list("tags").iter().filter_map(Value::as_str) {
        keep(&mut found.hashtags, &tag.replace('\0', ""));
    }
    found
}

fn add(feature: &Value, shown: Option<&str>, found: &mut Facets) {
    if let Some(uri) = feature.text("uri") {
        keep_link(&mut found.links, &uri);
    } else if let Some(tag) = feature.text("tag") {
        keep(&mut found.hashtags, tag.trim_start_matches('#'));
    } else if let Some(did) = feature.text("did") {
        let name = shown.and_then(|text| text.trim().strip_prefix('@')).filter(|n| !n.is_empty());
        keep(&mut found.mentions, name.unwrap_or(&did));
    }
}

fn keep(list: &mut Vec<String>, text: &str) {
    if !text.is_empty() && !list.iter().any(|one| one == text) {
        list.push(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(start: i64, end: i64, feature: &Value, expect: &Facets) {
        let record = json!({"facets": [
            {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}
        ]});
        assert_eq!(&read(&record, "👋 @lina #سفر"), expect, "{start}..{end} {feature}");
    }

    #[test]
    fn ranges_are_bytes_and_are_checked() {
        let did = json!({"did": "did:plc:abc"});
        let named = |name: &str, misplaced| Facets {
            mentions: vec![name.to_owned()],
            misplaced,
            ..Facets::default()
        };
        check(5, 10, &did, &named("lina", 0));
        check(1, 10, &did, &named("did:plc:abc", 1));
        check(10, 5, &did, &named("did:plc:abc", 1));
        check(5, 9_999, &did, &named("did:plc:abc", 1));
        check(-1, 5, &did, &named("did:plc:abc", 1));
        let tag = json!({"tag": "سفر"});
        let tagged = Facets { hashtags: vec!["سفر".to_owned()], ..Facets::default() };
        check(11, 18, &tag, &tagged);
        let link = json!({"uri": "https://routes.example/"});
        let linked = |misplaced| Facets {
            links: vec!["https://routes.example/".to_owned()],
            misplaced,
            ..Facets::default()
        };
        check(0, 4, &link, &linked(0));
        check(0, 3, &link, &linked(1));
        check(0, 4, &json!("odd"), &Facets::default());
    }
}
