//! What a plain text links to, tags and mentions, where the export does not say so itself.

use model::post::Content;
use regex::Regex;
use std::sync::LazyLock;

static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // A link; or a tag or name that does not continue a word (`a@b.example` is no mention).
    Regex::new(
        r"(?P<link>https?://[^\s<>\x22]+)|(?:^|[^\w@#/.])(?:#(?P<tag>\w+)|@(?P<name>\w[\w.]*))",
    )
    .ok()
});

/// A content with that text.
pub(crate) fn of_text(text: &str) -> Content {
    let mut content = Content { text: text.to_owned(), ..Content::default() };
    let Some(marks) = MARKS.as_ref() else { return content };
    for found in marks.captures_iter(text) {
        let (list, value) = if let Some(link) = found.name("link") {
            (&mut content.links, link.as_str().trim_end_matches(['.', ',', ')', ';', '!', '?']))
        } else if let Some(tag) = found.name("tag") {
            (&mut content.hashtags, tag.as_str())
        } else if let Some(name) = found.name("name") {
            (&mut content.mentions, name.as_str().trim_end_matches('.'))
        } else {
            continue;
        };
        if !value.is_empty() && !list.iter().any(|one| one == value) {
            list.push(value.to_owned());
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_tags_and_names_are_found_once_each() {
        let text = "Ask @desk.example. or mail a@b.example, see https://a.example/x#y (#ferry #قارب \
                    #ferry).\n@other";
        let content = of_text(text);
        assert_eq!(content.text, text);
        assert_eq!(content.mentions, ["desk.example", "other"]);
        assert_eq!(content.hashtags, ["ferry", "قارب"]);
        assert_eq!(content.links, ["https://a.example/x#y"]);
    }
}
