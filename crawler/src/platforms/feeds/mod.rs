//! Feeds.

use super::{Adapter, CheckSubject, Place};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, PageState, PublicUrl, Purpose, Reading, StoredCapture};

/// The adapter.
pub const ADAPTER: Feeds = Feeds;

/// Reads Feeds.
#[derive(Debug, Clone, Copy)]
pub struct Feeds;

impl Adapter for Feeds {
    fn name(&self) -> &'static str {
        "feeds"
    }

    fn title(&self) -> &'static str {
        "Feeds"
    }

    fn help(&self) -> &'static str {
        ""
    }

    fn base_url(&self) -> &'static str {
        "https://www.youtube.com/"
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
