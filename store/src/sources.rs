//! Places that are watched.

use crate::{Error, Listed, Paging, Store};
use model::{AccountId, Platform, Source, SourceId, SourceState, Timestamp};
use serde::{Deserialize, Serialize};

/// What adding a source did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::large_enum_variant, reason = "made once per click, never kept in bulk")]
pub enum Added {
    /// It is watched from now on.
    New,
    /// It was known. If it had been removed, it is active (and due) again.
    Existing(Source),
}

/// Which sources. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceFilter {
    /// Only in this state; without it, all but the removed ones.
    pub state: Option<SourceState>,
    /// Only on this platform.
    pub platform: Option<Platform>,
    /// Part of title, key or note.
    pub text: Option<String>,
    /// Only those whose last visit could not see.
    pub troubled: bool,
}

impl Store {
    /// Watches a source.
    pub async fn add_source(&self, source: &Source) -> Result<Added, Error> {
        todo!()
    }

    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>, Error> {
        todo!()
    }

    /// The source that is an account's own place, if one is watched.
    pub async fn source_of(&self, account: AccountId) -> Result<Option<Source>, Error> {
        todo!()
    }

    /// Sources, troubled ones first, then by title.
    pub async fn sources(
        &self,
        filter: &SourceFilter,
        paging: Paging,
    ) -> Result<Listed<Source>, Error> {
        todo!()
    }

    /// Pauses, resumes or removes a source. Whether there is such a source.
    pub async fn set_source_state(
        &self,
        id: SourceId,
        state: SourceState,
        reason: &str,
    ) -> Result<bool, Error> {
        todo!()
    }

    /// Says why a source is watched and how much it weighs. Whether there is such a source.
    pub async fn describe_source(
        &self,
        id: SourceId,
        note: &str,
        weight: f32,
    ) -> Result<bool, Error> {
        todo!()
    }

    /// Takes the active source that has been due longest and whose host nobody else visits, and
    /// takes (or extends) the lease on its host for `lease_ms` from `now`. Of several workers on
    /// one database, only one gets a host.
    pub async fn claim_source(
        &self,
        holder: &str,
        now: Timestamp,
        lease_ms: i64,
    ) -> Result<Option<Source>, Error> {
        todo!()
    }
}
