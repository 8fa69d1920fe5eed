//! A post, always shown the same way: who, when, the text with its reasons, what it is thought to
//! be, what it sells where for how much, how to reach it, what changed, where it is kept.

use crate::components::marked::Why;
use crate::components::{AccountLine, Address, LabelBar, Marked, presence_words};
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{price, short};
use askama::Template;
use model::{AdvertId, Assessment, PresenceState, Span};
use store::PostView;

/// How much of a post is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Showing {
    /// In a list: long texts are cut by the style sheet.
    Listed,
    /// Alone on its page.
    Whole,
    /// Under review: with its reasons open.
    Asked,
}

/// A post.
#[expect(clippy::struct_excessive_bools, reason = "a template's switches, not a state")]
#[derive(Debug, Clone, Template)]
#[template(path = "post_card.html")]
pub(crate) struct PostCard {
    pub(crate) id: String,
    pub(crate) account: AccountLine,
    pub(crate) whole: bool,
    pub(crate) asked: bool,
    pub(crate) posted: When,
    pub(crate) first_seen: When,
    pub(crate) last_seen: When,
    pub(crate) text: Marked,
    pub(crate) lang: String,
    pub(crate) language: Option<String>,
    pub(crate) media: Vec<(String, Marked)>,
    pub(crate) label: LabelBar,
    pub(crate) services: Vec<&'static str>,
    pub(crate) route: Option<String>,
    pub(crate) contacts: Vec<ContactChip>,
    pub(crate) prices: Vec<String>,
    pub(crate) reasons: Vec<(String, Why)>,
    pub(crate) forwarded_from: Option<String>,
    pub(crate) revisions: u32,
    pub(crate) presence: &'static str,
    pub(crate) presence_words: &'static str,
    pub(crate) gone_since: Option<When>,
    pub(crate) advert: Option<AdvertId>,
    pub(crate) has_capture: bool,
    pub(crate) may_work: bool,
}

/// A contact and the search for it.
#[derive(Debug, Clone)]
pub(crate) struct ContactChip {
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) href: String,
}

impl PostCard {
    /// A post with the stretches that a search has hit.
    pub(crate) fn of(frame: &Frame, view: &PostView, hits: &[Span], showing: Showing) -> Self {
        let (post, opinion) = (&view.post, view.assessment.as_ref());
        let reasons = opinion.map_or(&[][..], |opinion| &opinion.reasons);
        let language = opinion
            .map(|opinion| &opinion.language)
            .or(post.declared_language.as_ref())
            .filter(|language| language.is_known());
        let route = opinion.map(|opinion| &opinion.route).filter(|route| !route.is_unknown());
        let state = post.presence.state;
        Self {
            id: post.id.to_string(),
            account: AccountLine::of(frame, &view.account),
            whole: showing != Showing::Listed,
            asked: showing == Showing::Asked,
            posted: frame.when(&post.posted_at),
            first_seen: frame.when(&post.first_seen),
            last_seen: frame.when(&post.last_seen),
            text: Marked::new(&post.content.text, reasons, hits, &contact_spans(view), 0),
            lang: language.map(ToString::to_string).unwrap_or_default(),
            language: language.map(|language| frame.language(language)),
            media: media(view, hits),
            label: LabelBar::of(view),
            services: services(view),
            route: route.map(ToString::to_string),
            contacts: opinion.map(contacts).unwrap_or_default(),
            prices: opinion.map(|o| o.prices.iter().map(price).collect()).unwrap_or_default(),
            reasons: reasons.iter().map(|r| (r.text.clone(), Why::of(r))).collect(),
            forwarded_from: post.forwarded_from.as_deref().map(|from| short(from, 80)),
            revisions: post.revisions,
            presence: state.word(),
            presence_words: presence_words(state),
            gone_since: (state != PresenceState::Live).then(|| frame.when(&post.presence.since)),
            advert: view.advert,
            has_capture: view.first_capture().is_some(),
            may_work: frame.may_work() && showing == Showing::Listed,
        }
    }
}

/// What is sold: a reviewer's list before the classifier's.
fn services(view: &PostView) -> Vec<&'static str> {
    let reviewed = view.review.as_ref().map(|review| review.services.as_slice());
    let assessed = view.assessment.as_ref().map(|opinion| opinion.services.as_slice());
    let services = reviewed.or(assessed).unwrap_or_default();
    services.iter().map(|service| service.title()).collect()
}

/// Where numbers, handles and links stand in the text.
fn contact_spans(view: &PostView) -> Vec<Span> {
    let contacts = view.assessment.as_ref().map(|opinion| opinion.contacts.as_slice());
    contacts.unwrap_or_default().iter().map(|contact| contact.span).collect()
}

/// Attachments with their texts, whose spans count on from the post's text
/// (see [`model::post::Content::full_text`]).
fn media(view: &PostView, hits: &[Span]) -> Vec<(String, Marked)> {
    let reasons = view.assessment.as_ref().map_or(&[][..], |opinion| &opinion.reasons);
    let contacts = contact_spans(view);
    let mut offset = view.post.content.text.len();
    let each = view.post.content.media.iter().map(|media| {
        if media.text.is_empty() {
            return (media.kind.clone(), Marked::new("", &[], &[], &[], 0));
        }
        let marked = Marked::new(&media.text, reasons, hits, &contacts, offset + 1);
        offset += 1 + media.text.len();
        (media.kind.clone(), marked)
    });
    each.collect()
}

fn contacts(opinion: &Assessment) -> Vec<ContactChip> {
    let mut seen = std::collections::BTreeSet::new();
    let fresh = opinion.contacts.iter().filter(|contact| seen.insert(contact.id()));
    let each = fresh.map(|contact| ContactChip {
        kind: contact.kind.word(),
        value: contact.value.clone(),
        href: search_contact(&contact.value),
    });
    each.collect()
}

/// The search for everything that offers a contact.
pub(crate) fn search_contact(value: &str) -> String {
    let quoted = format!("contact:\"{}\"", value.replace(['"', '\\'], " "));
    Address::new("/search").with("q", quoted).to_string()
}
