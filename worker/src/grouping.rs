//! Which advert a post belongs to.

use classifier::grouping::{JOIN_AT, bands, similarity};
use model::{AdvertId, ContactId};
use std::collections::BTreeSet;
use store::{BandHit, ContactHit, Grouped, PostView};

/// What speaks for joining a post to others.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// Posts that share a band of the fingerprint.
    pub(crate) similar: Vec<BandHit>,
    /// Posts that offer the same contact.
    pub(crate) contacts: Vec<ContactHit>,
    /// Contacts that tie too much to mean anything.
    pub(crate) quarantined: BTreeSet<ContactId>,
}

/// Bands of a post's fingerprint; empty for a text too short to compare.
pub(crate) fn bands_of(view: &PostView) -> Vec<u64> {
    view.assessment.as_ref().map(|a| bands(&a.fingerprint)).unwrap_or_default()
}

/// Contacts that a post offers, once each.
pub(crate) fn contacts_of(view: &PostView) -> Vec<ContactId> {
    let ids = view.assessment.iter().flat_map(|a| a.contacts.iter().map(model::Contact::id));
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Joins the post to the adverts of posts that are near-identical or offer the same contact. With
/// several, the smallest id stays and the others are merged into it, so that the order in which
/// posts arrive does not matter to who belongs together.
pub(crate) fn join(view: &PostView, evidence: &Evidence) -> Grouped {
    let fingerprint =
        view.assessment.as_ref().map(|a| a.fingerprint.as_slice()).unwrap_or_default();
    let near = evidence
        .similar
        .iter()
        .filter(|hit| hit.post != view.post.id)
        .filter(|hit| similarity(fingerprint, &hit.fingerprint) >= JOIN_AT)
        .filter_map(|hit| hit.advert);
    let shared = evidence
        .contacts
        .iter()
        .filter(|hit| hit.post != view.post.id && !evidence.quarantined.contains(&hit.contact))
        .filter_map(|hit| hit.advert);
    let mut adverts: BTreeSet<AdvertId> = near.chain(shared).chain(view.advert).collect();
    let advert = adverts.pop_first().unwrap_or_else(|| AdvertId::of(&[&view.post.id.to_string()]));
    Grouped {
        post: view.post.id,
        advert,
        merged: adverts.into_iter().collect(),
        bands: bands_of(view),
    }
}
