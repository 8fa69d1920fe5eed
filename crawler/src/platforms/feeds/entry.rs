//! One entry of a feed as a post.

use crate::plain_text::{decode, keep_link, links, plain_text};
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, FeedType, Link, MediaObject, Text};
use model::post::{Content, Metrics};
use model::{Language, Media, PostId, PostSeen, PublicUrl, Timestamp};

/// Categories of an entry that are kept.
const HASHTAGS: usize = 50;

/// Milliseconds by which a change must be later than the publication to count as an edit.
const EDITED_AFTER: i64 = 60_000;

/// What all entries of a feed share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared<'a> {
    /// Native id of the feed's account.
    pub(super) account: &'a str,
    /// Where the feed came from.
    pub(super) page: &'a PublicUrl,
    /// Kind of feed.
    pub(super) kind: &'a FeedType,
    /// Language of the feed.
    pub(super) language: Option<&'a str>,
}

/// The post that an entry is. `guid` is the entry's id, or what stands in for one.
pub(super) fn post(entry: &Entry, guid: &str, shared: &Shared<'_>) -> PostSeen {
    let published = entry.published.or(entry.updated).map(Timestamp::from);
    let changed = entry
        .updated
        .map(Timestamp::from)
        .filter(|changed| published.is_some_and(|at| changed.ms() - at.ms() > EDITED_AFTER));
    let community = entry.media.iter().find_map(|media| media.community.as_ref());
    PostSeen {
        native_id: format!("{}#{guid}", shared.account),
        account: shared.account.to_owned(),
        url: own_link(entry, shared.page),
        content: content(entry, shared),
        declared_language: language(entry.language.as_deref().or(shared.language)),
        posted_at: published,
        edited_at: changed,
        edited: changed.is_some(),
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics {
            views: community.and_then(|c| c.stats_views),
            likes: community.and_then(|c| c.stars_count),
            reposts: None,
            replies: None,
        },
    }
}

/// A stand-in for a missing id: link, title and time, or the text where there is neither link nor
/// time. Stable as long as they are.
pub(super) fn made_up_id(entry: &Entry) -> String {
    let link = entry.links.first().map_or("", |link| link.href.as_str());
    let title = entry.title.as_ref().map_or("", |title| title.content.as_str());
    let time = entry.published.or(entry.updated).map(|t: DateTime<Utc>| t.to_rfc3339());
    let text = if link.is_empty() && time.is_none() { body(entry).0 } else { String::new() };
    format!("hash:{}", PostId::of(&[link, title, &time.unwrap_or_default(), &text]))
}

/// `en-GB` as `en`.
fn language(tag: Option<&str>) -> Option<Language> {
    let main = tag?.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    let sound = (2..=3).contains(&main.len()) && main.chars().all(|c| c.is_ascii_lowercase());
    sound.then(|| Language::new(main))
}

/// The page of the entry: its own link, else an id that is an address.
pub(super) fn own_link(entry: &Entry, page: &PublicUrl) -> Option<PublicUrl> {
    let own = |link: &&Link| {
        let page = matches!(link.rel.as_deref(), None | Some("alternate"));
        let document = link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
        page && document && link.target.is_none() && !link.href.trim().is_empty()
    };
    let link = entry.links.iter().find(own).and_then(|link| page.join(link.href.trim()).ok());
    link.or_else(|| PublicUrl::parse(&entry.id).ok())
}

fn content(entry: &Entry, shared: &Shared<'_>) -> Content {
    let mut content = Content::default();
    let title = entry.title.as_ref().map(|title| words(title, shared.kind)).unwrap_or_default();
    let (raw, html) = body_of(entry, shared.kind);
    let text = if html { plain_text(&raw) } else { lines(&raw) };
    content.text = together(&title, text);
    if html {
        for link in links(&raw) {
            keep_link(&mut content.links, &absolute(&link, entry, shared.page));
        }
    }
    for category in entry.categories.iter().take(HASHTAGS) {
        let name = category.label.as_deref().unwrap_or(&category.term);
        let tag = name.trim().trim_start_matches('#').to_owned();
        if !tag.is_empty() && !content.hashtags.contains(&tag) {
            content.hashtags.push(tag);
        }
    }
    content.media = media(entry, &title);
    content
}

/// A relative link, made absolute as a browser would; all others as written.
fn absolute(link: &str, entry: &Entry, page: &PublicUrl) -> String {
    if url::Url::parse(link) != Err(url::ParseError::RelativeUrlWithoutBase) {
        return link.to_owned();
    }
    let base = entry.base.as_deref().and_then(|base| page.join(base).ok());
    let joined = base.as_ref().unwrap_or(page).url().join(link);
    joined.map_or_else(|_| link.to_owned(), |url| url.to_string())
}

/// Title and text, the title left out where the text begins with it.
fn together(title: &str, text: String) -> String {
    let start = title.trim_end_matches(['…', '.']).trim_end();
    if title.is_empty() || (!start.is_empty() && text.starts_with(start)) {
        text
    } else if text.is_empty() {
        title.to_owned()
    } else {
        format!("{title}\n\n{text}")
    }
}

/// The text of an entry and whether it is HTML. RSS does not say which it is: a text with tags is
/// HTML, and entities are letters in any case.
fn body_of(entry: &Entry, kind: &FeedType) -> (String, bool) {
    let (text, html) = body(entry);
    match kind {
        FeedType::Atom | FeedType::JSON => (text, html),
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 if has_markup(&text) => (text, true),
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => (decode(&text).into_owned(), false),
    }
}

/// The text as it stands and what its format says of it: content, else summary, else what the media
/// say.
fn body(entry: &Entry) -> (String, bool) {
    let content = entry.content.as_ref().and_then(|content| {
        let text = content.body.as_ref().filter(|text| !text.trim().is_empty())?;
        let kind = content.content_type.to_string();
        (kind.starts_with("text/") || kind.contains("ml")).then_some((text, kind))
    });
    if let Some((text, kind)) = content {
        return (text.clone(), kind.contains("html") || kind.contains("xml"));
    }
    let of_media = || entry.media.iter().find_map(|media| media.description.as_ref());
    let filled = |text: &&Text| !text.content.trim().is_empty();
    match entry.summary.as_ref().filter(filled).or_else(of_media) {
        Some(text) => (text.content.clone(), text.content_type.to_string().contains("html")),
        None => (String::new(), false),
    }
}

/// Whether there are tags in a text.
fn has_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
    })
}

/// A short text as a reader sees it. RSS does not say whether its texts are HTML; a text with tags
/// is, and entities are letters in any case.
pub(super) fn words(text: &Text, kind: &FeedType) -> String {
    let html = match kind {
        FeedType::JSON => false,
        FeedType::Atom => text.content_type.to_string().contains("html"),
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => {
            if !has_markup(&text.content) {
                return lines(&decode(&text.content));
            }
            true
        }
    };
    if html { plain_text(&text.content) } else { lines(&text.content) }
}

/// Plain text with its lines trimmed.
fn lines(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn media(entry: &Entry, title: &str) -> Vec<Media> {
    let mut found: Vec<Media> = Vec::new();
    for object in &entry.media {
        of_object(object, title, &mut found);
    }
    for link in &entry.links {
        let kind = link.media_type.as_deref().unwrap_or_default();
        let file = link.rel.as_deref() == Some("enclosure")
            || (link.rel.is_none() && link.media_type.is_some() && !kind.contains("html"));
        if file {
            let text = link.title.clone().unwrap_or_default();
            add(&mut found, kind_of(kind), link.href.clone(), text);
        }
    }
    found
}

/// Attachments of one media object; its small picture only where there is nothing else, as such
/// pictures move from server to server.
fn of_object(object: &MediaObject, title: &str, found: &mut Vec<Media>) {
    let text = object.title.as_ref().map(|t| lines(&t.content)).filter(|text| text != title);
    let text = text.unwrap_or_default();
    for content in &object.content {
        if let Some(url) = &content.url {
            let kind = content.content_type.as_ref().map(ToString::to_string).unwrap_or_default();
            add(found, kind_of(&kind), url.to_string(), text.clone());
        }
    }
    if object.content.iter().all(|content| content.url.is_none())
        && let Some(picture) = object.thumbnails.first()
    {
        add(found, "photo", picture.image.uri.clone(), text);
    }
}

fn add(found: &mut Vec<Media>, kind: &str, url: String, text: String) {
    if !found.iter().any(|one| one.url.as_ref() == Some(&url)) {
        found.push(Media { kind: kind.to_owned(), url: Some(url), text });
    }
}

fn kind_of(media_type: &str) -> &'static str {
    match media_type.split('/').next().unwrap_or_default() {
        "image" => "photo",
        "video" => "video",
        "audio" => "audio",
        _ if media_type.contains("shockwave-flash") => "video",
        _ => "document",
    }
}
