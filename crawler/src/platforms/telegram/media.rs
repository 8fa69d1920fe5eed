//! What hangs on a message besides its text.

use super::dom::{all, background, first, has, inside, tag, tags, text_at};
use crate::plain_text::text_of;
use model::Media;
use scraper::ElementRef;

/// Parts whose pictures and links are not the message's own.
pub(super) const FOREIGN: [&str; 2] = ["tgme_widget_message_user", "tgme_widget_message_reply"];

/// Reads one kind of attachment from its element.
type Read = fn(ElementRef<'_>) -> Media;

/// Class of an attachment's element, and how it is read.
const PARTS: [(&str, Read); 16] = [
    ("tgme_widget_message_photo_wrap", photo),
    ("tgme_widget_message_service_photo", service_photo),
    ("tgme_widget_message_video_player", video),
    ("tgme_widget_message_roundvideo_player", video),
    ("tgme_widget_message_voice_player", voice),
    ("tgme_widget_message_document_wrap", document),
    ("tgme_widget_message_sticker", sticker),
    ("tgme_widget_message_tgsticker", sticker),
    ("tgme_widget_message_videosticker", sticker),
    ("tgme_widget_message_poll", poll),
    ("tgme_widget_message_location_wrap", location),
    ("tgme_widget_message_venue_wrap", location),
    ("tgme_widget_message_contact_wrap", words),
    ("tgme_widget_message_invoice", words),
    ("tgme_widget_message_link_preview", preview),
    ("tgme_widget_message_inline_button", button),
];

/// All attachments of a message, in the order of the page.
pub(super) fn media(message: ElementRef<'_>) -> Vec<Media> {
    let mut found: Vec<Media> = Vec::new();
    let mut taken: Vec<ElementRef<'_>> = Vec::new();
    for element in message.descendent_elements() {
        let Some((_, read)) = PARTS.iter().find(|(class, _)| has(element, class)) else { continue };
        let nested = element.ancestors().any(|node| taken.iter().any(|t| t.id() == node.id()));
        if nested || inside(element, message, &FOREIGN) {
            continue;
        }
        taken.push(element);
        let one = read(element);
        if !(one.url.is_none() && one.text.is_empty() && one.kind == "link") {
            found.push(one);
        }
    }
    found
}

/// Whether an element is an attachment.
pub(super) fn is_part(element: ElementRef<'_>) -> bool {
    PARTS.iter().any(|(class, _)| has(element, class))
}

fn of(kind: &str, url: Option<String>, text: String) -> Media {
    Media { kind: kind.to_owned(), url, text }
}

fn source(element: Option<ElementRef<'_>>) -> Option<String> {
    element.and_then(|one| one.attr("src")).filter(|src| !src.is_empty()).map(str::to_owned)
}

fn photo(element: ElementRef<'_>) -> Media {
    of("photo", background(element), String::new())
}

fn service_photo(element: ElementRef<'_>) -> Media {
    of("photo", source(tag(element, "img")), String::new())
}

/// A film's own address; its poster's where the film is too big to be shown.
fn video(element: ElementRef<'_>) -> Media {
    let poster = || element.descendent_elements().find_map(background);
    of("video", source(tag(element, "video")).or_else(poster), String::new())
}

fn voice(element: ElementRef<'_>) -> Media {
    of("audio", source(tag(element, "audio")), String::new())
}

fn document(element: ElementRef<'_>) -> Media {
    let sound =
        first(element, "tgme_widget_message_document_icon").is_some_and(|i| has(i, "audio"));
    let title = text_at(element, "tgme_widget_message_document_title");
    let extra = text_at(element, "tgme_widget_message_document_extra");
    let text = [title, extra].into_iter().flatten().collect::<Vec<_>>().join("\n");
    of(if sound { "audio" } else { "document" }, None, text)
}

fn sticker(element: ElementRef<'_>) -> Media {
    let address = element
        .attr("data-webp")
        .map(str::to_owned)
        .or_else(|| source(tag(element, "video")))
        .or_else(|| tag(element, "source").and_then(|s| s.attr("srcset")).map(str::to_owned))
        .or_else(|| background(element));
    of("sticker", address, String::new())
}

fn poll(element: ElementRef<'_>) -> Media {
    let question = text_at(element, "tgme_widget_message_poll_question").unwrap_or_default();
    let options = all(element, "tgme_widget_message_poll_option_text").map(text_of);
    let lines: Vec<String> = std::iter::once(question).chain(options).collect();
    of("poll", None, lines.join("\n"))
}

fn location(element: ElementRef<'_>) -> Media {
    of("location", element.attr("href").map(str::to_owned), text_of(element))
}

/// A shared contact or an invoice: there is no address, what counts is what it says.
fn words(element: ElementRef<'_>) -> Media {
    of("document", None, text_of(element))
}

fn preview(element: ElementRef<'_>) -> Media {
    let parts = ["link_preview_site_name", "link_preview_title", "link_preview_description"];
    let lines: Vec<String> = parts.iter().filter_map(|class| text_at(element, class)).collect();
    of("link", element.attr("href").map(super::message::unescaped), lines.join("\n"))
}

/// A button under the message; those without an address act only inside the app.
fn button(element: ElementRef<'_>) -> Media {
    let address = element
        .attr("href")
        .or_else(|| tags(element, "a").find_map(|a| a.attr("href")))
        .map(super::message::unescaped);
    of("link", address, text_of(element))
}
