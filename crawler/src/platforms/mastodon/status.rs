//! Statuses: Mastodon's posts.

use super::account::{self, Entity};
use crate::asking::host_of;
use crate::json_fields::Fields;
use crate::plain_text::{keep_link, plain_text};
use model::post::{Content, Metrics};
use model::{Language, Media, PostSeen, PublicUrl, Timestamp};
use scraper::Html;
use serde_json::Value;

/// What became of one status of a list.
#[derive(Debug)]
pub(super) enum Status {
    /// A post and its account.
    Post(Box<PostSeen>, Box<Entity>, Vec<Fault>),
    /// Its account asks not to be indexed.
    Asks,
    /// It is not for everybody, although the server showed it.
    Closed,
    /// It cannot be recorded; why.
    Malformed(&'static str),
}

/// Something wrong with a post that is recorded all the same: code and detail.
pub(super) type Fault = (&'static str, &'static str);

/// Reads a status. `at`: when the page was captured.
pub(super) fn read(value: &Value, at: Timestamp) -> Status {
    let Some(entity) = value.field("account").and_then(account::entity) else {
        return Status::Malformed("no account");
    };
    if entity.asks {
        return Status::Asks;
    }
    if matches!(value.text("visibility").as_deref(), Some("private" | "direct" | "local")) {
        return Status::Closed;
    }
    let url = value.text("url").and_then(|text| PublicUrl::parse(&text).ok());
    let uri = value.text("uri").or_else(|| url.as_ref().map(|url| url.as_str().to_owned()));
    let Some(native_id) = uri.filter(|uri| uri.len() <= 2_048) else {
        return Status::Malformed("neither uri nor url");
    };
    let mut faults = Vec::new();
    let boosted = value.field("reblog").or_else(|| value.field("reblogged"));
    let boosted = boosted.filter(|boosted| boosted.is_object());
    let content = match boosted {
        // What is boosted was written by somebody else and is not this account's to answer for.
        Some(_) => Content::default(),
        None => content(value, &mut faults),
    };
    let edited_at = value.text("edited_at").and_then(|text| Timestamp::parse(&text));
    let post = PostSeen {
        native_id,
        account: entity.seen.native_id.clone(),
        url,
        content,
        declared_language: value.text("language").and_then(|tag| language(&tag)),
        posted_at: posted_at(value, at, &mut faults),
        edited: edited_at.is_some(),
        edited_at,
        reply_to: value.text("in_reply_to_id"),
        forwarded_from: boosted.and_then(|one| one.text("uri").or_else(|| one.text("url"))),
        metrics: Metrics {
            views: None,
            likes: value.count("favourites_count"),
            reposts: value.count("reblogs_count"),
            replies: value.count("replies_count"),
        },
    };
    Status::Post(Box::new(post), Box::new(entity), faults)
}

/// Text: the warning above the fold, then what is under it.
fn content(value: &Value, faults: &mut Vec<Fault>) -> Content {
    let html = value.text("content").unwrap_or_default();
    if !value.get("content").is_some_and(Value::is_string) {
        faults.push(("content_missing", "a post without content"));
    }
    let body = plain_text(&html);
    let text = match value.text("spoiler_text").map(|warning| plain_text(&warning)) {
        Some(warning) if body.is_empty() => warning,
        Some(warning) => format!("{warning}\n\n{body}"),
        None => body,
    };
    let mut media: Vec<Media> = value.list("media_attachments").iter().map(attachment).collect();
    media.extend(value.field("poll").and_then(poll));
    media.extend(value.field("card").and_then(card));
    media.extend(value.field("quote").and_then(quote));
    Content {
        text,
        links: anchors(&html),
        hashtags: value.list("tags").iter().filter_map(|tag| tag.text("name")).collect(),
        mentions: value.list("mentions").iter().filter_map(mention).collect(),
        media,
    }
}

/// Link targets in the text, without those of mentions and hashtags, which are no links to a place.
fn anchors(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let html = Html::parse_fragment(html);
    for element in html.tree.nodes().filter_map(|node| node.value().as_element()) {
        let named = element.classes().any(|class| matches!(class, "mention" | "hashtag"));
        let href = element.attr("href").filter(|_| element.name() == "a" && !named);
        if let Some(href) = href {
            keep_link(&mut found, href);
        }
    }
    found
}

fn attachment(value: &Value) -> Media {
    let kind = match value.text("type").as_deref() {
        Some("image") => "photo",
        Some("video" | "gifv") => "video",
        Some("audio") => "audio",
        _ => "document",
    };
    Media {
        kind: kind.to_owned(),
        url: value.text("url").or_else(|| value.text("remote_url")),
        text: value.text("description").unwrap_or_default(),
    }
}

fn poll(value: &Value) -> Option<Media> {
    let options: Vec<_> =
        value.list("options").iter().filter_map(|one| one.text("title")).collect();
    (!options.is_empty()).then(|| Media {
        kind: "poll".to_owned(),
        url: None,
        text: options.join("\n"),
    })
}

/// The preview of a linked page.
fn card(value: &Value) -> Option<Media> {
    let url = value.text("url")?;
    let parts = [value.text("title"), value.text("description")];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Some(Media { kind: "link".to_owned(), url: Some(url), text })
}

/// A quoted post is a link to it. Its text is somebody else's: who quotes an advert to warn of it
/// does not advertise. From 4.4 the quoted post is inside `quoted_status`; elsewhere it is bare.
fn quote(value: &Value) -> Option<Media> {
    let quoted = value.field("quoted_status").unwrap_or(value);
    let url = quoted.text("url").or_else(|| quoted.text("uri"))?;
    Some(Media { kind: "link".to_owned(), url: Some(url), text: String::new() })
}

fn mention(value: &Value) -> Option<String> {
    let acct = value.text("acct").or_else(|| value.text("username"))?;
    if acct.contains('@') {
        return Some(acct);
    }
    let home = value.text("url").and_then(|text| PublicUrl::parse(&text).ok());
    let host = home.and_then(|url| host_of(url.url()));
    Some(host.map_or_else(|| acct.clone(), |host| format!("{acct}@{host}")))
}

/// ISO 639 with an optional script, from a BCP 47 tag; nothing for `i-klingon`.
fn language(tag: &str) -> Option<Language> {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next()?.to_ascii_lowercase();
    let sound = matches!(primary.len(), 2 | 3) && primary.chars().all(|c| c.is_ascii_lowercase());
    let script =
        parts.next().filter(|s| s.len() == 4 && s.chars().all(|c| c.is_ascii_alphabetic()));
    sound.then(|| {
        script.map_or_else(
            || Language::new(primary.clone()),
            |s| Language::new(format!("{primary}-{s}")),
        )
    })
}

/// Publication, by the author's own server; a time that cannot be is left out.
fn posted_at(value: &Value, at: Timestamp, faults: &mut Vec<Fault>) -> Option<Timestamp> {
    const EARLIEST_MS: i64 = 631_152_000_000; // 1990-01-01
    let time = value.text("created_at").and_then(|text| Timestamp::parse(&text));
    let Some(time) = time else {
        faults.push(("time_missing", "a post without a readable created_at"));
        return None;
    };
    if time > at.plus_days(1) || time.ms() < EARLIEST_MS {
        faults.push(("time_absurd", "a created_at in the future or before 1990"));
        return None;
    }
    Some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tag: &str, expect: Option<&str>) {
        assert_eq!(language(tag).as_ref().map(Language::as_str), expect, "{tag}");
    }

    #[test]
    fn declared_languages_become_names_that_we_use() {
        check("ar", Some("ar"));
        check("pt-BR", Some("pt"));
        check("uz-Latn", Some("uz-Latn"));
        check("ckb", Some("ckb"));
        check("i-klingon", None);
        check("", None);
        check("ü2", None);
    }
}
