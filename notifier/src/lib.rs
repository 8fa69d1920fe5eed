//! The only door that messages leave by: mail, file, webhook.
//!
//! A [`model::Message`] comes from the outbox, is delivered through the channel it names, and the
//! other side's answer goes back as proof. This crate does not know the database, referrals or the
//! schedule; whoever calls decides when to try again. Begin reading at [`Notifier::deliver`], then
//! [`channels`].

pub mod channels;
mod options;

pub use options::{Options, Security, Smtp, Webhook};

use channels::Channel;
use model::Message;
use std::path::{Path, PathBuf};

/// Why a notifier cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The sender's address is not a mail address.
    #[error(
        "notifier.from is not a mail address ({0}); write for example “routewatch <alerts@police.example>”"
    )]
    From(String),
    /// The mail server cannot be used as configured.
    #[error("notifier.smtp cannot be used: {0}")]
    Smtp(String),
    /// The folder for messages cannot be made.
    #[error("the folder for messages {path} cannot be made: {why}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// The system's words.
        why: std::io::Error,
    },
    /// The HTTP client cannot be made.
    #[error("webhooks cannot be set up: {0}")]
    Webhook(String),
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliverError {
    /// Worth another try later.
    #[error("{0}")]
    Transient(String),
    /// Will not succeed as it is; a person has to look.
    #[error("{0}")]
    Permanent(String),
}

/// Delivers messages.
#[derive(Debug)]
pub struct Notifier {
    channels: Vec<Box<dyn Channel>>,
}

impl Notifier {
    /// Sets all channels up. Messages kept as files go below `data_dir` unless the options say
    /// otherwise.
    pub fn new(options: &Options, data_dir: &Path) -> Result<Self, SetupError> {
        Ok(Self { channels: channels::open(options, data_dir)? })
    }

    /// Delivers one message and returns what the other side answered. Repeating a delivery is
    /// harmless: the Message-ID (and the file name) stays the same.
    pub async fn deliver(&self, message: &Message) -> Result<String, DeliverError> {
        let Some(channel) = self.channels.iter().find(|c| c.name() == message.channel) else {
            let known: Vec<_> = self.channels.iter().map(|c| c.name()).collect();
            return Err(DeliverError::Permanent(format!(
                "there is no channel “{}”; there are {}",
                message.channel,
                known.join(", ")
            )));
        };
        channel.deliver(message).await
    }

    /// Name and help of every channel.
    #[must_use]
    pub fn channels(&self) -> Vec<(&'static str, String)> {
        self.channels.iter().map(|c| (c.name(), c.help())).collect()
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use model::alert::Attachment;
    use model::{Message, MessageId, MessageState, Timestamp};

    /// An invented digest.
    pub(crate) fn message(channel: &str, to: &str) -> Message {
        let now = Timestamp::from_ms(1_795_442_700_000);
        Message {
            id: MessageId::of(&["sample"]),
            kind: "digest".into(),
            channel: channel.into(),
            to: to.into(),
            subject: "Two new posts: قارب".into(),
            text: "Two new posts.\n".into(),
            html: Some("<p>Two new posts.</p>".into()),
            attachments: vec![Attachment {
                name: "notice.json".into(),
                media_type: "application/json".into(),
                text: "{\"a\":1}".into(),
            }],
            about: String::new(),
            created_at: now,
            state: MessageState::Queued,
            attempts: 0,
            next_try: now,
            last_error: None,
            sent: None,
            expires_at: now.plus_days(90),
        }
    }
}
