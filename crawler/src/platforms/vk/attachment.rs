//! Text and attachments of posts.

use crate::json_fields::Fields;
use crate::plain_text::keep_link;
use model::Media;
use model::post::Content;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// `[club1|name]` and `[https://…|words]`, as VK writes links to itself and to others.
static MARKUP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[([^\[\]|]{1,500})\|([^\[\]]{1,500})\]").ok());
static BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"https?://[^\s<>"\])]+"#).ok());
static HASHTAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"#([\p{L}\p{M}\p{N}_]{1,100})").ok());

/// What a post says.
pub(super) fn content(post: &Value) -> Content {
    let written = post.text("text").unwrap_or_default();
    let mut content = Content::default();
    if let Some(markup) = MARKUP.as_ref() {
        for found in markup.captures_iter(&written) {
            match found.get(1).map(|part| part.as_str()) {
                Some(link) if link.starts_with("http") => keep_link(&mut content.links, link),
                Some(name) if !content.mentions.iter().any(|one| one == name) => {
                    content.mentions.push(name.to_owned());
                }
                _ => {}
            }
        }
        content.text = markup.replace_all(&written, "$2").into_owned();
    }
    if let Some(bare) = BARE.as_ref() {
        for link in bare.find_iter(&content.text) {
            keep_link(
                &mut content.links,
                link.as_str().trim_end_matches(['.', ',', ';', '!', '?']),
            );
        }
    }
    if let Some(hashtag) = HASHTAG.as_ref() {
        let tags = hashtag.captures_iter(&content.text).filter_map(|found| found.get(1));
        content.hashtags = tags.map(|tag| tag.as_str().to_owned()).collect();
        content.hashtags.dedup();
    }
    content.media = post.list("attachments").iter().filter_map(media).collect();
    for media in content.media.iter().filter(|media| media.kind == "link") {
        if let Some(url) = &media.url {
            keep_link(&mut content.links, url);
        }
    }
    content
}

fn media(attachment: &Value) -> Option<Media> {
    let kind = attachment.text("type")?;
    let own = attachment.field(&kind)?;
    let words = |names: &[&str]| {
        names.iter().filter_map(|name| own.text(name)).collect::<Vec<_>>().join("\n")
    };
    let (kind, url, text) = match kind.as_str() {
        "photo" => ("photo", largest(own), words(&["text"])),
        "video" => ("video", own.text("player"), words(&["title", "description"])),
        "audio" => ("audio", own.text("url"), words(&["artist", "title"])),
        "doc" => ("document", own.text("url"), words(&["title"])),
        "link" => ("link", own.text("url"), words(&["title", "description"])),
        "poll" => {
            let answers = own.list("answers").iter().filter_map(|one| one.text("text"));
            let all: Vec<_> = own.text("question").into_iter().chain(answers).collect();
            ("poll", None, all.join("\n"))
        }
        _ => return None,
    };
    Some(Media { kind: kind.to_owned(), url, text })
}

/// The largest picture of a photo.
fn largest(photo: &Value) -> Option<String> {
    let sizes = photo.list("sizes").iter();
    sizes.max_by_key(|size| size.count("width").unwrap_or(0))?.text("url")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn markup_becomes_words_links_and_names() {
        let text = "Ask [club1|Boats], see [https://boats.example/|here] or https://a.example/x. #море #море";
        let content = content(&json!({"text": text}));
        assert_eq!(content.text, "Ask Boats, see here or https://a.example/x. #море #море");
        assert_eq!(content.links, ["https://boats.example/", "https://a.example/x"]);
        assert_eq!(
            (content.mentions, content.hashtags),
            (vec!["club1".to_owned()], vec!["море".to_owned()])
        );
    }
}
