//! What is told to people, and how it leaves.

use crate::{AlertId, MessageId, PostId, Timestamp, WatchId};
use serde::{Deserialize, Serialize};

/// A new hit for a watch. Its id follows from watch and post: it is made once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Derived id.
    pub id: AlertId,
    /// Which watch.
    pub watch: WatchId,
    /// Which post.
    pub post: PostId,
    /// When it was matched.
    pub at: Timestamp,
    /// The digest that told of it, once one did.
    pub message: Option<MessageId>,
}

impl Alert {
    /// The alert of that watch about that post.
    #[must_use]
    pub fn new(watch: WatchId, post: PostId, at: Timestamp) -> Self {
        let id = AlertId::of(&[&watch.to_string(), &post.to_string()]);
        Self { id, watch, post, at, message: None }
    }
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits to be sent.
    Queued,
    /// Accepted by the other side.
    Sent,
    /// Given up; somebody has to look.
    Failed,
}

impl MessageState {
    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Content as text.
    pub text: String,
}

/// A message in the outbox. It leaves through `notifier` and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Id; also the left part of its Message-ID, so that a repeat is recognised.
    pub id: MessageId,
    /// `digest`, `referral`, `health` or `test`.
    pub kind: String,
    /// `mail`, `file` or `webhook`: see `notifier::channels`.
    pub channel: String,
    /// Mail address, or address of the webhook.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML, where there is any.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// What it is about (referral id, person id), for showing it there.
    pub about: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// How far it has come.
    pub state: MessageState,
    /// Times tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_try: Timestamp,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When the other side accepted it, and what it answered.
    pub sent: Option<(Timestamp, String)>,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}
