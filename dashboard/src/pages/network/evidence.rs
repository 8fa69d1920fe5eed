//! What ties the accounts of a network: each shared contact or advert once, with everybody who
//! shares it.

use crate::components::search_contact;
use crate::failure::Failure;
use crate::frame::words::{number, short};
use crate::house::House;
use model::{AccountId, AdvertId, ContactId, Network, TieKind};
use std::collections::{BTreeMap, BTreeSet};
use store::ContactUse;

/// Evidence shown; those that tie most accounts first.
pub(super) const MOST: usize = 100;
/// Accounts named for each.
const NAMED: usize = 8;

/// A shared contact or advert.
pub(super) struct Evidence {
    /// Kind of the contact, or `advert`.
    pub(super) kind: &'static str,
    pub(super) value: String,
    /// Where it leads; nothing once it is no longer on record.
    pub(super) href: Option<String>,
    /// Whether the value is a contact, which runs from left to right.
    pub(super) contact: bool,
    pub(super) posts: Option<String>,
    /// Number in the table, address and name of accounts that share it.
    pub(super) accounts: Vec<Sharer>,
    pub(super) more: usize,
}

/// An account that shares something.
#[derive(Clone)]
pub(super) struct Sharer {
    pub(super) number: usize,
    pub(super) href: String,
    pub(super) name: String,
}

/// The evidence of a network, and how many more there are than shown.
pub(super) async fn of(
    house: &House,
    network: &Network,
    sharers: &BTreeMap<AccountId, Sharer>,
) -> Result<(Vec<Evidence>, usize), Failure> {
    let mut shared: BTreeMap<(TieKind, &str), BTreeSet<AccountId>> = BTreeMap::new();
    for tie in &network.ties {
        shared.entry((tie.kind, &tie.evidence)).or_default().extend([tie.a, tie.b]);
    }
    let mut shared: Vec<_> = shared.into_iter().collect();
    shared.sort_by_key(|(_, accounts)| std::cmp::Reverse(accounts.len()));
    let more = shared.len().saturating_sub(MOST);
    shared.truncate(MOST);
    let (mut all, mut contacts) = (Vec::with_capacity(shared.len()), BTreeMap::new());
    for ((kind, id), accounts) in shared {
        let mut evidence = match kind {
            TieKind::Advert => advert(house, id).await?,
            TieKind::Contact => contact(house, id, &accounts, &mut contacts).await?,
        };
        evidence.accounts = accounts.iter().filter_map(|id| sharers.get(id).cloned()).collect();
        evidence.accounts.sort_by_key(|one| one.number);
        evidence.accounts.truncate(NAMED);
        evidence.more = accounts.len().saturating_sub(evidence.accounts.len());
        all.push(evidence);
    }
    Ok((all, more))
}

fn missing(kind: &'static str) -> Evidence {
    Evidence {
        kind,
        value: "no longer on record".to_owned(),
        href: None,
        contact: false,
        posts: None,
        accounts: Vec::new(),
        more: 0,
    }
}

async fn advert(house: &House, id: &str) -> Result<Evidence, Failure> {
    let Ok(id) = id.parse::<AdvertId>() else { return Ok(missing("advert")) };
    let Some(advert) = house.parts.store.advert(id).await? else { return Ok(missing("advert")) };
    let sample = short(&advert.sample, 120);
    Ok(Evidence {
        value: if sample.is_empty() { "without text".to_owned() } else { sample },
        href: Some(format!("/adverts/{id}")),
        posts: Some(number(advert.posts.into())),
        ..missing("advert")
    })
}

/// Looks a contact up through the accounts that offer it; what was read stays in `known`.
async fn contact(
    house: &House,
    id: &str,
    accounts: &BTreeSet<AccountId>,
    known: &mut BTreeMap<ContactId, ContactUse>,
) -> Result<Evidence, Failure> {
    let Ok(id) = id.parse::<ContactId>() else { return Ok(missing("contact")) };
    if let Some(account) = accounts.first().filter(|_| !known.contains_key(&id)) {
        let uses = house.parts.store.contacts_of(*account).await?;
        known.extend(uses.into_iter().map(|one| (one.id, one)));
    }
    let Some(one) = known.get(&id) else { return Ok(missing("contact")) };
    Ok(Evidence {
        value: one.value.clone(),
        href: Some(search_contact(&one.value)),
        contact: true,
        posts: Some(number(one.posts)),
        ..missing(one.kind.word())
    })
}
