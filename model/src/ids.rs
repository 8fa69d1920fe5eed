//! Record ids. What a platform names gets its id *from* that name (UUID version 5), so recording
//! the same page twice meets the same records; what a person makes gets a fresh id (version 7)
//! from an [`Entropy`](crate::clock::Entropy) handed in by the caller.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Namespace of every derived id; chosen once, never changed.
const NAMESPACE: Uuid = Uuid::from_u128(0x7f3c_51d2_9d0e_5a1c_8a53_6d0b_f1a7_9e21);

/// A text that is not a record id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a record id: expected a UUID such as 0190163d-8694-739b-aea5-966c26f8ad90")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $tag:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id that belongs to a natural key: the same parts always give the same id.
            #[must_use]
            pub fn of(parts: &[&str]) -> Self {
                let mut key = String::from($tag);
                for part in parts {
                    key.push('\u{1f}');
                    key.push_str(part);
                }
                Self(Uuid::new_v5(&NAMESPACE, key.as_bytes()))
            }

            /// A fresh id from the caller's clock and chance.
            #[must_use]
            pub fn fresh(entropy: &dyn crate::clock::Entropy) -> Self {
                Self(entropy.uuid())
            }

            /// The UUID itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($tag, ":{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map(Self).map_err(|_| NotAnId)
            }
        }
    )+};
}

ids! {
    /// Id of an [`Account`](crate::Account), from platform and the platform's own stable id.
    AccountId "account",
    /// Id of a [`Post`](crate::Post), from platform and the platform's own post id.
    PostId "post",
    /// Id of a [`Source`](crate::Source), from platform, kind and normalised key.
    SourceId "source",
    /// Id of a [`Visit`](crate::Visit).
    VisitId "visit",
    /// Id of a [`Capture`](crate::Capture).
    CaptureId "capture",
    /// Id of an [`Import`](crate::Import), from the hash of its file.
    ImportId "import",
    /// Id of a [`Sighting`](crate::Sighting), from its subject, capture and finding.
    SightingId "sighting",
    /// Id of a [`Contact`](crate::Contact), from kind and normalised value.
    ContactId "contact",
    /// Id of an [`Advert`](crate::Advert), from its first post.
    AdvertId "advert",
    /// Id of a [`Network`](crate::Network), from its oldest account.
    NetworkId "network",
    /// Id of a [`Review`](crate::Review).
    ReviewId "review",
    /// Id of a [`Case`](crate::Case).
    CaseId "case",
    /// Id of a [`Watch`](crate::Watch).
    WatchId "watch",
    /// Id of an [`Alarm`](crate::Alarm), from source or host, kind and beginning.
    AlarmId "alarm",
    /// Id of an [`Alert`](crate::Alert), from watch and post.
    AlertId "alert",
    /// Id of an outgoing [`Message`](crate::Message).
    MessageId "message",
    /// Id of a [`Referral`](crate::Referral).
    ReferralId "referral",
    /// Id of a [`Person`](crate::Person) who uses routewatch.
    PersonId "person",
    /// Id of an [`AuditEntry`](crate::AuditEntry).
    AuditId "audit",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_natural_key_gives_the_same_id() {
        assert_eq!(PostId::of(&["telegram", "1/2"]), PostId::of(&["telegram", "1/2"]));
        assert_ne!(PostId::of(&["telegram", "1/2"]), PostId::of(&["telegram1", "/2"]));
        assert_ne!(PostId::of(&["x"]).uuid(), AccountId::of(&["x"]).uuid());
    }

    #[test]
    fn ids_survive_their_text_form() {
        let id = AccountId::of(&["mastodon", "1"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("x".parse::<AccountId>(), Err(NotAnId));
    }
}
