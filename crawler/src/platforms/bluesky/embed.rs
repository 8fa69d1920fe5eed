//! Embeds: pictures, films, link previews and quoted posts.

use super::address::post_page;
use crate::json_fields::Fields;
use model::{Media, PublicUrl};
use serde_json::Value;

/// What a post's embeds say.
#[derive(Debug, Default)]
pub(super) struct Embeds {
    /// Attachments.
    pub(super) media: Vec<Media>,
    /// Targets of link previews.
    pub(super) links: Vec<String>,
    /// Number of embeds of kinds that we do not know.
    pub(super) unknown: usize,
}

/// Reads a post view's embed: as the AppView shows it, else as the author's record has it.
pub(super) fn read(view: &Value, record: &Value, base: &PublicUrl) -> Embeds {
    let mut found = Embeds::default();
    if let Some(embed) = view.field("embed").or_else(|| record.field("embed")) {
        add(embed, base, &mut found);
    }
    found
}

/// `…#view` kinds are those of the AppView; the same names without it are those of records.
fn add(embed: &Value, base: &PublicUrl, found: &mut Embeds) {
    let kind = embed.text("$type").unwrap_or_default();
    match kind.trim_end_matches("#view") {
        "app.bsky.embed.images" => pictures(embed.list("images"), found),
        "app.bsky.embed.gallery" => pictures(embed.list("items"), found),
        "app.bsky.embed.video" => {
            let url = embed.text("playlist").or_else(|| embed.text("thumbnail"));
            push(found, "video", url, embed.text("alt").unwrap_or_default());
        }
        "app.bsky.embed.external" => preview(embed.field("external").unwrap_or(embed), found),
        "app.bsky.embed.record" => quoted(embed, base, found),
        "app.bsky.embed.recordWithMedia" => {
            if let Some(media) = embed.field("media").filter(|media| !holds_media(media)) {
                add(media, base, found);
            }
            if let Some(record) = embed.field("record") {
                quoted(record, base, found);
            }
        }
        _ => found.unknown += 1,
    }
}

/// A `recordWithMedia` inside another is against the lexicon, and could nest without end.
fn holds_media(embed: &Value) -> bool {
    embed.text("$type").is_some_and(|kind| kind.starts_with("app.bsky.embed.recordWithMedia"))
}

fn pictures(list: &[Value], found: &mut Embeds) {
    for picture in list {
        let url = ["fullsize", "thumb", "thumbnail"].iter().find_map(|name| picture.text(name));
        push(found, "photo", url, picture.text("alt").unwrap_or_default());
    }
}

fn preview(external: &Value, found: &mut Embeds) {
    let parts = [external.text("title"), external.text("description")];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let url = external.text("uri");
    found.links.extend(url.clone());
    push(found, "link", url, text);
}

/// A quoted post is a link to it. Its text is somebody else's: who quotes an advert to warn of it
/// does not advertise.
fn quoted(embed: &Value, base: &PublicUrl, found: &mut Embeds) {
    let mut record = embed.field("record");
    // In a view of recordWithMedia the quoted record stands one level deeper.
    if let Some(inner) = record.filter(|r| r.field("uri").is_none()).and_then(|r| r.field("record"))
    {
        record = Some(inner);
    }
    let Some(uri) = record.and_then(|record| record.text("uri")) else {
        found.unknown += 1;
        return;
    };
    let url = post_page(&uri, base).map_or(uri, |page| page.as_str().to_owned());
    push(found, "link", Some(url), String::new());
}

fn push(found: &mut Embeds, kind: &str, url: Option<String>, text: String) {
    found.media.push(Media { kind: kind.to_owned(), url, text });
}
