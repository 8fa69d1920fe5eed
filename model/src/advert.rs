//! One offer however often posted, and the accounts behind it.

use crate::{AccountId, AdvertId, Language, NetworkId, Route, Service, Timestamp};
use serde::{Deserialize, Serialize};

/// Posts grouped by near-identical text or shared contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advert {
    /// Derived from the first post of the group.
    pub id: AdvertId,
    /// Text of its first post, as written.
    pub sample: String,
    /// Language of that text.
    pub language: Language,
    /// What is sold, over all posts.
    pub services: Vec<Service>,
    /// Route of the first post.
    pub route: Route,
    /// Number of posts.
    pub posts: u32,
    /// Number of accounts.
    pub accounts: u32,
    /// First post.
    pub first_posted: Timestamp,
    /// Last post.
    pub last_posted: Timestamp,
}

/// What ties two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    /// They post the same advert.
    Advert,
    /// They offer the same contact.
    Contact,
}

/// A tie between two accounts, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tie {
    /// The smaller account id.
    pub a: AccountId,
    /// The larger account id.
    pub b: AccountId,
    /// What kind.
    pub kind: TieKind,
    /// Id of the advert or contact that ties them.
    pub evidence: String,
}

/// Accounts tied by adverts and contacts. A projection: it can be rebuilt at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Derived from its smallest account id.
    pub id: NetworkId,
    /// Its accounts, sorted.
    pub accounts: Vec<AccountId>,
    /// Its ties, sorted.
    pub ties: Vec<Tie>,
}

/// Joins accounts into networks: the connected components of the ties, only those of two accounts
/// or more, in a stable order.
#[must_use]
pub fn networks(ties: &[Tie]) -> Vec<Network> {
    use std::collections::BTreeMap;
    let mut root: BTreeMap<AccountId, AccountId> = BTreeMap::new();
    for tie in ties {
        let (a, b) = (find(&mut root, tie.a), find(&mut root, tie.b));
        let (low, high) = (a.min(b), a.max(b));
        root.insert(high, low);
    }
    let mut members: BTreeMap<AccountId, Vec<AccountId>> = BTreeMap::new();
    for account in root.keys().copied().collect::<Vec<_>>() {
        members.entry(find(&mut root, account)).or_default().push(account);
    }
    let mut bound: BTreeMap<AccountId, Vec<Tie>> = BTreeMap::new();
    for tie in ties {
        bound.entry(find(&mut root, tie.a)).or_default().push(tie.clone());
    }
    let build = |(first, accounts): (AccountId, Vec<AccountId>)| {
        let mut ties = bound.remove(&first).unwrap_or_default();
        ties.sort();
        ties.dedup();
        Network { id: NetworkId::of(&[&first.to_string()]), accounts, ties }
    };
    members.into_iter().filter(|(_, accounts)| accounts.len() > 1).map(build).collect()
}

fn find(
    root: &mut std::collections::BTreeMap<AccountId, AccountId>,
    account: AccountId,
) -> AccountId {
    let parent = *root.entry(account).or_insert(account);
    if parent == account {
        return account;
    }
    let top = find(root, parent);
    root.insert(account, top);
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(a: &str, b: &str) -> Tie {
        let (a, b) = (AccountId::of(&[a]), AccountId::of(&[b]));
        Tie { a: a.min(b), b: a.max(b), kind: TieKind::Contact, evidence: "x".into() }
    }

    #[test]
    fn ties_that_meet_make_one_network() {
        let found = networks(&[tie("a", "b"), tie("c", "d"), tie("b", "c"), tie("x", "y")]);
        let mut sizes: Vec<_> = found.iter().map(|n| n.accounts.len()).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [2, 4]);
    }

    #[test]
    fn the_order_of_ties_does_not_matter() {
        let mut ties = vec![tie("a", "b"), tie("c", "d"), tie("b", "c")];
        let forward = networks(&ties);
        ties.reverse();
        assert_eq!(forward, networks(&ties));
    }
}
