//! Telegram.

use super::{Adapter, CheckSubject, Place};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, PageState, PublicUrl, Purpose, Reading, StoredCapture};

/// The adapter.
pub const ADAPTER: Telegram = Telegram;

/// Reads Telegram.
#[derive(Debug, Clone, Copy)]
pub struct Telegram;

impl Adapter for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn title(&self) -> &'static str {
        "Telegram"
    }

    fn help(&self) -> &'static str {
        ""
    }

    fn base_url(&self) -> &'static str {
        "https://t.me/"
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
