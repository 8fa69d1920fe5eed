//! Who gives notice, and where notices go.

use model::{Platform, Recipient};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where notices about one platform go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientOptions {
    /// Name written into the notice.
    pub name: String,
    /// Platforms whose accounts are referred here.
    pub platforms: Vec<String>,
    /// `mail`, `webhook`, or `file` (kept as a file, to be handed over through a form).
    pub channel: String,
    /// Mail address or web address; empty for `file`.
    #[serde(default)]
    pub to: String,
    /// Layout of the notice.
    #[serde(default = "usual_layout")]
    pub layout: String,
}

fn usual_layout() -> String {
    "dsa16".to_owned()
}

/// Who gives notice, and where notices go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Name of the unit or organisation.
    pub organisation: String,
    /// Person or desk to ask.
    pub contact_name: String,
    /// Mail address for answers.
    pub contact_email: String,
    /// Recipients by short name.
    pub recipients: BTreeMap<String, RecipientOptions>,
}

impl Options {
    /// All recipients, in order of their short names.
    #[must_use]
    pub fn recipients(&self) -> Vec<Recipient> {
        self.recipients.iter().map(|(key, one)| recipient(key, one)).collect()
    }

    /// Where accounts of that platform are referred; the first by short name that takes them.
    #[must_use]
    pub fn recipient_for(&self, platform: &Platform) -> Option<Recipient> {
        let takes = |one: &RecipientOptions| one.platforms.iter().any(|p| p == platform.as_str());
        self.recipients.iter().find(|(_, one)| takes(one)).map(|(key, one)| recipient(key, one))
    }
}

fn recipient(key: &str, one: &RecipientOptions) -> Recipient {
    Recipient {
        key: key.to_owned(),
        name: one.name.clone(),
        channel: one.channel.clone(),
        to: one.to.clone(),
        layout: one.layout.clone(),
    }
}
