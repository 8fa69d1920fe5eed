//! Which account may have come in the place of one that is gone.
//!
//! Only accounts with offers are looked at, on both sides: people who seek passage, and those who
//! report, may come and go as they like.

use crate::Workshop;
use classifier::grouping::{JOIN_AT, bands, similarity};
use model::{
    Account, AccountId, Category, Likeness, PresenceState, Succession, SuccessionState, Timestamp,
    succession,
};
use std::collections::{BTreeMap, BTreeSet};
use store::NamedLike;

/// A succession is proposed from this score on: likelier than not.
pub const PROPOSED_FROM: f32 = 0.5;

/// Successors proposed for one account at the most.
const MOST: usize = 5;

/// Days before the disappearance from which on a new account may be its successor, and days after
/// it until which one is looked for.
const DAYS: (i64, i64) = (-7, 120);

/// Different texts of the gone account that are compared.
const TEXTS: u32 = 20;

/// Letters that names must begin with alike before they are compared at all.
const STEM: usize = 4;

/// Likeness of names below which they say nothing.
const NAMES_FROM: f32 = 0.65;

/// What is known of one that may be the successor.
#[derive(Debug, Default)]
struct Ties {
    contacts: Vec<(String, u32)>,
    text: Option<f32>,
}

/// Successors that may be proposed for an account that is gone, the likeliest first.
pub async fn successors_of(shop: &Workshop, gone: &Account) -> anyhow::Result<Vec<Succession>> {
    let mut ties = ties(shop, gone).await?;
    let texts = ties.values().filter(|tie| tie.text.is_some()).count();
    let texts = u32::try_from(texts + 1).unwrap_or(u32::MAX);
    for id in alike(shop, gone).await? {
        ties.entry(id).or_default();
    }
    let ids: Vec<AccountId> = ties.keys().copied().filter(|id| *id != gone.id).collect();
    let first = shop.store.first_posts(&ids).await?;
    let mut found = Vec::new();
    for next in shop.store.accounts_by_ids(&ids).await? {
        let (Some(tie), Some(first)) = (ties.get(&next.id), first.get(&next.id)) else { continue };
        if next.offers == 0 || next.presence.state == PresenceState::Gone {
            continue;
        }
        if !in_time(gone.presence.since, *first) {
            continue;
        }
        let likenesses = likenesses(gone, &next, tie, (texts, *first));
        let score = succession::score(&likenesses);
        if score >= PROPOSED_FROM {
            found.push(proposed(shop, gone, &next, (score, likenesses, *first)));
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.next.cmp(&b.next)));
    found.truncate(MOST);
    Ok(found)
}

fn in_time(gone: Timestamp, first: Timestamp) -> bool {
    let (before, after) = DAYS;
    first >= gone.plus_days(before) && first <= gone.plus_days(after)
}

/// Who shares contacts or texts.
async fn ties(shop: &Workshop, gone: &Account) -> anyhow::Result<BTreeMap<AccountId, Ties>> {
    let mut ties: BTreeMap<AccountId, Ties> = BTreeMap::new();
    for shared in shop.store.contacts_shared_with(gone.id).await? {
        let tie = ties.entry(shared.account).or_default();
        tie.contacts.push((shared.value, shared.accounts));
    }
    let fingerprints = shop.store.fingerprints_of(gone.id, TEXTS).await?;
    let keys: BTreeSet<u64> = fingerprints.iter().flat_map(|one| bands(one)).collect();
    let keys: Vec<u64> = keys.into_iter().collect();
    for hit in shop.store.posts_sharing_bands(&keys).await? {
        let alike = fingerprints.iter().map(|one| similarity(one, &hit.fingerprint));
        let alike = alike.fold(0.0, f32::max);
        if hit.account != gone.id && alike >= JOIN_AT {
            let text = &mut ties.entry(hit.account).or_default().text;
            *text = Some(text.unwrap_or(0.0).max(alike));
        }
    }
    Ok(ties)
}

/// Who has a name that begins alike, or the same picture.
async fn alike(shop: &Workshop, gone: &Account) -> anyhow::Result<Vec<AccountId>> {
    let picture = picture(gone);
    let mut alike = Vec::new();
    let names = [gone.profile.handle.as_str(), gone.profile.display_name.as_str()];
    for name in names.into_iter().map(str::to_lowercase) {
        let stem: String = name.chars().take(STEM).collect();
        if stem.chars().count() == STEM {
            let platform = &gone.platform;
            let like = NamedLike { platform, stem: &stem, picture: picture.as_deref() };
            alike.extend(shop.store.accounts_named_like(&like).await?);
        }
    }
    Ok(alike)
}

/// What two accounts have in common.
fn likenesses(
    gone: &Account,
    next: &Account,
    tie: &Ties,
    (texts, first): (u32, Timestamp),
) -> Vec<Likeness> {
    let contacts = tie.contacts.iter();
    let contact = |(value, accounts): &(String, u32)| Likeness::Contact {
        value: value.clone(),
        accounts: *accounts,
    };
    let mut all: Vec<Likeness> = contacts.map(contact).collect();
    all.extend(tie.text.map(|similarity| Likeness::Text { similarity, accounts: texts }));
    if picture(gone).is_some_and(|one| picture(next).as_ref() == Some(&one)) {
        all.push(Likeness::Picture);
    }
    all.extend(names(gone, next));
    let hours = first.since(gone.presence.since).num_hours();
    all.push(Likeness::Time { hours });
    if gone.platform != next.platform {
        all.push(Likeness::OtherPlatform);
    }
    all
}

/// The more alike of handles and shown names.
fn names(gone: &Account, next: &Account) -> Option<Likeness> {
    let (old, new) = (&gone.profile, &next.profile);
    let pairs = [
        (old.handle.as_str(), new.handle.as_str()),
        (old.display_name.as_str(), new.display_name.as_str()),
    ];
    let alike = pairs.map(|(from, to)| (likeness_of_names(from, to), from, to));
    let best = alike.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let (similarity, from, to) = best;
    (similarity >= NAMES_FROM).then(|| Likeness::Name {
        from: from.to_owned(),
        to: to.to_owned(),
        similarity,
    })
}

/// How alike two names are, 0..=1, by their beginnings: who comes back under a name that followers
/// are to recognise keeps its beginning and changes a number, a sign or an addition at the end. What
/// is compared are letters only; a Bluesky handle's domain is left out.
#[must_use]
pub fn likeness_of_names(a: &str, b: &str) -> f32 {
    let letters = |name: &str| -> Vec<char> {
        let own = name.split_once('.').map_or(name, |(own, _)| own);
        own.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect()
    };
    let (a, b) = (letters(a), letters(b));
    if a.len().min(b.len()) < STEM {
        return 0.0;
    }
    let shared = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let share = shared as f32 / (a.len() + b.len()) as f32 * 2.0;
    share
}

/// What tells an account's picture apart: on Bluesky the address ends in the hash of its content
/// (a CID). Elsewhere an address says nothing about what it shows.
fn picture(account: &Account) -> Option<String> {
    let address = account.profile.avatar.as_deref()?;
    let last = address.rsplit('/').next()?.split(['@', '?']).next()?;
    let cid = last.len() >= 46 && last.starts_with("baf");
    (cid && last.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        .then(|| last.to_owned())
}

fn proposed(
    shop: &Workshop,
    gone: &Account,
    next: &Account,
    (score, likenesses, first_post): (f32, Vec<Likeness>, Timestamp),
) -> Succession {
    let now = shop.now();
    Succession {
        gone: gone.id,
        next: next.id,
        score,
        likenesses,
        gone_at: gone.presence.since,
        first_post,
        state: SuccessionState::Proposed,
        decided: None,
        reason: String::new(),
        found_at: now,
        expires_at: shop.keep.until(Category::Offer, now),
    }
}

/// When to look again: an hour after the disappearance, later ever more rarely; never once a
/// successor would come too late.
pub(crate) fn look_again(gone: &Account, now: Timestamp) -> Timestamp {
    let age = now.since(gone.presence.since).num_milliseconds().max(0);
    if now > gone.presence.since.plus_days(DAYS.1) {
        return now.plus_days(3650);
    }
    now.plus_ms(3_600_000 + age / 24)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AccountProfile, Handle, Platform, Presence};

    #[test]
    fn names_are_alike_by_their_beginnings() {
        let check = |a: &str, b: &str, expect: bool| {
            let alike = likeness_of_names(a, b);
            assert_eq!(alike >= NAMES_FROM, expect, "{a} {b}: {alike}");
        };
        check("kurdi_travel1", "kurdi_travel2", true);
        check("Kurdi Travel", "KURDI TRAVEL 2️⃣", true);
        check("rihla_kx7p", "rihla_new_77qm", false);
        check("aegean_ways", "aegean_ways_back", true);
        check("good-road.test", "good-road-2.test", true);
        check("رحلات آمنة", "رحلات آمنة ٢", true);
        check("news", "newspaper", false);
        check("ab1", "ab2", false);
        check("ways_to_rome", "news_of_rome", false);
    }

    fn account(avatar: &str) -> Account {
        let at = Timestamp::from_ms(0);
        let platform = Platform::new("bluesky");
        Account {
            id: Account::id_of(&platform, "a"),
            platform,
            native_id: "a".to_owned(),
            profile: AccountProfile {
                handle: Handle::new("a"),
                avatar: Some(avatar.to_owned()),
                ..AccountProfile::default()
            },
            url: None,
            first_seen: at,
            last_seen: at,
            presence: Presence::live(at),
            posts: 1,
            offers: 1,
            risk: 0.5,
            expires_at: at,
        }
    }

    #[test]
    fn a_picture_is_known_by_the_hash_in_its_address_only() {
        let cid = "bafkreihwsnuregceqh263vgdathcprnbvatyat6h6mu7ipjhhodcdbyhoy";
        let check = |avatar: &str, expect: Option<&str>| {
            assert_eq!(picture(&account(avatar)).as_deref(), expect, "{avatar}");
        };
        check(&format!("https://cdn.example/img/avatar/plain/did:plc:x/{cid}@jpeg"), Some(cid));
        check(&format!("https://cdn.example/{cid}?x=1"), Some(cid));
        check("https://cdn.example/avatars/missing.png", None);
        check("https://cdn.example/bafoon.jpg", None);
    }

    #[test]
    fn it_is_looked_for_ever_more_rarely() {
        let mut gone = account("");
        gone.presence = Presence { state: PresenceState::Gone, ..Presence::live(gone.first_seen) };
        let wait = |days: i64| {
            let now = Timestamp::from_ms(0).plus_days(days);
            look_again(&gone, now).since(now).num_hours()
        };
        assert_eq!([wait(0), wait(1), wait(24)], [1, 2, 25]);
        assert!(wait(121) > 24 * 365);
        assert!(in_time(Timestamp::from_ms(0).plus_days(10), Timestamp::from_ms(0).plus_days(4)));
        assert!(!in_time(Timestamp::from_ms(0).plus_days(10), Timestamp::from_ms(0)));
    }
}
