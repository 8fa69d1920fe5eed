//! What a channel says of itself.

use super::counts::count;
use super::dom::{all, first, meta, tag, tags, text_at};
use crate::plain_text::{keep_link, text_of};
use model::{AccountProfile, AccountSeen, Handle, PublicUrl};
use scraper::ElementRef;

/// The channel as its header shows it; as its messages do where there is no header (then the
/// profile is not complete). Nothing at all if neither is there.
pub(super) fn account(
    root: ElementRef<'_>,
    chat: &str,
    name: &str,
    base: &PublicUrl,
) -> AccountSeen {
    let shown = first(root, "tgme_channel_info_header_username").map(text_of);
    let complete = shown.is_some() || first(root, "tgme_channel_info_header_title").is_some();
    let handle = shown
        .map(|text| text.trim_start_matches('@').to_owned())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| name.to_owned());
    let mut profile = if complete { header(root) } else { byline(root) };
    let url = super::address::page(base, &handle).ok();
    profile.handle = Handle::new(handle);
    AccountSeen { native_id: chat.to_owned(), profile, url, is_source: true, complete }
}

fn header(root: ElementRef<'_>) -> AccountProfile {
    let biography = first(root, "tgme_channel_info_description");
    let mut links = Vec::new();
    for href in biography.iter().flat_map(|one| tags(*one, "a")).filter_map(|a| a.attr("href")) {
        keep_link(&mut links, &super::message::unescaped(href));
    }
    let picture = first(root, "tgme_channel_info_header").and_then(|head| picture(head));
    AccountProfile {
        handle: Handle::default(),
        display_name: text_at(root, "tgme_channel_info_header_title")
            .or_else(|| meta(root, "og:title"))
            .unwrap_or_default(),
        biography: biography
            .map(text_of)
            .or_else(|| meta(root, "og:description"))
            .unwrap_or_default(),
        followers: followers(root),
        avatar: picture.or_else(|| meta(root, "og:image")),
        links,
    }
}

/// Subscribers, called members on old pages; the other counters are of photos, films and links.
fn followers(root: ElementRef<'_>) -> Option<u64> {
    all(root, "tgme_channel_info_counter").find_map(|counter| {
        let kind = text_at(counter, "counter_type")?;
        let people = kind.starts_with("subscriber") || kind.starts_with("member");
        people.then(|| count(&text_at(counter, "counter_value")?)).flatten()
    })
}

/// What a message shows of its channel.
fn byline(root: ElementRef<'_>) -> AccountProfile {
    AccountProfile {
        display_name: text_at(root, "tgme_widget_message_owner_name").unwrap_or_default(),
        avatar: first(root, "tgme_widget_message_user").and_then(picture),
        ..AccountProfile::default()
    }
}

fn picture(root: ElementRef<'_>) -> Option<String> {
    tag(root, "img").and_then(|img| img.attr("src")).map(str::to_owned)
}
