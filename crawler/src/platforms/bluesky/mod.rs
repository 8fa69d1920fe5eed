//! Bluesky.

use super::{Adapter, CheckSubject, Place};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, PageState, PublicUrl, Purpose, Reading, StoredCapture};

/// The adapter.
pub const ADAPTER: Bluesky = Bluesky;

/// Reads Bluesky.
#[derive(Debug, Clone, Copy)]
pub struct Bluesky;

impl Adapter for Bluesky {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn title(&self) -> &'static str {
        "Bluesky"
    }

    fn help(&self) -> &'static str {
        ""
    }

    fn base_url(&self) -> &'static str {
        "https://public.api.bsky.app/"
    }

    fn recognise(&self, _: &str, _: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        None
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        Ok(PageRequest::new(place.base.clone(), Purpose::Newest))
    }

    fn read(&self, _: &Place<'_>, _: &StoredCapture) -> Reading {
        Reading::of(PageState::Drift)
    }

    fn checks(&self, _: &PublicUrl, _: &CheckSubject<'_>) -> Vec<PageRequest> {
        Vec::new()
    }
}
