//! An account in one line.

use crate::frame::Frame;
use askama::Template;
use model::{Account, PresenceState};

/// Platform, name, handle, presence.
#[derive(Debug, Clone, Template)]
#[template(path = "account_line.html")]
pub(crate) struct AccountLine {
    pub(crate) href: String,
    pub(crate) platform: String,
    pub(crate) name: String,
    pub(crate) handle: String,
    pub(crate) presence: &'static str,
    pub(crate) presence_words: &'static str,
}

impl AccountLine {
    /// The name it is called by: shown name, else handle, else the platform's id.
    pub(crate) fn of_name(account: &Account) -> String {
        let profile = &account.profile;
        [profile.display_name.trim(), profile.handle.as_str(), account.native_id.as_str()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or("without a name")
            .to_owned()
    }

    pub(crate) fn of(frame: &Frame, account: &Account) -> Self {
        Self {
            href: format!("/accounts/{}", account.id),
            platform: frame.platform(&account.platform),
            name: Self::of_name(account),
            handle: account.profile.handle.to_string(),
            presence: account.presence.state.word(),
            presence_words: presence_words(account.presence.state),
        }
    }
}

/// What a presence means, in words.
pub(crate) const fn presence_words(state: PresenceState) -> &'static str {
    match state {
        PresenceState::Live => "live",
        PresenceState::Restricted => "not public any more",
        PresenceState::GoneCandidate => "looks gone",
        PresenceState::Gone => "gone",
    }
}
