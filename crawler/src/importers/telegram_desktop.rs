//! `result.json` of Telegram Desktop ("Export chat history", "Export Telegram data").
//!
//! Written by tdesktop's `export_output_json.cpp`. One chat is the root of the document, or many
//! stand in `chats.list` and `left_chats.list`. Only public channels and public groups are taken:
//! an export also holds private conversations, and those are nobody's business here. The export
//! knows a channel by number only, which is the same number that its web pages carry, so an imported
//! post and a visited one are the same post.

use super::{Hints, Importer, Refusal, Rows, Shape, Taken, bare_account, bare_post};
use crate::json_fields::Fields;
use crate::sheets::{Cutting, Heading, Row, moment, unix};
use model::post::{Content, Media, Metrics};
use model::{Platform, PostSeen, Timestamp};
use serde_json::Value;

/// The importer.
pub(super) const IMPORTER: TelegramDesktop = TelegramDesktop;

/// Reads exports of Telegram Desktop.
#[derive(Debug)]
pub(super) struct TelegramDesktop;

impl Importer for TelegramDesktop {
    fn name(&self) -> &'static str {
        "telegram-desktop"
    }

    fn title(&self) -> &'static str {
        "Telegram Desktop"
    }

    fn help(&self) -> &'static str {
        "result.json of Telegram Desktop; public channels and groups only"
    }

    fn recognises(&self, head: &str) -> bool {
        let head = head.trim_start();
        let chat = head.contains("\"messages\"") && head.contains("\"type\"");
        head.starts_with('{')
            && !head.contains("\"item_id\"")
            && (chat || head.contains("\"chats\""))
    }

    fn shape(&self) -> Shape {
        Shape::Rows(&IMPORTER)
    }
}

impl Rows for TelegramDesktop {
    fn cutting(&self) -> Cutting {
        Cutting::Chats
    }

    fn read(&self, row: &Row<'_>, _hints: &Hints) -> Result<Taken, Refusal> {
        let chat = Chat::of(row.heading)?;
        let message: Value =
            serde_json::from_str(row.text).map_err(|_| Refusal::new("not readable as JSON"))?;
        match message.text("type").as_deref() {
            Some("message") => {}
            Some("service") => return Err(Refusal::new("a service message, not a post")),
            _ => return Err(Refusal::new("a kind of message that the export does not show")),
        }
        let number = message.count("id").ok_or_else(|| Refusal::new("no message id"))?;
        let posted_at = time(&message, "date_unixtime", "date")
            .ok_or_else(|| Refusal::new("no time that can be read"))?;
        let (account, name) = chat.author(&message)?;
        let content = content(&message);
        if content.text.is_empty() && content.media.is_empty() {
            return Err(Refusal::new("neither text nor attachment"));
        }
        let edited_at = time(&message, "edited_unixtime", "edited");
        let post = PostSeen {
            content,
            posted_at: Some(posted_at),
            edited_at,
            edited: edited_at.is_some(),
            reply_to: reply(&message, &chat.id),
            forwarded_from: message.text("forwarded_from"),
            metrics: Metrics { likes: reactions(&message), ..Metrics::default() },
            ..bare_post(format!("{}/{number}", chat.id), account.clone())
        };
        let account = bare_account(account, "", &name);
        Ok(Taken { platform: Platform::from("telegram"), post, account })
    }
}

/// The chat that a message stands in.
struct Chat {
    /// As its web pages name it: the number of a channel with a minus sign.
    id: String,
    name: String,
    channel: bool,
}

impl Chat {
    fn of(heading: &Heading) -> Result<Self, Refusal> {
        let Heading::Chat(chat) = heading else {
            return Err(Refusal::new("its chat says nothing of itself"));
        };
        let channel = match chat.text("type").as_deref() {
            Some("public_channel") => true,
            Some("public_supergroup") => false,
            Some(_) => return Err(Refusal::new("not in a public channel or group")),
            None => return Err(Refusal::new("its chat does not say that it is public")),
        };
        let id = chat.count("id").ok_or_else(|| Refusal::new("its chat has no id"))?;
        let name = chat.text("name").unwrap_or_default();
        Ok(Self { id: format!("-{id}"), name, channel })
    }

    /// Who posted: the channel itself, or in a group whoever wrote.
    fn author(&self, message: &Value) -> Result<(String, String), Refusal> {
        let from = message.text("from_id");
        // Older exports have a number.
        let from = from.or_else(|| message.count("from_id").map(|id| format!("user{id}")));
        let name = message.text("from").unwrap_or_default();
        match from.as_deref() {
            _ if self.channel => Ok((self.id.clone(), self.name.clone())),
            Some(from) => match from.strip_prefix("channel") {
                Some(id) => Ok((format!("-{id}"), name)),
                None => Ok((from.to_owned(), name)),
            },
            None => Err(Refusal::new("nobody is named as its author")),
        }
    }
}

/// The seconds since 1970 where the export has them; else the local time without a zone that exports
/// before 2021 have, read as UTC. A message never edited bears 1970 there.
fn time(message: &Value, seconds: &str, local: &str) -> Option<Timestamp> {
    match message.text(seconds) {
        Some(seconds) => unix(seconds.parse().ok()?),
        None => moment(&message.text(local)?).filter(|time| time.ms() > 86_400_000),
    }
}

fn content(message: &Value) -> Content {
    let mut content = Content { media: media(message), ..Content::default() };
    let entities = message.list("text_entities");
    let parts = if entities.is_empty() { message.list("text") } else { entities };
    if parts.is_empty() {
        content.text = message.text("text").unwrap_or_default();
    }
    for part in parts {
        let text = part.as_str().map(str::to_owned).or_else(|| part.text("text"));
        let Some(text) = text else { continue };
        let add = |list: &mut Vec<String>, value: &str| {
            if !value.is_empty() && !list.iter().any(|one| one == value) {
                list.push(value.to_owned());
            }
        };
        match part.text("type").as_deref() {
            Some("link") => add(&mut content.links, &text),
            Some("text_link") => {
                add(&mut content.links, &part.text("href").unwrap_or_default());
            }
            Some("hashtag") => add(&mut content.hashtags, text.trim_start_matches('#')),
            Some("mention") => add(&mut content.mentions, text.trim_start_matches('@')),
            _ => {}
        }
        content.text.push_str(&text.replace('\0', ""));
    }
    content
}

/// Attachments by kind; contact cards are somebody's number and are left out.
fn media(message: &Value) -> Vec<Media> {
    let mut found = Vec::new();
    let mut add = |kind: &str, text: String| {
        found.push(Media { kind: kind.to_owned(), url: None, text });
    };
    if message.field("photo").is_some() {
        add("photo", String::new());
    }
    if message.field("file").is_some() {
        let kind = match message.text("media_type").as_deref() {
            Some("sticker") => "sticker",
            Some("video_message" | "video_file" | "animation") => "video",
            Some("voice_message" | "audio_file") => "audio",
            _ => "document",
        };
        add(kind, String::new());
    }
    if let Some(poll) = message.field("poll") {
        let answers = poll.list("answers").iter().filter_map(|answer| answer.text("text"));
        let lines: Vec<String> = poll.text("question").into_iter().chain(answers).collect();
        add("poll", lines.join("\n"));
    }
    if message.field("location_information").is_some() {
        let place = [message.text("place_name"), message.text("address")];
        add("location", place.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    found
}

fn reply(message: &Value, chat: &str) -> Option<String> {
    let number = message.count("reply_to_message_id")?;
    let chat = match message.text("reply_to_peer_id") {
        Some(peer) => format!("-{}", peer.strip_prefix("channel")?),
        None => chat.to_owned(),
    };
    Some(format!("{chat}/{number}"))
}

fn reactions(message: &Value) -> Option<u64> {
    let reactions = message.list("reactions");
    let counts = reactions.iter().filter_map(|one| one.count("count"));
    (!reactions.is_empty()).then(|| counts.fold(0, u64::saturating_add))
}
