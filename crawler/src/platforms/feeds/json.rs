//! JSON feeds as they really are, mended into what `feed-rs` takes.
//!
//! A missing title, a number for an id or an attachment without a type makes `feed-rs` give up on
//! the whole feed, and some authors' names make it panic. Format: <https://jsonfeed.org/version/1.1>.

use serde_json::{Map, Value, json};

/// Beginning of every version that is understood.
const VERSION: &str = "https://jsonfeed.org/version/1";

/// Texts of an item that are kept.
const TEXTS: [&str; 8] = [
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "date_published",
    "date_modified",
];

/// A JSON feed in clean, and the number of its items; nothing if it is another kind of JSON.
pub(super) fn mend(text: &str) -> Option<(String, usize)> {
    let feed: Value = serde_json::from_str(text).ok()?;
    let version = feed.get("version").and_then(Value::as_str).filter(|v| v.starts_with(VERSION))?;
    let items = feed.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let items: Vec<Value> = items.iter().filter_map(Value::as_object).map(item).collect();
    let count = items.len();
    let mut clean = texts(
        feed.as_object()?,
        &["home_page_url", "feed_url", "description", "icon", "favicon", "language"],
    );
    let title = feed.get("title").and_then(Value::as_str).unwrap_or_default();
    clean.insert("title".to_owned(), json!(title));
    clean.insert("version".to_owned(), json!(version));
    clean.insert("items".to_owned(), Value::Array(items));
    Some((Value::Object(clean).to_string(), count))
}

fn item(item: &Map<String, Value>) -> Value {
    let mut clean = texts(item, &TEXTS);
    let id = match item.get("id") {
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    if let Some(id) = id {
        clean.insert("id".to_owned(), json!(id));
    }
    let list = |key| item.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let tags: Vec<Value> = list("tags").into_iter().filter(Value::is_string).collect();
    clean.insert("tags".to_owned(), Value::Array(tags));
    let attachments: Vec<Value> = list("attachments").iter().filter_map(attachment).collect();
    clean.insert("attachments".to_owned(), Value::Array(attachments));
    Value::Object(clean)
}

fn attachment(one: &Value) -> Option<Value> {
    let url = one.get("url")?.as_str()?;
    let kind = one.get("mime_type").and_then(Value::as_str).unwrap_or_default();
    Some(
        json!({ "url": url, "mime_type": kind, "title": one.get("title").and_then(Value::as_str) }),
    )
}

fn texts(from: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    keys.iter()
        .filter_map(|key| Some(((*key).to_owned(), json!(from.get(*key)?.as_str()?))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<usize>) {
        assert_eq!(mend(text).map(|(_, items)| items), expect, "{text}");
    }

    #[test]
    fn only_a_json_feed_is_one() {
        check("{}", None);
        check("{\"version\":\"2\",\"items\":[{}]}", None);
        check("{\"version\":\"https://jsonfeed.org/version/1.1\"}", Some(0));
        check("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":7},3]}", Some(1));
        check("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":", None);
    }

    #[test]
    fn a_number_is_an_id_and_authors_are_left_out() {
        let feed = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":7,\
                    \"author\":{\"name\":\"a@b.example（c）\"},\"attachments\":[{\"url\":\"u\"}]}]}";
        let (clean, _) = mend(feed).unwrap();
        assert!(clean.contains("\"id\":\"7\"") && !clean.contains("author"), "{clean}");
        assert!(clean.contains("\"mime_type\":\"\""), "{clean}");
    }
}
