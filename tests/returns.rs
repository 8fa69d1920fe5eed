//! Accounts of an invented world that are taken down and come back under another name, and how
//! many of them routewatch finds.

use crate::House;
use demo::truth::{AccountTruth, Birth};
use model::{AccountId, PresenceState, Source, SourceId, SuccessionState, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::Paging;

/// Watches everybody, and everybody who comes later as soon as they are there.
#[derive(Debug, Default)]
pub struct Roll {
    /// Places by the key of their account.
    places: BTreeMap<String, SourceId>,
}

/// What was planted and what was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Advertisers that are confirmed gone.
    pub gone: usize,
    /// Of these, those whose planted successor is on record with an offer.
    pub planted: usize,
    /// Of these, those for which the successor was proposed.
    pub proposed: usize,
    /// Of these, those for which it was the likeliest.
    pub first: usize,
    /// Proposals that are none.
    pub wrong: usize,
    /// Of these, accounts of the same network: the same people, another account.
    pub same_people: usize,
}

impl Roll {
    /// Watches whoever there is by now and was not watched.
    pub async fn call(&mut self, house: &House) -> anyhow::Result<()> {
        for account in &house.world.truth().accounts {
            let born = match &account.born {
                Birth::At(at) => *at <= house.now(),
                Birth::AfterTakedown { .. } => false,
            };
            let Some(place) = address(house, account).filter(|_| born) else { continue };
            if !account.collectable || self.places.contains_key(&account.key) {
                continue;
            }
            let address = house.shop.platforms.recognise(&place)?;
            let host = house.shop.platforms.host(&address);
            let source = Source::new(address, host, house.now(), house.now().plus_days(365));
            house.shop.store.add_source(&source).await?;
            self.places.insert(account.key.clone(), source.id);
        }
        Ok(())
    }

    /// The account on record of that key.
    pub async fn account(&self, house: &House, key: &str) -> anyhow::Result<Option<AccountId>> {
        let Some(id) = self.places.get(key) else { return Ok(None) };
        Ok(house.shop.store.source(*id).await?.and_then(|source| source.account))
    }

    /// Compares what is proposed with what was planted.
    pub async fn compare(&self, house: &House) -> anyhow::Result<Found> {
        let (store, truth) = (&house.shop.store, house.world.truth());
        let (mut names, mut ids) = (BTreeMap::new(), BTreeMap::new());
        for account in &truth.accounts {
            if let Some(id) = self.account(house, &account.key).await? {
                names.insert(id, account);
                ids.insert(account.key.as_str(), id);
            }
        }
        let mut found = Found::default();
        let mut planted: BTreeSet<(AccountId, AccountId)> = BTreeSet::new();
        for id in names.keys() {
            let account = store.account(*id).await?;
            let gone = account.filter(|a| a.presence.state == PresenceState::Gone && a.offers > 0);
            found.gone += usize::from(gone.is_some());
        }
        for next in truth.accounts.iter().filter(|account| account.successor_of.is_some()) {
            let of = next.successor_of.as_deref().unwrap_or_default();
            let (Some(gone), Some(id)) = (ids.get(of), ids.get(next.key.as_str())) else {
                continue;
            };
            let both = store.accounts_by_ids(&[*gone, *id]).await?;
            let offers = both.iter().all(|account| account.offers > 0);
            let is_gone = both.first().is_some_and(|a| a.presence.state == PresenceState::Gone);
            if both.len() == 2 && offers && is_gone {
                planted.insert((*gone, *id));
            }
        }
        found.planted = planted.len();
        let proposed = store.successions(SuccessionState::Proposed, Paging::first(10_000)).await?;
        let mut best = BTreeSet::new();
        for one in &proposed.rows {
            let right = planted.contains(&(one.gone, one.next));
            let likeliest = best.insert(one.gone);
            let network = |id: &AccountId| names.get(id).and_then(|a| a.network.as_ref());
            let same = network(&one.gone).is_some() && network(&one.gone) == network(&one.next);
            found.proposed += usize::from(right);
            found.first += usize::from(right && likeliest);
            found.wrong += usize::from(!right);
            found.same_people += usize::from(!right && same);
        }
        Ok(found)
    }
}

/// Where an account is, under its name at the moment.
fn address(house: &House, account: &AccountTruth) -> Option<String> {
    let now: Timestamp = house.now();
    let name = account.names.iter().rfind(|name| name.from <= now)?;
    let (served, handle) = (&house.served, &name.handle);
    Some(match account.platform.as_str() {
        "telegram" => format!("{}s/{handle}", served.telegram),
        "mastodon" => format!("{}@{handle}", served.mastodon),
        "bluesky" => format!("https://bsky.app/profile/{handle}"),
        _ => format!("{}{}", served.feeds, demo::feed_path(account.form, &account.number)),
    })
}
