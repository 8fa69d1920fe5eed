//! Addresses that somebody typed or a page links to: which of them are public, which platform's, and
//! which host they count to.
#![no_main]

use crawler::network::{Targets, forbidden};
use crawler::platforms::{ALL, Adapter, Place};
use fuzz::PLATFORMS;
use libfuzzer_sys::fuzz_target;
use model::{Platform, PublicUrl};
use std::net::IpAddr;

fuzz_target!(|text: &str| {
    if let Ok(url) = url::Url::parse(text) {
        let targets = Targets::default();
        let allowed = targets.check(&url).is_ok();
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        if let Ok(address) = host.parse::<IpAddr>() {
            let inside = forbidden(address).is_some();
            assert!(!(allowed && inside), "an inner address was let through");
        }
        assert!(!allowed || !targets.group(&url).is_empty(), "a host without a name");
    }
    if let Ok(public) = PublicUrl::parse(text) {
        let again = PublicUrl::parse(public.as_str()).expect("what was public stays public");
        assert_eq!(public, again);
    }
    for adapter in ALL {
        recognise(*adapter, text);
    }
});

/// What is taken can be visited, and its own address means the same source.
fn recognise(adapter: &dyn Adapter, text: &str) {
    let platform = Platform::from(adapter.name());
    let base = PLATFORMS.base(&platform).expect("every platform is somewhere");
    let Some(Ok(source)) = adapter.recognise(text, base) else { return };
    let place = Place { base, source: Some(&source), cursor: None };
    assert!(adapter.first(&place).is_ok(), "a source without a first page");
    if let Some(Ok(again)) = adapter.recognise(source.url.as_str(), base) {
        assert_eq!(again, source, "its own address means another source");
    }
}
