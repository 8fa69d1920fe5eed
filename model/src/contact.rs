//! How to reach whoever offers, and what they ask.

use crate::{ContactId, Span};
use serde::{Deserialize, Serialize};

/// Kind of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// Telephone number, E.164 where the country is known, else digits.
    Phone,
    /// WhatsApp number or link.
    Whatsapp,
    /// Telegram handle or `https://t.me/…`.
    Telegram,
    /// imo.
    Imo,
    /// Viber.
    Viber,
    /// Signal.
    Signal,
    /// Snapchat.
    Snapchat,
    /// Instagram.
    Instagram,
    /// TikTok.
    Tiktok,
    /// Facebook.
    Facebook,
    /// WeChat.
    Wechat,
    /// LINE, Zalo or another messenger named in the text.
    Messenger,
    /// A handle whose platform the text does not say.
    Handle,
    /// E-mail address.
    Email,
    /// Web address.
    Link,
    /// Crypto wallet.
    Wallet,
    /// Bank account number.
    Iban,
}

impl ContactKind {
    /// All kinds, in order.
    pub const ALL: [Self; 17] = [
        Self::Phone,
        Self::Whatsapp,
        Self::Telegram,
        Self::Imo,
        Self::Viber,
        Self::Signal,
        Self::Snapchat,
        Self::Instagram,
        Self::Tiktok,
        Self::Facebook,
        Self::Wechat,
        Self::Messenger,
        Self::Handle,
        Self::Email,
        Self::Link,
        Self::Wallet,
        Self::Iban,
    ];

    /// The word stored, shown and written to JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Whatsapp => "whatsapp",
            Self::Telegram => "telegram",
            Self::Imo => "imo",
            Self::Viber => "viber",
            Self::Signal => "signal",
            Self::Snapchat => "snapchat",
            Self::Instagram => "instagram",
            Self::Tiktok => "tiktok",
            Self::Facebook => "facebook",
            Self::Wechat => "wechat",
            Self::Messenger => "messenger",
            Self::Handle => "handle",
            Self::Email => "email",
            Self::Link => "link",
            Self::Wallet => "wallet",
            Self::Iban => "iban",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What ties: a WhatsApp number is a phone number, so both share one identity.
    #[must_use]
    pub const fn identity(self) -> &'static str {
        match self {
            Self::Phone | Self::Whatsapp | Self::Viber | Self::Imo | Self::Signal => "number",
            other => other.word(),
        }
    }
}

/// A contact found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// Kind.
    pub kind: ContactKind,
    /// Normalised value.
    pub value: String,
    /// Where it stands in the original text.
    pub span: Span,
}

impl Contact {
    /// The id under which equal contacts of different posts meet.
    #[must_use]
    pub fn id(&self) -> ContactId {
        let value = self.value.to_lowercase();
        ContactId::of(&[self.kind.identity(), value.trim_start_matches('@')])
    }
}

/// A sum of money in a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// Amount in whole units of the currency.
    pub amount: f64,
    /// ISO 4217, or `IRT` for toman.
    pub currency: String,
    /// Whether it is said to be per head.
    pub per_person: bool,
    /// Where it stands in the original text.
    pub span: Span,
}
