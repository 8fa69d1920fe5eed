//! What differs between the posts of one advert: prices, contacts and routes, each with the time
//! in which it was asked, given or named; and the accounts that post it.

use crate::components::{AccountLine, search_contact};
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{number, price, whole};
use model::{Account, AccountId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use store::PostView;

/// One price, contact or route.
pub(super) struct Variant {
    /// Kind of a contact; empty for others.
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) href: Option<String>,
    pub(super) posts: String,
    pub(super) accounts: String,
    pub(super) first: When,
    pub(super) last: When,
}

/// An account and its share of the advert.
pub(super) struct Poster {
    pub(super) href: String,
    pub(super) account: AccountLine,
    pub(super) risk: String,
    pub(super) posts: String,
    pub(super) first: When,
    pub(super) last: When,
}

/// How often something occurs, and from when to when.
#[derive(Debug, Clone)]
struct Tally {
    posts: u64,
    accounts: BTreeSet<AccountId>,
    first: Timestamp,
    last: Timestamp,
}

impl Tally {
    fn of(view: &PostView) -> Self {
        let at = view.post.posted_at;
        Self { posts: 0, accounts: BTreeSet::new(), first: at, last: at }
    }

    fn add(&mut self, view: &PostView) {
        self.posts += 1;
        self.accounts.insert(view.account.id);
        self.first = self.first.min(view.post.posted_at);
        self.last = self.last.max(view.post.posted_at);
    }
}

/// Counts in how many posts each key stands; a key counts once a post.
fn tallies<K: Ord>(posts: &[PostView], keys: impl Fn(&PostView) -> BTreeSet<K>) -> Vec<(K, Tally)> {
    let mut all: BTreeMap<K, Tally> = BTreeMap::new();
    for view in posts {
        for key in keys(view) {
            all.entry(key).or_insert_with(|| Tally::of(view)).add(view);
        }
    }
    let mut all: Vec<(K, Tally)> = all.into_iter().collect();
    all.sort_by_key(|(_, tally)| tally.first);
    all
}

fn variant(
    frame: &Frame,
    kind: &'static str,
    value: String,
    href: Option<String>,
    tally: &Tally,
) -> Variant {
    Variant {
        kind,
        value,
        href,
        posts: number(tally.posts),
        accounts: number(whole(tally.accounts.len())),
        first: frame.exactly(&tally.first),
        last: frame.exactly(&tally.last),
    }
}

/// Sums asked, in the order in which they were first asked.
pub(super) fn prices(frame: &Frame, posts: &[PostView]) -> Vec<Variant> {
    let all = tallies(posts, |view| {
        let prices = view.assessment.iter().flat_map(|opinion| &opinion.prices);
        prices.map(price).collect()
    });
    all.into_iter().map(|(sum, tally)| variant(frame, "", sum, None, &tally)).collect()
}

/// Contacts given, in the order in which they were first given. A number counts once, whatever
/// messenger it is named with.
pub(super) fn contacts(frame: &Frame, posts: &[PostView]) -> Vec<Variant> {
    let mut names = BTreeMap::new();
    for contact in
        posts.iter().filter_map(|view| view.assessment.as_ref()).flat_map(|o| &o.contacts)
    {
        names.entry(contact.id()).or_insert_with(|| (contact.kind.word(), contact.value.clone()));
    }
    let all = tallies(posts, |view| {
        let contacts = view.assessment.iter().flat_map(|opinion| &opinion.contacts);
        contacts.map(model::Contact::id).collect()
    });
    let listed = all.into_iter().filter_map(|(id, tally)| {
        let (kind, value) = names.get(&id)?.clone();
        let href = Some(search_contact(&value));
        Some(variant(frame, kind, value, href, &tally))
    });
    listed.collect()
}

/// Routes named, in the order in which they were first named.
pub(super) fn routes(frame: &Frame, posts: &[PostView]) -> Vec<Variant> {
    let all = tallies(posts, |view| {
        let route = view.assessment.as_ref().map(|opinion| &opinion.route);
        route.filter(|route| !route.is_unknown()).map(ToString::to_string).into_iter().collect()
    });
    all.into_iter().map(|(route, tally)| variant(frame, "", route, None, &tally)).collect()
}

/// Accounts that post it, those with most posts first.
pub(super) fn posters(frame: &Frame, posts: &[PostView]) -> Vec<Poster> {
    let accounts: BTreeMap<AccountId, &Account> =
        posts.iter().map(|view| (view.account.id, &view.account)).collect();
    let mut all = tallies(posts, |view| BTreeSet::from([view.account.id]));
    all.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.posts));
    let posters = all.into_iter().filter_map(|(id, tally)| {
        let account = accounts.get(&id)?;
        Some(Poster {
            href: format!("/accounts/{id}"),
            account: AccountLine::of(frame, account),
            risk: format!("{:.2}", account.risk),
            posts: number(tally.posts),
            first: frame.when(&tally.first),
            last: frame.when(&tally.last),
        })
    });
    posters.collect()
}
