//! One message of a channel.

use super::address::segments;
use super::counts::count;
use super::dom::{all, first, has, inside, own_text, tags, text_at};
use super::media::{FOREIGN, is_part, media};
use crate::plain_text::{keep_link, text_of};
use data_encoding::BASE64URL_NOPAD;
use model::post::{Content, Metrics};
use model::{Complaint, PostSeen, PublicUrl, Timestamp};
use scraper::{ElementRef, Node};

/// A message as read, before the page has settled which chat it belongs to.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// The channel's name as the message writes it.
    pub(super) name: String,
    /// Number in the channel; an album's is that of its first part.
    pub(super) number: u64,
    /// Numbers of all parts of an album, the first included.
    pub(super) covers: Vec<u64>,
    /// Stable id of the chat.
    pub(super) chat: Option<String>,
    /// There is text in its bubble that belongs to no known part.
    pub(super) unread: bool,
    post: PostSeen,
    reply: Option<Reply>,
}

/// What a message answers.
#[derive(Debug, Clone)]
struct Reply {
    href: String,
    name: String,
    number: Option<u64>,
}

impl Message {
    /// Reads a `.tgme_widget_message`. Nothing if it carries no usable `data-post`.
    pub(super) fn read(
        element: ElementRef<'_>,
        page: &PublicUrl,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Self> {
        let (name, number) = element.attr("data-post")?.rsplit_once('/')?;
        let number: u64 = number.parse().ok()?;
        let content = content(element);
        let unread = content.text.is_empty() && has_unread_text(element);
        let mut complain = |code: &str, detail: &str| {
            complaints.push(Complaint::new(code, format!("message {number}{detail}")));
        };
        let date = first(element, "tgme_widget_message_date");
        let posted_at = posted_at(date.unwrap_or(element));
        if posted_at.is_none() {
            complain("time_missing", "");
        }
        if content.text.is_empty() && content.media.is_empty() {
            if all(element, "message_media_not_supported_label").next().is_some() {
                complain("unsupported", " is shown only in the app");
            } else {
                complain(if unread { "part_unknown" } else { "content_missing" }, "");
            }
        }
        let link = date.and_then(|one| one.attr("href")).and_then(|href| page.join(href).ok());
        let post = PostSeen {
            native_id: String::new(),
            account: String::new(),
            url: link,
            content,
            declared_language: None,
            posted_at,
            edited_at: None,
            edited: is_edited(element),
            reply_to: None,
            forwarded_from: forwarded_from(element),
            metrics: metrics(element),
        };
        Some(Self {
            name: name.to_owned(),
            number,
            covers: covers(element, number),
            chat: chat(element),
            unread,
            post,
            reply: reply(element),
        })
    }

    /// Whether it says the same as another.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.chat == other.chat && self.post == other.post
    }

    /// Whether there is text in it.
    pub(super) const fn has_text(&self) -> bool {
        !self.post.content.text.is_empty()
    }

    /// The post, under the chat that the page settled on.
    pub(super) fn into_post(self, chat: &str) -> PostSeen {
        let reply_to = self.reply.map(|reply| match reply.number {
            Some(number) if reply.name.eq_ignore_ascii_case(&self.name) => {
                format!("{chat}/{number}")
            }
            _ => reply.href,
        });
        PostSeen {
            native_id: format!("{chat}/{}", self.number),
            account: chat.to_owned(),
            reply_to,
            ..self.post
        }
    }
}

/// A link's target with the escaping that Telegram applies twice undone.
pub(super) fn unescaped(href: &str) -> String {
    href.replace("&amp;", "&")
}

/// Stable id of the chat: `c` of `data-view` (base64url JSON), else the number in `data-peer`
/// (`c1006503122_…`), written as `data-view` would (with a minus sign, as channels have).
fn chat(element: ElementRef<'_>) -> Option<String> {
    let from_view = element.attr("data-view").and_then(|view| {
        let bytes = BASE64URL_NOPAD.decode(view.trim_end_matches('=').as_bytes()).ok()?;
        let json: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        match json.get("c")? {
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::String(text) => Some(text.clone()).filter(|t| !t.is_empty()),
            _ => None,
        }
    });
    from_view.or_else(|| {
        let (peer, _) = element.attr("data-peer")?.split_once('_')?;
        let number = peer.strip_prefix('c')?;
        number.chars().all(|c| c.is_ascii_digit()).then(|| format!("-{number}"))
    })
}

fn covers(element: ElementRef<'_>, number: u64) -> Vec<u64> {
    let mut numbers = vec![number];
    for link in tags(element, "a") {
        let Some((path, "single")) = link.attr("href").and_then(|href| href.split_once('?')) else {
            continue;
        };
        if let Some(Ok(part)) = path.rsplit_once('/').map(|(_, part)| part.parse())
            && !numbers.contains(&part)
        {
            numbers.push(part);
        }
    }
    numbers
}

/// The node that holds the message's own text: the last one, as albums nest one in another.
fn text_node(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let own = |class| all(element, class).filter(|one| !inside(*one, element, &FOREIGN)).last();
    own("js-message_text").or_else(|| own("tgme_widget_message_text"))
}

fn content(element: ElementRef<'_>) -> Content {
    let mut content = Content { media: media(element), ..Content::default() };
    if let Some(node) = text_node(element) {
        content.text = text_of(node);
        read_links(node, &mut content);
    }
    if let Some(via) = text_at(element, "tgme_widget_message_via_bot") {
        mention(&mut content, via.trim_start_matches('@'));
    }
    content
}

/// Sorts the links of a text into hashtags, mentions and links to other places.
fn read_links(node: ElementRef<'_>, content: &mut Content) {
    for link in tags(node, "a") {
        let Some(href) = link.attr("href") else { continue };
        let (href, text) = (unescaped(href), text_of(link));
        let tag =
            text.strip_prefix('#').filter(|_| href.starts_with('?') || href.contains("?q=%23"));
        if let Some(tag) = tag {
            if !content.hashtags.iter().any(|one| one == tag) {
                content.hashtags.push(tag.to_owned());
            }
        } else {
            keep_link(&mut content.links, &href);
            if let Some(name) = text.strip_prefix('@') {
                mention(content, name);
            }
        }
    }
}

fn mention(content: &mut Content, name: &str) {
    if !name.is_empty() && !content.mentions.iter().any(|one| one == name) {
        content.mentions.push(name.to_owned());
    }
}

fn posted_at(date: ElementRef<'_>) -> Option<Timestamp> {
    tags(date, "time").find_map(|time| Timestamp::parse(time.attr("datetime")?))
}

/// The word stands alone beside the time; an author who is called so stands in an element.
fn is_edited(element: ElementRef<'_>) -> bool {
    first(element, "tgme_widget_message_meta").is_some_and(|meta| {
        own_text(meta).split(|c: char| !c.is_alphabetic()).any(|w| w == "edited")
    })
}

/// `Name (address)`; only the name where its owner hides the address.
fn forwarded_from(element: ElementRef<'_>) -> Option<String> {
    let from = first(element, "tgme_widget_message_forwarded_from_name")?;
    let name = text_of(from);
    Some(match from.attr("href") {
        Some(href) => format!("{name} ({})", unescaped(href)),
        None => name,
    })
}

fn reply(element: ElementRef<'_>) -> Option<Reply> {
    let href = first(element, "tgme_widget_message_reply")?.attr("href")?.to_owned();
    let url = url::Url::parse(&href).ok();
    let path = url.as_ref().map(segments).unwrap_or_default();
    let number = path.last().and_then(|last| last.parse().ok());
    let name = path.iter().rev().nth(1).copied().unwrap_or_default().to_owned();
    Some(Reply { href, name, number })
}

/// Views, and reactions added up. Paid reactions count stars, not people, and stay out.
fn metrics(element: ElementRef<'_>) -> Metrics {
    let views = text_at(element, "tgme_widget_message_views").and_then(|text| count(&text));
    let reactions: Vec<u64> = all(element, "tgme_reaction")
        .filter(|one| !has(*one, "tgme_reaction_paid"))
        .filter_map(|one| count(&own_text(one)))
        .collect();
    let likes = reactions.iter().copied().reduce(u64::saturating_add);
    Metrics { views, likes, reposts: None, replies: None }
}

/// Parts of a message that may hold text which is not the message's own.
const LABELS: [&str; 16] = [
    "tgme_widget_message_user",
    "tgme_widget_message_author",
    "tgme_widget_message_footer",
    "tgme_widget_message_info",
    "tgme_widget_message_reply",
    "tgme_widget_message_forwarded_from",
    "tgme_widget_message_via_bot",
    "tgme_widget_message_reactions",
    "tgme_widget_message_inline_keyboard",
    "tgme_widget_message_grouped_wrap",
    "tgme_widget_message_sticker_wrap",
    "message_media_not_supported_wrap",
    "message_media_not_supported",
    "media_not_supported_cont",
    "message_video_duration",
    "tgme_widget_message_bubble_tail",
];

/// Whether the bubble of a message holds text in no part that is known. If whole pages of messages
/// do, it is our reading that is out of date, not the channel that fell silent.
fn has_unread_text(message: ElementRef<'_>) -> bool {
    let Some(bubble) = first(message, "tgme_widget_message_bubble") else { return false };
    let known = |one: ElementRef<'_>| {
        is_part(one)
            || LABELS.iter().any(|class| has(one, class))
            || matches!(one.value().name(), "script" | "style" | "svg" | "time")
    };
    bubble.descendants().any(|node| {
        let Node::Text(text) = node.value() else { return false };
        !text.trim().is_empty()
            && !node
                .ancestors()
                .take_while(|above| above.id() != bubble.id())
                .filter_map(ElementRef::wrap)
                .any(known)
    })
}
