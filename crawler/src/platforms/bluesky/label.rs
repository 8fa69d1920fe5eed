//! Labels: what moderators and owners say about an account or a post.

use crate::json_fields::Fields;
use model::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// What the labels of a thing ask or say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// Its owner asks that nobody sees it without a log-in (`!no-unauthenticated`).
    pub(super) hidden_from_anonymous: bool,
    /// Moderators took it down (`!takedown`, `!suspend`).
    pub(super) taken_down: bool,
    /// Moderators ask that it is shown to nobody (`!hide`), or with a warning (`!warn`).
    pub(super) hidden: bool,
}

/// Reads the labels of a view. A label counts while it has not expired and its author has not
/// taken it back; only its own `owner` speaks for an account, and an owner cannot moderate.
pub(super) fn of(view: &Value, owner: &str, at: Timestamp) -> Labels {
    let mut last: BTreeMap<(String, String), (Option<Timestamp>, bool)> = BTreeMap::new();
    for label in view.list("labels") {
        let (Some(value), Some(by)) = (label.text("val"), label.text("src")) else { continue };
        let made = label.text("cts").and_then(|text| Timestamp::parse(&text));
        let expired =
            label.text("exp").and_then(|text| Timestamp::parse(&text)).is_some_and(|e| e <= at);
        let stands = !label.says("neg") && !expired;
        let entry = last.entry((value, by)).or_insert((made, stands));
        if made >= entry.0 {
            *entry = (made, stands);
        }
    }
    let mut labels = Labels::default();
    for ((value, by), _) in last.iter().filter(|(_, (_, stands))| *stands) {
        let own = by == owner;
        match value.as_str() {
            "!no-unauthenticated" => labels.hidden_from_anonymous = true,
            "!takedown" | "!suspend" if !own => labels.taken_down = true,
            "!hide" | "!warn" if !own => labels.hidden = true,
            _ => {}
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(labels: &Value, expect: &str) {
        let at = Timestamp::parse("2026-11-24T00:00:00Z").unwrap();
        let got = of(&json!({"labels": labels}), "did:plc:me", at);
        let words = [
            (got.hidden_from_anonymous, "anonymous"),
            (got.taken_down, "down"),
            (got.hidden, "hidden"),
        ];
        let words: Vec<_> = words.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
        assert_eq!(words.join(" "), expect, "{labels}");
    }

    #[test]
    fn labels_count_while_they_stand() {
        let me =
            |val: &str| json!([{"src": "did:plc:me", "val": val, "cts": "2026-01-01T00:00:00Z"}]);
        let them = |val: &str| json!([{"src": "did:plc:mod", "val": val}]);
        check(&me("!no-unauthenticated"), "anonymous");
        check(&me("!takedown"), "");
        check(&them("!takedown"), "down");
        check(&them("!hide"), "hidden");
        check(&them("spam"), "");
        check(&json!("none"), "");
        check(
            &json!([{"src": "did:plc:mod", "val": "!takedown", "exp": "2026-11-23T00:00:00Z"}]),
            "",
        );
        check(
            &json!([{"src": "did:plc:mod", "val": "!takedown", "exp": "2026-11-25T00:00:00Z"}]),
            "down",
        );
        check(
            &json!([
                {"src": "did:plc:mod", "val": "!hide", "neg": true, "cts": "2026-02-01T00:00:00Z"},
                {"src": "did:plc:mod", "val": "!hide", "cts": "2026-01-01T00:00:00Z"}
            ]),
            "",
        );
    }
}
