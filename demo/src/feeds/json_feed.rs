//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use super::{Feed, content, moment, title};
use serde_json::{Value, json};

/// A feed.
pub(super) fn write(feed: &Feed<'_, '_>) -> String {
    let entry = |shown: &crate::view::Shown<'_>| {
        let mut value = json!({
            "id": shown.post.number,
            "url": feed.page(shown),
            "title": title(&shown.version.text),
            "content_html": content(shown),
            "content_text": shown.version.text,
            "date_published": moment(shown.post.posted_at),
        });
        if let (Some(at), Some(fields)) = (shown.edited_at, value.as_object_mut()) {
            fields.insert("date_modified".to_owned(), json!(moment(at)));
        }
        value
    };
    let entries: Vec<Value> = feed.entries.iter().map(entry).collect();
    let value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name.display_name,
        "home_page_url": feed.home(),
        "feed_url": feed.own(),
        "description": feed.account.biography,
        "language": feed.account.language,
        "authors": [{"name": feed.name.display_name}],
        "items": entries,
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
