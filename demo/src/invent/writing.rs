//! What they write, and how they change it.

use super::Member;
use crate::chance::{Chance, fnv};
use crate::plan::Plan;
use crate::texts::{Entry, Facts, Filled, Library, Texts, fill};
use crate::truth::{AccountTruth, Dress, Form, Forward, PostTruth, Role, Version};
use model::{Label, Language, Timestamp};

const MINUTE_MS: i64 = 60_000;
/// Signs that reposts are dressed up with.
const MARKS: &[&str] = &["🔥 ", "✅ ", "📍", "⭐️ ", "👇👇\n", "‼️ ", "🌊 ", "✈️ "];

/// Writes a member's posts for those moments; ids are given afterwards.
pub(crate) fn write(
    plan: &Plan,
    library: &Library,
    member: &Member,
    times: &[Timestamp],
) -> Vec<PostTruth> {
    let Some(texts) = member.texts(library) else { return Vec::new() };
    let adverts = member.adverts(library);
    let purpose = format!("writing/{}", member.account.key);
    let mut pen =
        Pen { plan, member, texts, adverts, chance: Chance::of(plan.seed, &purpose), last: None };
    times.iter().map(|at| pen.post(*at)).collect()
}

struct Pen<'w> {
    plan: &'w Plan,
    member: &'w Member,
    texts: &'w Texts,
    adverts: Vec<&'w Entry>,
    chance: Chance,
    last: Option<&'w str>,
}

impl<'w> Pen<'w> {
    fn post(&mut self, at: Timestamp) -> PostTruth {
        let account = &self.member.account;
        let entry = self.entry();
        let offer = entry.is_some_and(|entry| entry.label == Label::Offer);
        let versions = entry.map(|entry| self.versions(entry, at)).unwrap_or_default();
        let gone = self.chance.percent(if offer { 7 } else { 2 });
        let kept = self.chance.between(6 * 60, 6 * 24 * 60) * MINUTE_MS;
        let advert = entry.filter(|_| offer).and_then(|entry| {
            account.network.as_ref().map(|network| format!("{network}/{}", entry.name))
        });
        PostTruth {
            native_id: String::new(),
            number: String::new(),
            account: account.key.clone(),
            posted_at: at,
            versions,
            deleted_at: gone.then(|| at.plus_ms(kept)),
            label: entry.map_or(Label::Other, |entry| entry.label),
            services: entry.map(|entry| entry.services.clone()).unwrap_or_default(),
            route: entry.map(|entry| entry.route.clone()).unwrap_or_default(),
            language: account.language.clone(),
            declared_language: self.declared(),
            template: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
            advert,
            network: account.network.clone(),
            dress: self.dress(account),
        }
    }

    /// What to write about; not the same twice in a row where there is a choice.
    fn entry(&mut self) -> Option<&'w Entry> {
        let label = match self.member.account.role {
            Role::Advertiser if self.chance.percent(88) => Label::Offer,
            Role::Newsroom if self.chance.percent(85) => Label::About,
            Role::Business if self.chance.percent(85) => Label::LicitService,
            Role::Seeker if self.chance.percent(55) => Label::Seeker,
            _ => Label::Other,
        };
        let choice = match label {
            Label::Offer => self.adverts.clone(),
            label => self.texts.labelled(label),
        };
        let fresh: Vec<&Entry> =
            choice.iter().copied().filter(|entry| Some(entry.name.as_str()) != self.last).collect();
        let entry = self.chance.pick(if fresh.is_empty() { &choice } else { &fresh }).copied();
        self.last = entry.map(|entry| entry.name.as_str());
        entry
    }

    fn versions(&mut self, entry: &Entry, at: Timestamp) -> Vec<Version> {
        let (mark, tags) = self.decoration(entry);
        let dressed = |filled: Filled, at: Timestamp| Version {
            at,
            text: format!("{mark}{}{tags}", filled.text),
            contacts: filled.contacts,
            prices: filled.prices,
        };
        let mut fork = self.chance.clone();
        let drift = self.drift(entry, at);
        let first = self.fill(entry, at, drift);
        let mut versions = vec![dressed(first, at)];
        let editable = self.member.account.platform.as_str() != "bluesky";
        let share = if entry.label == Label::Offer { 8 } else { 3 };
        if editable && self.chance.percent(share) {
            // The same words with another price or day; where nothing can differ, a tick is added.
            std::mem::swap(&mut fork, &mut self.chance);
            let later = at.plus_ms(self.chance.between(20, 60 * 30) * MINUTE_MS);
            std::mem::swap(&mut fork, &mut self.chance);
            let filled = self.fill(entry, at, drift + 1);
            let mut next = dressed(filled, later);
            if versions.iter().any(|version| version.text == next.text) {
                next.text.push_str(" ✔️");
            }
            versions.push(next);
        }
        versions
    }

    fn fill(&mut self, entry: &Entry, at: Timestamp, drift: i64) -> Filled {
        let account = &self.member.account;
        let facts = Facts {
            phone: &account.phone,
            handle: &account.handle,
            slug: &self.member.slug,
            drift,
            at,
        };
        fill(entry, self.texts, &facts, &mut self.chance)
    }

    /// How far the price of an advert has moved: a step every few days, the same for all accounts
    /// of its network.
    fn drift(&self, entry: &Entry, at: Timestamp) -> i64 {
        let owner = self.member.account.network.as_deref().unwrap_or(&self.member.account.key);
        let pace = fnv(format!("{owner}{}", entry.name).as_bytes());
        let days = at.since(self.plan.beginning()).num_days();
        let every = i64::try_from(pace % 5).unwrap_or(0) + 4;
        i64::try_from(pace % 7).unwrap_or(0) + days.max(0) / every
    }

    /// A sign before and hashtags after.
    fn decoration(&mut self, entry: &Entry) -> (&'static str, String) {
        let offer = entry.label == Label::Offer;
        let marked = self.chance.percent(if offer { 35 } else { 8 });
        let mark = self.chance.pick(MARKS).copied().filter(|_| marked).unwrap_or_default();
        let share = if self.member.account.platform.as_str() == "mastodon" { 75 } else { 25 };
        if !self.chance.percent(share) {
            return (mark, String::new());
        }
        let first = self.chance.pick(&self.texts.tags);
        let second = self.chance.pick(&self.texts.tags).filter(|tag| Some(*tag) != first);
        let tags: Vec<String> =
            first.into_iter().chain(second).map(|tag| format!("#{tag}")).collect();
        (mark, format!("\n{}", tags.join(" ")))
    }

    fn declared(&mut self) -> Option<Language> {
        match self.chance.below(10) {
            0 => None,
            1 => Some(Language::new("en")),
            _ => Some(self.member.account.language.clone()),
        }
    }

    fn dress(&mut self, account: &AccountTruth) -> Dress {
        let photos = match self.chance.below(20) {
            0 => 3,
            1..=4 => 1,
            _ => 0,
        };
        let forwarded = account.form == Form::Channel && self.chance.percent(25);
        let replies = self.chance.percent(5);
        Dress {
            photos: if account.form == Form::Video { 0 } else { photos },
            forwarded_from: forwarded.then_some(Forward::Nobody),
            // Which post is answered is known once they have numbers.
            reply_to: replies.then(String::new),
            signed: account.form == Form::Channel && account.role == Role::Newsroom,
        }
    }
}
