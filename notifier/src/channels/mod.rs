//! Ways for a message to leave; one file each, listed here.

mod file;
mod mail;
mod webhook;

use crate::{DeliverError, Options, SetupError};
use model::Message;
use std::fmt::Debug;
use std::path::Path;

/// A way to leave.
#[async_trait::async_trait]
pub trait Channel: Debug + Send + Sync {
    /// Name in [`Message::channel`].
    fn name(&self) -> &'static str;
    /// What it does, as configured; shown on the settings page and by `routewatch check`.
    fn help(&self) -> String;
    /// Delivers one message; returns the other side's answer.
    async fn deliver(&self, message: &Message) -> Result<String, DeliverError>;
}

/// Opens every channel.
pub(crate) fn open(
    options: &Options,
    data_dir: &Path,
) -> Result<Vec<Box<dyn Channel>>, SetupError> {
    let folder = options.folder.clone().unwrap_or_else(|| data_dir.join("messages"));
    Ok(vec![
        Box::new(mail::Mail::new(options, &folder)?),
        Box::new(file::Folder::new(&folder)?),
        Box::new(webhook::Webhook::new(&options.webhook)?),
    ])
}

/// Name of the file that keeps a message: sorts by time, says what it is, and is the same however
/// often the message is delivered.
fn file_name(message: &Message, extension: &str) -> String {
    let at = message.created_at.utc().format("%Y%m%dT%H%M%S");
    format!("{at}-{}-{}.{extension}", message.kind, message.id)
}
