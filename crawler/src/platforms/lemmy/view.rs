//! Views of posts and comments, in either version of the API.

use super::community::taken_away;
use super::person;
use crate::gathering::{Fault, believed};
use crate::json_fields::Fields;
use crate::plain_text::keep_link;
use model::post::{Content, Metrics};
use model::{AccountSeen, Finding, Media, PostSeen, PublicUrl, Timestamp};
use serde_json::Value;

/// What became of one view of a list.
#[derive(Debug)]
pub(super) enum Read {
    /// A post or comment, and its account.
    Post(Box<PostSeen>, Box<AccountSeen>, Vec<Fault>),
    /// It was taken away.
    Gone(String, Finding),
    /// It cannot be recorded; why.
    Malformed(&'static str),
}

/// Reads a view. One that holds a comment is the comment's; the post beside it is what it answers.
pub(super) fn read(value: &Value, at: Timestamp) -> Read {
    let comment = value.field("comment");
    let post = value.field("post");
    let Some(own) = comment.or(post).filter(|own| own.is_object()) else {
        return Read::Malformed("neither post nor comment");
    };
    let Some(native_id) = own.text("ap_id").filter(|id| PublicUrl::parse(id).is_ok()) else {
        return Read::Malformed("no ap_id");
    };
    if let Some(finding) = taken_away(own) {
        return Read::Gone(native_id, finding);
    }
    let Some(account) = value.field("creator").and_then(person::seen) else {
        return Read::Malformed("no creator");
    };
    let mut faults = Vec::new();
    let content = match comment {
        Some(comment) => of_comment(comment, &mut faults),
        None => of_post(own),
    };
    let edited_at = moment(own, "updated");
    let post = PostSeen {
        url: PublicUrl::parse(&native_id).ok(),
        native_id,
        account: account.native_id.clone(),
        content,
        declared_language: None,
        posted_at: believed(moment(own, "published"), at, &mut faults),
        edited_at,
        edited: edited_at.is_some(),
        reply_to: comment.and_then(|comment| answered(comment, post)),
        forwarded_from: None,
        metrics: metrics(value, own),
    };
    Read::Post(Box::new(post), Box::new(account), faults)
}

/// A moment, `published` in version 3 and `published_at` in version 4. Version 0.18 leaves the zone
/// out, which is UTC.
pub(super) fn moment(value: &Value, name: &str) -> Option<Timestamp> {
    let text = value.text(&format!("{name}_at")).or_else(|| value.text(name))?;
    Timestamp::parse(&text).or_else(|| Timestamp::parse(&format!("{text}Z")))
}

/// Counters stand beside the post in version 3 and in it in version 4.
fn metrics(value: &Value, own: &Value) -> Metrics {
    let count = |names: [&str; 2]| {
        let places = [value.field("counts"), Some(own)];
        let mut places = places.into_iter().flatten();
        places.find_map(|place| names.iter().find_map(|name| place.count(name)))
    };
    Metrics {
        views: None,
        likes: count(["upvotes", "score"]),
        reposts: None,
        replies: count(["comments", "child_count"]),
    }
}

/// What a comment answers: `path` counts the numbers of all comments above it, from `0`.
fn answered(comment: &Value, post: Option<&Value>) -> Option<String> {
    let path = comment.text("path")?;
    match path.rsplit('.').nth(1).filter(|parent| *parent != "0") {
        Some(parent) => Some(parent.to_owned()),
        None => post.and_then(|post| post.text("ap_id")),
    }
}

fn of_comment(comment: &Value, faults: &mut Vec<Fault>) -> Content {
    if !comment.get("content").is_some_and(Value::is_string) {
        faults.push(("text_missing", "a comment without content"));
    }
    let text = comment.text("content").unwrap_or_default();
    Content { links: links(&text), text, ..Content::default() }
}

fn of_post(post: &Value) -> Content {
    let (title, body) = (post.text("name"), post.text("body"));
    let text = [title, body].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let mut content = Content { links: links(&text), text, ..Content::default() };
    if let Some(url) = post.text("url") {
        let words = [post.text("embed_title"), post.text("embed_description")];
        let picture = post.text("url_content_type").is_some_and(|kind| kind.starts_with("image/"));
        keep_link(&mut content.links, &url);
        content.media.push(Media {
            kind: if picture { "photo" } else { "link" }.to_owned(),
            url: Some(url),
            text: words.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        });
    }
    content
}

/// Link targets in markdown: `[words](target)`, `<target>`, and addresses that stand alone.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']' | '"' | '<' | '|');
    for (at, _) in text.match_indices("http") {
        let rest = text.get(at..).unwrap_or_default();
        if !rest.starts_with("http://") && !rest.starts_with("https://") {
            continue;
        }
        let link = rest.split(ends).next().unwrap_or_default();
        keep_link(&mut found, link.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_in_markdown() {
        let text = "See [here](https://a.example/x) and <http://b.example>, https://c.example/y. \
                    Not httpx:// or [mail](mailto:a@b.example); https://a.example/x again";
        assert_eq!(links(text), ["https://a.example/x", "http://b.example", "https://c.example/y"]);
    }
}
