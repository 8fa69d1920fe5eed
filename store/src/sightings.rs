//! What was seen or found, and in which capture.

use crate::{Error, Store};
use model::{CaptureId, Location, PublicUrl, Sighting, SourceId, Subject, Timestamp};
use serde::Serialize;

/// A capture that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptureRow {
    /// Id.
    pub id: CaptureId,
    /// What was asked.
    pub url: PublicUrl,
    /// When.
    pub at: Timestamp,
    /// HTTP status.
    pub status: u16,
    /// SHA-256 (hex) of the body.
    pub sha256: String,
    /// Where in the archive.
    pub location: Location,
    /// For which source, if any.
    pub source: Option<SourceId>,
}

impl Store {
    /// One capture.
    pub async fn capture(&self, id: CaptureId) -> Result<Option<CaptureRow>, Error> {
        todo!()
    }

    /// Captures that show something of a subject, newest first.
    pub async fn captures_of(&self, subject: Subject) -> Result<Vec<CaptureRow>, Error> {
        todo!()
    }

    /// Sightings of a subject, newest first.
    pub async fn sightings(&self, subject: Subject) -> Result<Vec<Sighting>, Error> {
        todo!()
    }
}
