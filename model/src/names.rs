//! Short names that are open sets: checked where they enter, not listed in the centre.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a name; the caller has checked it against the registry that knows.
            #[must_use]
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }
    )+};
}

names! {
    /// A platform's short name, such as `telegram`; the registry is `crawler::platforms`.
    Platform,
    /// A language as its lexicon file is named: ISO 639 with an optional script, such as `ckb` or
    /// `ar-Latn`; `und` when unknown. The registry is the folder `classifier/lexicons`.
    Language,
    /// A country as ISO 3166-1 alpha-2, upper case.
    Country,
    /// An account's name at some moment, as the platform writes it, without a leading `@`.
    Handle,
}

impl Language {
    /// The language of a text nobody could name.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new("und")
    }

    /// Whether the language is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.0.is_empty() && self.0 != "und"
    }
}
