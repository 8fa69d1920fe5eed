//! Which other places an offer names, and how one of them becomes a source.

use crate::Workshop;
use crawler::Platforms;
use model::audit::Deed;
use model::retention::Category;
use model::source::SourceAddress;
use model::{
    Action, Candidate, CandidateState, ContactKind, Label, Lead, LeadKind, Source, SourceKind,
    Timestamp,
};
use std::collections::BTreeSet;
use store::PostView;

/// What a post leads to: nothing unless it is an offer. People who seek passage, who report or who
/// warn name smugglers too, and each other; whom they name is not for us to follow.
#[must_use]
pub fn leads_of(view: &PostView, platforms: &Platforms) -> Vec<Lead> {
    if view.label().is_some_and(Label::counts) { named_in(view, platforms) } else { Vec::new() }
}

/// Every account's or channel's own place that a post names, once for each way of naming it.
#[must_use]
pub fn named_in(view: &PostView, platforms: &Platforms) -> Vec<Lead> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (kind, text) in names(view) {
        let Ok(address) = platforms.recognise(&text) else { continue };
        let own = matches!(address.kind, SourceKind::Channel | SourceKind::Profile);
        if own && seen.insert((kind, address.id())) {
            found.push(Lead { address, kind });
        }
    }
    found
}

/// What may be a place, as an analyst would paste it.
fn names(view: &PostView) -> Vec<(LeadKind, String)> {
    let content = &view.post.content;
    let platform = view.post.platform.as_str();
    let mut all = Vec::new();
    for contact in view.assessment.iter().flat_map(|opinion| &opinion.contacts) {
        let value = contact.value.trim_start_matches('@');
        match contact.kind {
            ContactKind::Telegram if value.contains('/') => {
                all.push((LeadKind::Contact, value.to_owned()));
            }
            ContactKind::Telegram => all.push((LeadKind::Contact, format!("@{value}"))),
            // A bare name means the platform it stands on.
            ContactKind::Handle if platform == "telegram" => {
                all.push((LeadKind::Contact, format!("@{value}")));
            }
            ContactKind::Link => all.push((LeadKind::Contact, contact.value.clone())),
            _ => {}
        }
    }
    all.extend(content.links.iter().map(|link| (LeadKind::Link, link.clone())));
    if let Some(from) = &view.post.forwarded_from {
        all.extend(address_in(from).map(|address| (LeadKind::Forward, address)));
    }
    for name in &content.mentions {
        let name = name.trim_start_matches('@');
        let place = match platform {
            "bluesky" => format!("https://bsky.app/profile/{name}"),
            "telegram" | "mastodon" => format!("@{name}"),
            _ => continue,
        };
        all.push((LeadKind::Mention, place));
    }
    all
}

/// The address in `Name (https://…)`, as adapters write whom a post was forwarded from.
fn address_in(from: &str) -> Option<String> {
    let (_, rest) = from.rsplit_once('(')?;
    Some(rest.strip_suffix(')')?.to_owned())
}

/// Watches a candidate because its score says so, and enters that.
pub(crate) async fn accept_by_score(shop: &Workshop, candidate: &Candidate) -> anyhow::Result<()> {
    let now = shop.now();
    let reason = format!("score {:.2}", candidate.score);
    let mut source = source_of(shop, candidate.address.clone(), now);
    source.note = format!("discovered, {reason}");
    shop.store.add_source(&source).await?;
    let accepted = CandidateState::Accepted;
    shop.store.decide_candidate(candidate.id, accepted, None, &reason, now).await?;
    let deed = Deed {
        actor: None,
        action: Action::Create,
        record: "source".to_owned(),
        record_id: source.id.to_string(),
        reason: source.note,
    };
    shop.store.enter(deed, now).await?;
    Ok(())
}

fn source_of(shop: &Workshop, address: SourceAddress, now: Timestamp) -> Source {
    let host = shop.platforms.host(&address);
    Source::new(address, host, now, shop.keep.until(Category::Offer, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forward_tells_its_address_behind_its_name() {
        let check = |from: &str, expect: Option<&str>| {
            assert_eq!(address_in(from).as_deref(), expect, "{from}");
        };
        check("A (b) (https://t.me/x)", Some("https://t.me/x"));
        check("Somebody", None);
        check("Somebody (odd", None);
    }
}
