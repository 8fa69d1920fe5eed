//! JSON feeds as they really are, mended into what `feed-rs` takes.
//!
//! A missing title, a number for an id or an attachment without a type makes `feed-rs` give up on
//! the whole feed, and some authors' names make it panic. Format: <https://jsonfeed.org/version/1.1>.

use crate::json_mending;
use model::Complaint;
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

/// A JSON feed in clean.
#[derive(Debug)]
pub(super) struct Clean {
    /// The document.
    pub(super) text: String,
    /// The number of its items, those included that are none.
    pub(super) items: usize,
    /// What had to be put right for it to be JSON at all.
    pub(super) complaint: Option<Complaint>,
}

/// A JSON feed in clean; nothing if it is another kind of JSON.
pub(super) fn mend(text: &str) -> Option<Clean> {
    if let Ok(feed) = serde_json::from_str(text) {
        return clean(&feed, None);
    }
    let mended = json_mending::mend(text.as_bytes())?;
    clean(&serde_json::from_str(&mended.text).ok()?, Some(mended.complaint()))
}

fn clean(feed: &Value, complaint: Option<Complaint>) -> Option<Clean> {
    let version = feed.get("version").and_then(Value::as_str).filter(|v| v.starts_with(VERSION))?;
    let items = feed.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let count = items.len();
    let items: Vec<Value> = items.iter().filter_map(Value::as_object).map(item).collect();
    let mut clean = texts(
        feed.as_object()?,
        &["home_page_url", "feed_url", "description", "icon", "favicon", "language"],
    );
    let title = feed.get("title").and_then(text).unwrap_or_else(|| json!(""));
    clean.insert("title".to_owned(), title);
    clean.insert("version".to_owned(), json!(version));
    clean.insert("items".to_owned(), Value::Array(items));
    Some(Clean { text: Value::Object(clean).to_string(), items: count, complaint })
}

fn item(item: &Map<String, Value>) -> Value {
    let mut clean = texts(item, &TEXTS);
    let id = match item.get("id") {
        Some(Value::String(id)) => Some(id.replace('\0', "")),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    if let Some(id) = id {
        clean.insert("id".to_owned(), json!(id));
    }
    let list = |key| item.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let tags: Vec<Value> = list("tags").iter().filter_map(text).collect();
    clean.insert("tags".to_owned(), Value::Array(tags));
    let attachments: Vec<Value> = list("attachments").iter().filter_map(attachment).collect();
    clean.insert("attachments".to_owned(), Value::Array(attachments));
    Value::Object(clean)
}

fn attachment(one: &Value) -> Option<Value> {
    let url = text(one.get("url")?)?;
    let kind = one.get("mime_type").and_then(text).unwrap_or_else(|| json!(""));
    Some(json!({ "url": url, "mime_type": kind, "title": one.get("title").and_then(text) }))
}

/// A text without NUL, which PostgreSQL cannot keep.
fn text(value: &Value) -> Option<Value> {
    Some(json!(value.as_str()?.replace('\0', "")))
}

fn texts(from: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    keys.iter().filter_map(|key| Some(((*key).to_owned(), text(from.get(*key)?)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<usize>) {
        assert_eq!(mend(text).map(|clean| clean.items), expect, "{text}");
    }

    #[test]
    fn only_a_json_feed_is_one() {
        check("{}", None);
        check("{\"version\":\"2\",\"items\":[{}]}", None);
        check("{\"version\":\"https://jsonfeed.org/version/1.1\"}", Some(0));
        check("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":7},3]}", Some(2));
        check("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":", None);
    }

    #[test]
    fn a_number_is_an_id_and_authors_are_left_out() {
        let feed = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":7,\
                    \"author\":{\"name\":\"a@b.example（c）\"},\"attachments\":[{\"url\":\"u\"}]}]}";
        let clean = mend(feed).unwrap().text;
        assert!(clean.contains("\"id\":\"7\"") && !clean.contains("author"), "{clean}");
        assert!(clean.contains("\"mime_type\":\"\""), "{clean}");
    }
}
