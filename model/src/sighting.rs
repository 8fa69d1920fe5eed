//! That something was seen, or found gone, in a capture.

use crate::{AccountId, CaptureId, PostId, SightingId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a sighting is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Subject {
    /// An account.
    Account(AccountId),
    /// A post.
    Post(PostId),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Finding {
    /// There, in public.
    Seen,
    /// Its content or profile changed.
    Changed,
    /// It has another name now.
    Renamed {
        /// Name before.
        from: String,
        /// Name now.
        to: String,
    },
    /// It says that it moved to another account.
    Moved {
        /// Where to, as the platform names it.
        to: String,
    },
    /// Not where it was; the platform does not say why.
    Missing,
    /// The platform says that its owner deleted it.
    Deleted,
    /// The platform says that it removed or suspended it.
    Suspended,
    /// There, but only for members or followers now.
    Private,
    /// There, but the platform shows it to nobody without a log-in, or not here.
    Restricted,
    /// We could not see: blocked, walled, broken. Says nothing about the subject.
    CouldNotSee,
}

impl Finding {
    /// Whether this speaks for the subject being gone.
    #[must_use]
    pub const fn speaks_for_gone(&self) -> bool {
        matches!(self, Self::Missing | Self::Deleted | Self::Suspended)
    }

    /// Whether this proves that the subject is there.
    #[must_use]
    pub const fn proves_live(&self) -> bool {
        matches!(self, Self::Seen | Self::Changed | Self::Renamed { .. } | Self::Moved { .. })
    }

    /// Short words for a timeline.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Changed => "changed",
            Self::Renamed { .. } => "renamed",
            Self::Moved { .. } => "moved",
            Self::Missing => "missing",
            Self::Deleted => "deleted",
            Self::Suspended => "suspended by the platform",
            Self::Private => "made private",
            Self::Restricted => "restricted",
            Self::CouldNotSee => "could not see",
        }
    }
}

/// Which kind of page a finding comes from. Two findings from one kind are one witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// The list of posts that a source shows.
    Listing,
    /// The account's own page or record.
    AccountPage,
    /// The post's own page or record.
    PostPage,
    /// A second place that knows the account: landing page, name resolver, repository status.
    Directory,
}

/// One sighting. Its id follows from subject, capture, finding and witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// Derived id.
    pub id: SightingId,
    /// Who or what.
    pub subject: Subject,
    /// What was found.
    pub finding: Finding,
    /// Which kind of page says so.
    pub witness: Witness,
    /// The evidence.
    pub capture: CaptureId,
    /// When.
    pub at: Timestamp,
}

impl Sighting {
    /// Makes a sighting.
    #[must_use]
    pub fn new(
        subject: Subject,
        finding: Finding,
        witness: Witness,
        capture: CaptureId,
        at: Timestamp,
    ) -> Self {
        let (kind, id) = match subject {
            Subject::Account(id) => ("account", id.to_string()),
            Subject::Post(id) => ("post", id.to_string()),
        };
        let key = [kind, &id, &capture.to_string(), finding.words(), &format!("{witness:?}")];
        Self { id: SightingId::of(&key), subject, finding, witness, capture, at }
    }
}
